"""Participles that are acts of their own: recitals ("Recalling …,") and free participles (", warning that …")."""

from dataclasses import replace

from kg.annotate.drafts import Draft, drafted
from kg.annotate.frames import frame_at
from kg.annotate.groups import Group
from kg.annotate.reading import Reading
from kg.annotate.subjects import How, Subject, subject_of


def participial(reading: Reading, group: Group, drafts: list[Draft]) -> Draft | None:
    """ "…, warning that …": an act of its own where its subject is the actor's."""
    low = reading.tokens.low
    before, joined = _before(reading, group)
    opens = before < 0
    coordinated = before >= 0 and low[before] in reading.tongue.words["coordinators"]
    adjective = group.form == "fixed" and reading.tongue.language != "es"
    between = adjective and not drafts and before > 0 and low[before] == ","
    if not (opens or joined or between) and (adjective or (low[before] not in (",", ";") and not coordinated)):
        return None
    if not opens and low[group.start] in reading.tongue.words["absolutes"]:
        return None
    if coordinated and not (drafts and drafts[-1].group.mood == "participle"):
        return None
    if not (opens or drafts):
        return _after_subject(reading, group, before)
    if not opens and _in_gerund_list(reading, before, drafts[-1]):
        return None
    match = frame_at(reading, group)
    if match is None:
        return None
    subject = replace(drafts[-1].subject, start=group.start) if drafts else Subject(How.INITIAL, start=group.start)
    return drafted(reading, group, match, subject, "act.participle")


def _before(reading: Reading, group: Group) -> tuple[int, bool]:
    """The token before a participle and its adverbs, and whether "while" joins it to what stands there."""
    before, joined = group.start - 1, False
    while before >= 0 and (reading.is_adverb(before) or reading.tokens.low[before] in reading.tongue.words["while"]):
        joined = joined or reading.tokens.low[before] in reading.tongue.words["while"]
        before -= 1
    return before, joined


def _after_subject(reading: Reading, group: Group, comma: int) -> Draft | None:
    """ "The Parties, recognising the need for …, decided": a recital between a subject and its verb."""
    subject = subject_of(reading, comma) if reading.tokens.low[comma] == "," else None
    match = frame_at(reading, group)
    if subject is None or not subject.is_party or subject.start > 1 or match is None:
        return None
    return drafted(reading, group, match, replace(subject, start=group.start), "act.participle")


def _in_gerund_list(reading: Reading, comma: int, previous: Draft) -> bool:
    """Whether the comma parts gerunds that a preposition governs: "to promoting …, recognising … and fostering …"."""
    if previous.form == "ing" and previous.group.mood != "participle":
        return True
    if reading.tongue.language != "en":
        return False
    low, words = reading.tokens.low, reading.tongue.words
    gerunds = [position for position in range(1, len(low)) if _is_gerund(reading, position)]
    governed = any(
        previous.trigger_start <= position < comma and low[position - 1] in words["prepositions"]
        for position in gerunds
    )
    closed = any(position > comma + 1 and low[position - 1] in words["coordinators"] for position in gerunds)
    return governed and closed


def _is_gerund(reading: Reading, position: int) -> bool:
    return reading.tokens.low[position].endswith("ing") and reading.tags[position] < 0
