"""The acts of a passage: which verbs perform one, whose it is, where it ends.

The lexicon says what a verb does in which frame; the grammar here says whether it is said in the outcome's own
voice by a party. A verb whose subject is no party, that is negated, or that stands in a clause governed by
another verb performs nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.drafts import WILL, Draft, drafted
from kg.annotate.frames import Match, complement_end, frame_at, is_action
from kg.annotate.groups import Group, group_at
from kg.annotate.items import Lead, carried, governs, listed
from kg.annotate.passives import future_passive, has_se, impersonal, names_meeting, naming, passive
from kg.annotate.reading import Reading
from kg.annotate.relatives import held_later, relative_owner
from kg.annotate.splits import split
from kg.annotate.subjects import How, Subject, subject_of
from kg.model import PassageKind

_FINITE = frozenset({"finite", "future", "passive", "future-passive"})
_LONGEST = 12_000  # characters of one passage; beyond it no sentence is meant


def drafts_of(reading: Reading, lead: Lead | None = None) -> tuple[Draft, ...]:
    """The acts of one passage in the order of their triggers."""
    if reading.passage.kind in (PassageKind.HEADING, PassageKind.FRONT, PassageKind.DATELINE):
        return ()
    if len(reading.passage.view.text) > _LONGEST:
        return ()
    drafts: list[Draft] = []
    for token in _candidates(reading):
        if drafts and token < drafts[-1].trigger_end:
            continue
        group = group_at(reading, token)
        if group is None or group.negated:
            continue
        draft = _judged(reading, group, drafts, lead)
        if draft is not None:
            drafts.append(draft)
    if not drafts and lead is not None and reading.passage.kind is PassageKind.ITEM:
        drafts.extend(carried(reading, lead))
    return _with_ends(split(reading, tuple(drafts)))


def _candidates(reading: Reading) -> Iterator[int]:
    """Tokens that may be the verb of an act: those of the lexicon, and whatever follows "will"."""
    low, tongue = reading.tokens.low, reading.tongue
    skipped, future = tongue.words["adverbs"] | tongue.words["negations"], tongue.words["future"]
    spanish = tongue.language == "es"
    awaited = bracketed = False
    for token, word in enumerate(low):
        if awaited and word in "()":
            bracketed = word == "("
            continue  # "will (i) remove …": the number of an item is no verb
        if bracketed:
            continue
        if word in future:
            awaited = True
        elif awaited and word not in skipped:
            awaited = False
            yield token
        elif word in tongue.verbs or (spanish and (word[-1] in "ásn" or word[-2:] in ("da", "do", "os", "as"))):
            yield token


def _judged(reading: Reading, group: Group, drafts: list[Draft], lead: Lead | None) -> Draft | None:
    if lead is not None and governs(reading, lead) and group.start <= 1:
        return None  # what the lead-in governs is its act, whatever the verb
    if group.mood == "infinitive":
        return listed(reading, group, drafts, lead)
    if group.mood == "participle":
        return _participial(reading, group, drafts)
    if group.mood == "naming":
        return naming(reading, group)
    subject = subject_of(reading, group.start)
    if group.mood == "passive":
        return passive(reading, group, subject)
    if group.mood == "future-passive":
        return future_passive(reading, group, subject, drafts)
    own = _owner(reading, group, subject, drafts, lead)
    if group.mood == "future" and (own is None or not own.is_party) and _will_be_held(reading, group, subject):
        own = Subject(How.OTHER, start=group.start)
    if own is None:
        return impersonal(reading, group, subject)
    if group.mood == "future":
        return _promised(reading, group, own, drafts)
    match = frame_at(reading, group)
    if match is None or _only_recounts(reading, group, match):
        return None
    return drafted(reading, group, match, own, "act.verb")


def _only_recounts(reading: Reading, group: Group, match: Match) -> bool:
    """ "have welcomed many people" tells of the past; "have agreed to" still binds."""
    perfect = group.verb > group.start and reading.tokens.low[group.start] in reading.tongue.words["have"]
    return perfect and match.frame.kind.act_type == "Position"


def _owner(reading: Reading, group: Group, subject: Subject, drafts: list[Draft], lead: Lead | None) -> Subject | None:
    """The subject that the verb is said of, None where there is none that could act."""
    if group.first_person and subject.how in (How.COORDINATED, How.INITIAL):
        return Subject(How.INITIAL, start=group.start)
    if subject.how is How.COORDINATED:
        recited = reading.tongue.language == "es" and not any(draft.group.mood in _FINITE for draft in drafts)
        if recited and drafts and group.form.endswith("3p"):
            return Subject(How.INITIAL, start=group.start)  # "Considerando que …, acuerdan …"
        return _coordinated_owner(reading, group, drafts, lead)
    if subject.how is How.SUBORDINATE:
        return _relative(reading, group, subject) if group.mood == "future" else None
    if subject.how is How.INITIAL:
        return _initial_owner(reading, group, subject, drafts, lead)
    if not subject.is_party or not _agrees(reading, group, subject):
        return None
    if reading.tongue.language == "es" and group.first_person and subject.collective is None and subject.agents:
        return replace(subject, how=How.STATED)
    return subject


def _relative(reading: Reading, group: Group, subject: Subject) -> Subject | None:
    """Whose promise a relative clause is; of a meeting it may say that it will be held."""
    owner = relative_owner(reading, group, subject)
    meets = has_se(reading, group) or reading.tokens.low[group.verb] in reading.tongue.words["convening"]
    if owner is None and meets and held_later(reading, group, subject):
        return Subject(How.OTHER, start=group.start)
    return owner


def _coordinated_owner(reading: Reading, group: Group, drafts: list[Draft], lead: Lead | None) -> Subject | None:
    """ "… and agreed": the subject of the nearest act whose verb has the same form."""
    for draft in reversed(drafts):
        ours = draft.subject.label in reading.tongue.words["first_person"] and {draft.form, group.form} == {
            "past",
            "base",
        }
        alike = ours or _compatible(draft.form, group.form, draft.group.mood, group.mood)
        if draft.group.mood in _FINITE and alike:
            future = group.mood in ("future", "future-passive")
            if (
                group.form == "base"
                and not future
                and not (_takes_object(reading, group) and _is_free(reading, draft, group))
            ):
                return None
            return replace(_grammatical(reading, draft), start=group.start)
    if not drafts and lead is not None and reading.passage.kind is PassageKind.ITEM:
        return lead.subject
    return None


def _grammatical(reading: Reading, draft: Draft) -> Subject:
    """The subject of a verb, also where the agent stands after "by": "will be led by X and shall submit …"."""
    if not draft.passive:
        return draft.subject
    stated = subject_of(reading, draft.group.start)
    return stated if stated.is_party else draft.subject


def _compatible(one: str, other: str, mood: str, other_mood: str) -> bool:
    if other_mood in ("future", "future-passive"):
        return mood in _FINITE
    if {one, other} <= {"pres3p", "past3p"} or {one, other} <= {"pres1p", "past1p"}:
        return True
    return one == other or {one, other} <= {"past", "part"} or {one, other} <= {"base", "s"} or one[:4] == other[:4]


def _agrees(reading: Reading, group: Group, subject: Subject) -> bool:
    """Whether an English present form fits its subject in number: "the Council notes", "they note"."""
    if reading.tongue.language != "en" or group.form not in ("base", "s") or group.mood != "finite":
        return True
    if subject.how is How.PRONOUN:
        return (subject.label == "it") is (group.form == "s")
    if subject.collective is not None:
        return subject.singular is (group.form == "s")
    return (len(subject.agents) > 1) is (group.form == "base")


def _is_free(reading: Reading, draft: Draft, group: Group) -> bool:
    """Whether no infinitive, future or relative clause stands between, to which a bare verb would belong."""
    low, words = reading.tokens.low, reading.tongue.words
    barriers = words["infinitive"] | words["future"] | words["relatives"]
    return not any(low[token] in barriers and reading.tags[token] < 0 for token in range(draft.group.end, group.start))


def _takes_object(reading: Reading, group: Group) -> bool:
    return is_action(reading, group.verb, frozenset({"base"}))


def _initial_owner(
    reading: Reading, group: Group, subject: Subject, drafts: list[Draft], lead: Lead | None
) -> Subject | None:
    """A verb that opens its clause: in Spanish the subject is in the ending; in English only in lists."""
    if reading.tongue.language == "es" and has_se(reading, group) and group.form.endswith("3s"):
        return None
    if lead is not None and reading.passage.kind in (PassageKind.ITEM, PassageKind.SENTENCE):
        return lead.subject or subject
    if reading.tongue.language == "es":
        return subject
    listed = reading.passage.kind is PassageKind.ITEM and group.start <= 1
    return subject if listed and group.form in ("past", "base", "s") else None


def _promised(reading: Reading, group: Group, subject: Subject, drafts: list[Draft]) -> Draft | None:
    """An institutional "will": a commitment whatever the verb, unless it foretells."""
    words = reading.tongue.words
    verb = reading.tokens.low[group.verb]
    match = frame_at(reading, group) if group.verbs else None
    held = subject.how is How.OTHER
    if verb in words["predictions"] and not held and not (match and match.frame.right.length):
        return None
    unknown = not held and reading.tongue.language == "es" and group.form == "fut3p" and not group.verbs
    if unknown and not subject.is_party and not group.first_person:
        return None
    trigger_end = complement_end(reading, group.end) if verb in words["chaining"] else _verb_end(reading, group)
    tentative = _tentative(reading, group.verb, trigger_end)
    soft = tentative or (match is not None and match.frame.strength == "soft")
    return Draft(
        reading=reading,
        group=group,
        frame=match.frame if match else None,
        kind=WILL,
        strength="soft" if soft else "binding",
        subject=subject,
        begin=min(subject.start, group.start) if subject.agents or subject.is_party else group.start,
        trigger_start=group.start,
        trigger_end=trigger_end,
        content_start=group.verb,
        end=len(reading.tokens),
        rule="act.will",
        form="base" if reading.tongue.language == "en" else group.form,
    )


def _will_be_held(reading: Reading, group: Group, subject: Subject) -> bool:
    """ "La IV Reunión tendrá lugar en …", "el próximo Encuentro se realizará …": of a meeting, in the outcome's voice."""
    meets = has_se(reading, group) or reading.tokens.low[group.verb] in reading.tongue.words["convening"]
    return meets and subject.how is not How.SUBORDINATE and names_meeting(reading, group)


