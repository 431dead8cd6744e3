"""Whose act a finite verb is: its subject where that is a party, or what coordination, a list or a clause gives it."""

from dataclasses import replace

from kg.annotate.drafts import Draft
from kg.annotate.frames import frame_at, is_action
from kg.annotate.groups import Group, is_perfect
from kg.annotate.items import Lead, is_governed, is_said
from kg.annotate.parties import STATES
from kg.annotate.passives import has_se
from kg.annotate.reading import Reading
from kg.annotate.relatives import held_later, is_governed_relative, relative_owner, state_after
from kg.annotate.subjects import How, Subject, opening_subject, subject_of
from kg.model import PassageKind

_BINDING = frozenset({"commit", "pledge"})
_FINITE = frozenset({"finite", "future", "passive", "future-passive"})


def owner(reading: Reading, group: Group, subject: Subject, drafts: list[Draft], lead: Lead | None) -> Subject | None:
    """The subject that the verb is said of, None where there is none that could act."""
    if group.first_person and subject.how in (How.COORDINATED, How.INITIAL):
        return Subject(How.INITIAL, start=group.start)
    if subject.how is How.COORDINATED:
        return _joined_owner(reading, group, drafts, lead)
    if subject.how is How.INITIAL:
        return _initial_owner(reading, group, subject, lead)
    if not subject.is_party and not drafts and _is_ours(reading, group, subject):
        return Subject(How.PRONOUN, start=0, label=reading.tokens.low[0], span=reading.span(0, 1))
    if subject.how is How.SUBORDINATE:
        return _subordinate_owner(reading, group, subject)
    return _stated_owner(reading, group, subject)


def _joined_owner(reading: Reading, group: Group, drafts: list[Draft], lead: Lead | None) -> Subject | None:
    recited = reading.tongue.language == "es" and not any(draft.group.mood in _FINITE for draft in drafts)
    if recited and drafts and group.form.endswith("3p"):
        return Subject(How.INITIAL, start=group.start)  # "Considerando que …, acuerdan …"
    return _coordinated_owner(reading, group, drafts, lead)


def _subordinate_owner(reading: Reading, group: Group, subject: Subject) -> Subject | None:
    if group.mood != "future":
        return None
    return Subject(How.INITIAL, start=group.start) if group.first_person else _relative(reading, group, subject)


def _stated_owner(reading: Reading, group: Group, subject: Subject) -> Subject | None:
    if group.mood == "future" and not subject.is_party and (after := state_after(reading, group)) is not None:
        return Subject(How.STATED, (after.agent,), group.start, span=after.agent.span, after="after")
    told = subject.common and group.mood != "future"  # what "the secretariat noted" is reported, not said
    if not subject.is_party or told or not _agrees(reading, group, subject):
        return None
    if reading.tongue.language == "es" and group.first_person and subject.collective is None and subject.agents:
        return replace(subject, how=How.STATED)
    return subject


def is_noun(reading: Reading, group: Group) -> bool:
    """Whether a form that may be a noun stands where only nouns do: "a message of support", "su condena"."""
    if group.start != group.verb or group.start == 0 or group.form not in ("base", "s", "pres3s"):
        return False
    before, words = group.start - 1, reading.tongue.words
    markers = words.any("prepositions", "determiners", "possessives")
    return reading.tags[before] < 0 and reading.tokens.low[before] in markers - words["first_person"]


def asks_in_relative(reading: Reading, group: Group, subject: Subject) -> bool:
    """ "…, a la que rogamos que …", "to whom we express our gratitude": asking and thanking in a relative clause."""
    inside = subject.how is How.SUBORDINATE and group.mood == "finite"
    if not (inside and is_governed_relative(reading, group, subject)):
        return False
    return any(frame.kind.act_type in ("Request", "Thanks") for verb in group.verbs for frame in verb.frames)


def _is_ours(reading: Reading, group: Group, subject: Subject) -> bool:
    """ "We, as producers of food, affirm …": the pronoun that opens the sentence, past what is put beside it."""
    if subject.how is How.SUBORDINATE and subject.after != "as":
        return False
    low = reading.tokens.low
    opens = len(low) > 1 and low[0] in reading.tongue.words["first_person"] and low[1] in (",", "as")
    return opens and group.mood == "finite" and group.form in ("base", "past")


def binding_officer(reading: Reading, group: Group, subject: Subject) -> Subject | None:
    """ "President X of Peru committed to …" binds Peru; what she stressed is her own words."""
    match = frame_at(reading, group) if group.mood == "finite" else None
    binds = group.mood == "future" or (match is not None and match.frame.kind.code in _BINDING)
    inside = range(subject.start, group.start)
    states = {one.agent.key: one for one in reading.mentions if one.start in inside and one.agent.kind in STATES}
    if not binds or len(states) != 1:
        return None
    agent = replace(next(iter(states.values())).agent, derivation="inferred")
    return Subject(How.STATED, (agent,), subject.start, span=subject.span, label=agent.label)


