"""The acts of a passage: which verbs perform one, whose it is, where it ends.

The lexicon says what a verb does in which frame; the grammar here says whether it is said in the outcome's own
voice by a party. A verb whose subject is no party, that is negated, or that stands in a clause governed by
another verb performs nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.drafts import Draft, drafted
from kg.annotate.frames import Match, frame_at, is_action
from kg.annotate.groups import Group, group_at
from kg.annotate.items import Lead, carried, governs, listed
from kg.annotate.passives import future_passive, has_se, impersonal, naming, passive
from kg.annotate.promises import promised, refrains, refused, will_be_held
from kg.annotate.reading import Reading
from kg.annotate.recitals import participial
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
        if group is None or (group.negated and not refrains(reading, group)):
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
    if lead is not None and group.start <= 1 and governs(reading, lead, group):
        return None  # what the lead-in governs is its act, whatever the verb
    if group.mood == "infinitive":
        return listed(reading, group, drafts, lead)
    if group.mood == "participle":
        return participial(reading, group, drafts)
    if group.mood == "naming":
        return naming(reading, group)
    subject = subject_of(reading, group.start)
    if group.mood == "passive":
        return passive(reading, group, subject)
    if group.mood == "future-passive":
        return future_passive(reading, group, subject, drafts)
    return _finite(reading, group, subject, drafts, lead)


def _finite(reading: Reading, group: Group, subject: Subject, drafts: list[Draft], lead: Lead | None) -> Draft | None:
    own = _owner(reading, group, subject, drafts, lead)
    if group.mood == "future" and (own is None or not own.is_party) and will_be_held(reading, group, subject):
        own = Subject(How.OTHER, start=group.start)
    if own is None:
        return impersonal(reading, group, subject)
    if group.mood == "future":
        return promised(reading, group, own, drafts)
    match = frame_at(reading, group)
    if match is None or _only_recounts(reading, group, match):
        return None
    draft = drafted(reading, group, match, own, "act.verb")
    return refused(draft) if group.mood == "refusal" else draft


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
    told = subject.common and group.mood != "future"  # what "the secretariat noted" is reported, not said
    if not subject.is_party or told or not _agrees(reading, group, subject):
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
    capitals = reading.tokens.words[group.verb].isupper() and len(reading.tokens.words[group.verb]) > 3
    listed = (reading.passage.kind is PassageKind.ITEM or capitals) and group.start <= 1
    return subject if listed and group.form in ("past", "base", "s") else None


def _with_ends(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Each act ends where the next begins, without the words that join them."""
    ended: list[Draft] = []
    shared = _sharing(drafts)
    for position, draft in enumerate(shared):
        end = shared[position + 1].begin if position + 1 < len(shared) else len(draft.reading.tokens)
        ended.append(draft.ending(_trimmed(draft.reading, max(end, draft.trigger_end))))
    return tuple(ended)


def _sharing(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Without the first of two verbs that share what follows: "considered and approved the report" is one act."""
    kept: list[Draft] = []
    for position, draft in enumerate(drafts):
        after = drafts[position + 1] if position + 1 < len(drafts) else None
        if after is None or not _shares(draft, after):
            kept.append(_from_first(drafts, position))
    return tuple(kept)


def _from_first(drafts: tuple[Draft, ...], position: int) -> Draft:
    """The act with the verbs before it that share its object."""
    draft = drafts[position]
    while position and _shares(drafts[position - 1], drafts[position]):
        position -= 1
        draft = replace(draft, trigger_start=drafts[position].trigger_start, begin=drafts[position].begin)
    return draft


def _shares(draft: Draft, after: Draft) -> bool:
    """Whether only a coordinator parts two finite verbs of one act."""
    low, words = draft.reading.tokens.low, draft.reading.tongue.words
    between = low[draft.trigger_end : after.trigger_start]
    finite = draft.group.mood == after.group.mood == "finite" and draft.trigger_end == draft.group.end
    return finite and 0 < len(between) <= 3 and all(word in words["coordinators"] or word == "," for word in between)


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