def _verb_end(reading: Reading, group: Group) -> int:
    """Past the verbs that share the object: "will develop and launch"."""
    low, words = reading.tokens.low, reading.tongue.words
    after = group.end
    if (
        after + 1 < len(low)
        and low[after] in words["coordinators"]
        and is_action(reading, after + 1, frozenset({"base"}))
    ):
        return after + 2
    return after


def _tentative(reading: Reading, start: int, end: int) -> bool:
    return any(_lemma_in(reading, token, "tentative") for token in range(start, end))


def _lemma_in(reading: Reading, token: int, role: str) -> bool:
    words = reading.tongue.words[role]
    low = reading.tokens.low[token]
    return low in words or any(verb.lemma in words for verb, _ in reading.tongue.verbs.get(low, ()))


def _participial(reading: Reading, group: Group, drafts: list[Draft]) -> Draft | None:
    """ "…, warning that …": an act of its own where its subject is the actor's."""
    low = reading.tokens.low
    before = group.start - 1
    while before >= 0 and low[before] in reading.tongue.words["adverbs"] and reading.tags[before] < 0:
        before -= 1
    opens = before < 0
    coordinated = before >= 0 and low[before] in reading.tongue.words["coordinators"]
    if not opens and (group.form == "fixed" or (low[before] not in (",", ";") and not coordinated)):
        return None
    if coordinated and not (drafts and drafts[-1].group.mood == "participle"):
        return None
    if not opens and (not drafts or _in_gerund_list(reading, before, drafts[-1])):
        return None
    match = frame_at(reading, group)
    if match is None:
        return None
    subject = replace(drafts[-1].subject, start=group.start) if drafts else Subject(How.INITIAL, start=group.start)
    return drafted(reading, group, match, subject, "act.participle")


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


def _with_ends(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Each act ends where the next begins, without the words that join them."""
    ended: list[Draft] = []
    for position, draft in enumerate(drafts):
        end = drafts[position + 1].begin if position + 1 < len(drafts) else len(draft.reading.tokens)
        ended.append(draft.ending(_trimmed(draft.reading, max(end, draft.trigger_end))))
    return tuple(ended)


def _trimmed(reading: Reading, end: int) -> int:
    low, words = reading.tokens.low, reading.tongue.words
    joining = words["coordinators"] | words["relatives"] | words["subordinators"] | words["prepositions"]
    while end > 1 and reading.tags[end - 1] < 0 and (low[end - 1] in ".,;:!?" or low[end - 1] in joining):
        end -= 1
    if end > 4 and low[end - 1] == ")" and low[end - 3] == "(":
        return _trimmed(reading, end - 3)  # the number of the next item
    if end > 4 and (low[end - 3 : end] == ("as", "well", "as") or low[end - 2 : end] == ("así", "como")):
        return _trimmed(reading, end - 3 if low[end - 1] == "as" else end - 2)
    return end