def _relative(reading: Reading, group: Group, subject: Subject) -> Subject | None:
    """Whose promise a relative clause is; of a meeting it may say that it will be held."""
    own = relative_owner(reading, group, subject)
    meets = has_se(reading, group) or reading.tokens.low[group.verb] in reading.tongue.words["convening"]
    if own is None and meets and held_later(reading, group, subject):
        return Subject(How.OTHER, start=group.start)
    return own


def _coordinated_owner(reading: Reading, group: Group, drafts: list[Draft], lead: Lead | None) -> Subject | None:
    """ "… and agreed": the subject of the nearest act whose verb has the same form."""
    for draft in reversed(drafts):
        if draft.group.mood in _FINITE and _alike(reading, draft, group):
            if group.form == "base" and not _may_follow(reading, draft, group):
                return None
            return replace(_grammatical(reading, draft), start=group.start)
    if not drafts and lead is not None and reading.passage.kind is PassageKind.ITEM and not is_governed(reading, lead):
        return lead.subject
    spoken = group.mood == "future" or any(
        is_said(frame.kind) or frame.kind.act_type == "Commitment" for verb in group.verbs for frame in verb.frames
    )
    if spoken and not drafts and (opening := opening_subject(reading, group.start)) is not None:
        return replace(opening, start=group.start)
    return None


def _alike(reading: Reading, draft: Draft, group: Group) -> bool:
    """Whether two verbs may have one subject; "we have decided …, and urge …" goes from the perfect to the present."""
    ours = draft.subject.label in reading.tongue.words["first_person"]
    comma = group.start > 1 and reading.tokens.low[group.start - 2] == ","
    perfect = is_perfect(reading, group) or ((ours or comma) and is_perfect(reading, draft.group))
    mixed = perfect and {draft.form, group.form} in ({"past", "base"}, {"past", "s"})
    return mixed or _compatible(draft.form, group.form, draft.group.mood, group.mood)


def _may_follow(reading: Reading, draft: Draft, group: Group) -> bool:
    """Whether a bare verb goes with the subject, and not with a verb between: after a comma, one of speech does."""
    if group.mood in ("future", "future-passive"):
        return True
    comma = group.start > 1 and reading.tokens.low[group.start - 2] == ","
    kinds = [frame.kind for verb in group.verbs for frame in verb.frames]
    ours = draft.subject.label in reading.tongue.words["first_person"] and draft.kind.act_type != "Commitment"
    if (comma and any(is_said(kind) for kind in kinds)) or (ours and any(kind.act_type == "Request" for kind in kinds)):
        return True
    return _takes_object(reading, group) and _is_free(reading, draft, group)


def _grammatical(reading: Reading, draft: Draft) -> Subject:
    """The subject of a verb, also where the agent stands after "by": "will be led by X and shall submit …"."""
    if not draft.passive:
        return draft.subject
    stated = subject_of(reading, draft.group.start)
    return stated if stated.is_party else draft.subject


def _compatible(one: str, other: str, mood: str, other_mood: str) -> bool:
    if other_mood in ("future", "future-passive"):
        return mood in _FINITE
    if mood == "future" and other == "s":
        return False  # "will match the members' needs and requests"
    if {one, other} <= {"pres3p", "past3p"} or {one, other} <= {"pres1p", "past1p"}:
        return True
    return one == other or {one, other} <= {"past", "part"} or {one, other} <= {"base", "s"} or one[:4] == other[:4]


def _agrees(reading: Reading, group: Group, subject: Subject) -> bool:
    """Whether a form fits its subject in number: "the Council notes", "they note", "los países acuerdan"."""
    if group.mood not in ("finite", "refusal", "future"):
        return True
    if reading.tongue.language == "es":
        return _agrees_in_spanish(group, subject)
    if group.mood == "future" or group.form not in ("base", "s"):
        return True
    if subject.how is How.PRONOUN:
        return (subject.label == "it") is (group.form == "s")
    if subject.collective is not None:
        return subject.singular is (group.form == "s")
    return (len(subject.agents) > 1) is (group.form == "base")


def _agrees_in_spanish(group: Group, subject: Subject) -> bool:
    """An adjective or noun spelt like a verb in the singular has no plural subject: "su participación activa"."""
    singular = group.form in ("pres3s", "past3s", "fut3s")
    plural = subject.collective is not None and not subject.singular and not subject.quantified
    return not (singular and (plural or subject.how is How.PRONOUN))


def _is_free(reading: Reading, draft: Draft, group: Group) -> bool:
    """Whether no infinitive, future or relative clause stands between, to which a bare verb would belong."""
    low, words = reading.tokens.low, reading.tongue.words
    barriers = words.any("infinitive", "future", "relatives")
    return not any(low[token] in barriers and reading.tags[token] < 0 for token in range(draft.group.end, group.start))


def _takes_object(reading: Reading, group: Group) -> bool:
    return is_action(reading, group.verb, frozenset({"base"}))


def _initial_owner(reading: Reading, group: Group, subject: Subject, lead: Lead | None) -> Subject | None:
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
