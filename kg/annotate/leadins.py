"""What the words before a list hand down: an act ("agreed to:"), or only a subject ("The Ministers of …,").

A heading that is a verb ("AGREED", "ACUERDAN") opens what stands under it; any other heading, and an item that only
names a matter ("3. As to control at sea:"), passes on what it was handed itself.
"""

from dataclasses import replace
from itertools import pairwise

from kg.annotate.acts import drafts_of
from kg.annotate.drafts import WILL, Draft
from kg.annotate.groups import Group, group_at
from kg.annotate.items import Lead, item_start
from kg.annotate.lexicon import Frame, Kind
from kg.annotate.reading import Reading
from kg.annotate.relatives import antecedent
from kg.annotate.subjects import How, Subject, subject_of
from kg.model import PassageKind

_OF_THINGS = frozenset({"of", "on", "in", "for", "with", "by", "from", "at", "between", "among", "including"})
_HEADING_WORDS = 8
_LABEL_WORDS = 4
_AGREED = Kind("agree-to-act", ("CommissiveStatement",), "Commitment")
_SAID_ALONE = frozenset({"past", "past3p", "past3s", "past1p", "pres3p", "pres1p"})


def handed_down(reading: Reading, drafts: tuple[Draft, ...], outer: Lead | None) -> Lead | None:
    """The lead of the passages that this one leads into; `outer` is what it was handed itself."""
    if reading.passage.kind is PassageKind.HEADING:
        return _of_heading(reading, outer)
    if not announces(reading):
        return _of_opening(reading) or _without_act(outer)
    if (promised := _promised(reading)) is not None:
        return promised
    if drafts:
        return _within(reading, drafts[-1]) or _of_act(reading, drafts[-1])
    if (agreements := _agreements(reading)) is not None:
        return agreements
    if (intended := _cut_short(reading)) is not None:
        return intended
    subject = _subject_before(reading, len(reading.tokens) - 1)
    if subject is not None:
        return Lead(None, subject)
    return outer or Lead(None, Subject(How.INITIAL))


def announces(reading: Reading) -> bool:
    """Whether a passage ends without an end, so that what it says goes on in the next."""
    return reading.passage.view.text[-1] not in ".!?;,"


def _of_act(reading: Reading, draft: Draft) -> Lead:
    end = _end(reading)
    last = reading.tokens.low[end - 1] if end > 0 else ""
    if reading.tongue.language == "en" and last in _OF_THINGS:
        return Lead(None, draft.subject)  # "restrictions on:", "by:": the items are things or means
    deeds = any(word in reading.tongue.words["deeds"] for word in reading.tokens.low[draft.trigger_end :])
    governs = deeds or last == "que" or (last in reading.tongue.words["prepositions"] and last != "following")
    return Lead(draft, draft.subject, governs)


def _of_opening(reading: Reading) -> Lead | None:
    """ "The Council of Ministers, meeting in Niamey, …,": those who speak until the sentence ends."""
    commas = (token for token, word in enumerate(reading.tokens.low) if word == "," and reading.tags[token] < 0)
    first = next(commas, None)
    subject = _subject_before(reading, first) if first else None
    return Lead(None, subject) if subject is not None and subject.start <= 1 else None


def _subject_before(reading: Reading, end: int) -> Subject | None:
    subject = subject_of(reading, end) if end > 0 else None
    return subject if subject is not None and subject.is_party else None


def _without_act(outer: Lead | None) -> Lead | None:
    return replace(outer, draft=None, governs=False) if outer is not None else None


def _of_heading(reading: Reading, outer: Lead | None) -> Lead | None:
    """What a heading that says an act leads into."""
    if len(reading.tokens) > _HEADING_WORDS:
        return outer
    if (agreements := _agreements(reading)) is not None:
        return agreements
    spoken = replace(reading, passage=replace(reading.passage, kind=PassageKind.ITEM))
    drafts = drafts_of(spoken, _without_act(outer))
    if not drafts or not _is_all(reading, drafts[-1]):
        return outer
    said = drafts[-1]
    named = said.subject.is_party or (outer is not None and outer.subject is not None and outer.subject.is_party)
    return _of_act(reading, said) if named or said.form in _SAID_ALONE else outer


def _is_all(reading: Reading, draft: Draft) -> bool:
    """Whether nothing but a mark stands after the act's verb, and nothing but its subject before it."""
    after = [word for word in reading.tokens.low[draft.trigger_end :] if word.isalpha()]
    return draft.begin <= 1 and (not after or draft.kind.act_type == "Request")


def _end(reading: Reading) -> int:
    """The token after the last word, before the colon if there is one."""
    return len(reading.tokens) - (reading.tokens.low[-1] == ":")


def _commissive(group: Group) -> Frame | None:
    """The frame in which a verb binds to what is said after "to"."""
    frames = (frame for verb in group.verbs for frame in verb.frames if frame.right.match(" to act", 0))
    return next((one for one in frames if one.kind.act_type == "Commitment" and one.voice == "active"), None)


def promises(reading: Reading) -> bool:
    """Whether a passage ends with "will" or "shall", whose verbs are in the items below."""
    end = _end(reading)
    return end > 1 and reading.tokens.low[end - 1] in reading.tongue.words["future"]


def _promised(reading: Reading) -> Lead | None:
    """ "The Member States will:": each item is what they will do."""
    end = _end(reading)
    if not promises(reading):
        return None
    relative = reading.tokens.low[end - 2] in reading.tongue.words["relatives"]
    subject = antecedent(reading, end - 2) if relative else _subject_before(reading, end - 1)
    return Lead(_synthetic(reading, WILL, "binding", subject, "act.will"), subject, True) if subject else None


def _within(reading: Reading, outer: Draft) -> Lead | None:
    """ "… affirm that they plan to:": the verb by the colon governs the items, not the one that it depends on."""
    end = _end(reading) - 1
    if reading.tongue.language != "en" or end <= outer.trigger_end or reading.tokens.low[end] != "to":
        return None
    group = group_at(reading, end - 1)
    frame = _commissive(group) if group is not None and group.mood == "finite" else None
    if frame is None:
        return None
    said = _synthetic(reading, frame.kind, frame.strength or "firm", outer.subject, "act.lead")
    return Lead(said, outer.subject, True)


def standing(reading: Reading, drafts: tuple[Draft, ...]) -> Lead | None:
    """ "They committed to the following actions.": what binds the list that comes later, under headings of its own."""
    if not drafts or drafts[-1].kind.act_type != "Commitment":
        return None
    low, announcing, deeds = reading.tokens.low, reading.tongue.words["announcing"], reading.tongue.words["deeds"]
    announced = next((at for at, two in enumerate(pairwise(low)) if two[0] in announcing and two[1] in deeds), None)
    if announced is None:
        return None
    strength = _promised_before(reading, announced) or drafts[-1].strength or "firm"
    return Lead(replace(drafts[-1], strength=strength), drafts[-1].subject, True)


def _promised_before(reading: Reading, position: int) -> str | None:
    """How strongly the verb right before "the following actions" binds."""
    text, ends = reading.passage.view.text, reading.tokens.ends
    for token in range(position - 1, max(-1, position - 4), -1):
        for verb, _ in reading.tongue.verbs.get(reading.tokens.low[token], ()):
            found = (
                one for one in verb.frames if one.kind.act_type == "Commitment" and one.right.match(text, ends[token])
            )
            frame = next(found, None)
            if frame is not None:
                return frame.strength
    return None


def _cut_short(reading: Reading) -> Lead | None:
    """ "The Sides intend:": the verb of what the items bind to, whose "to" stands in the items."""
    end = _end(reading)
    group = group_at(reading, end - 1) if end > 1 else None
    if group is None or group.mood != "finite" or group.end != end:
        return None
    subject = _subject_before(reading, group.start)
    frame = _commissive(group)
    if subject is None or frame is None:
        return None
    return Lead(_synthetic(reading, frame.kind, frame.strength or "firm", subject, "act.lead"), subject)


def _agreements(reading: Reading) -> Lead | None:
    """A label such as "Agreements:" or "ACUERDOS" opens what was agreed."""
    words = [word for word in reading.tokens.low if word.isalpha()]
    labels = reading.tongue.words["agreement_labels"]
    if not words or len(words) > _LABEL_WORDS or not any(word in labels for word in words):
        return None
    if any(word not in labels | reading.tongue.words["coordinators"] for word in words[1:]) and len(words) > 2:
        return None
    return _labelled(reading)


def _labelled(reading: Reading) -> Lead:
    subject = Subject(How.INITIAL)
    return Lead(_synthetic(reading, _AGREED, "firm", subject, "act.label"), subject)


def under_label(reading: Reading) -> tuple[Reading, Lead] | None:
    """A line that its own label opens, read as an item: "Acuerdo: extender el horario"."""
    start = item_start(reading)
    if start == 0 or reading.mention(0) is not None or announces(reading):
        return None
    item = replace(reading, passage=replace(reading.passage, kind=PassageKind.ITEM))
    return item, _labelled(reading)


def _synthetic(reading: Reading, kind: Kind, strength: str, subject: Subject, rule: str) -> Draft:
    """What a lead-in without a verb of its own binds to."""
    end = len(reading.tokens)
    form = "base" if reading.tongue.language == "en" else "inf"
    group = Group(end - 1, end, end - 1, "infinitive", form, ())
    return Draft(
        reading=reading,
        group=group,
        frame=None,
        kind=kind,
        strength=strength,
        subject=subject,
        begin=end - 1,
        trigger_start=end - 1,
        trigger_end=end,
        content_start=end,
        end=end,
        rule=rule,
        form=form,
    )
