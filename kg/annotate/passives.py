"""Passives and impersonals: acts whose agent stands after "by", or nowhere."""

from dataclasses import replace

from kg.annotate.drafts import WILL, Draft, drafted
from kg.annotate.frames import frame_at
from kg.annotate.groups import Group, assignment_length
from kg.annotate.lexicon import Kind
from kg.annotate.reading import Reading, is_capitalised
from kg.annotate.relatives import held_later, relative_owner
from kg.annotate.subjects import How, Subject, subject_of


def passive(reading: Reading, group: Group, subject: Subject) -> Draft | None:
    """ "was adopted", "it was agreed that": the parties act, or who stands after "by"."""
    if subject.how is How.SUBORDINATE or _denied(reading, group):
        return None
    match = frame_at(reading, group, passive=True)
    if match is None:
        return None
    owner = _by_agent(reading, group) or replace(subject, agents=(), how=How.OTHER, start=_clause_start(subject, group))
    return drafted(reading, group, match, owner, "act.passive", passive=True)


def _denied(reading: Reading, group: Group) -> bool:
    """Whether the clause is about nothing: "No agreement was reached"."""
    low, words = reading.tokens.low, reading.tongue.words
    first = reading.clause_start(group.start)
    return first < group.start and low[first] in words["negations"]


def _clause_start(subject: Subject, group: Group) -> int:
    return subject.start if 0 < subject.start < group.start else group.start


def impersonal(reading: Reading, group: Group, subject: Subject, drafts: list[Draft]) -> Draft | None:
    """ "Se acordó establecer …": an act of the parties with nobody named."""
    joined = subject.how is How.COORDINATED and any(one.rule in ("act.impersonal", "act.passive") for one in drafts)
    apart = (
        joined
        or subject.how in (How.INITIAL, How.OTHER)
        or subject.after in reading.tongue.words["possessive_relatives"]
    )
    if not (has_se(reading, group) and apart):
        return None
    match = frame_at(reading, group, passive=True) or (frame_at(reading, group) if group.mood == "future" else None)
    if match is None:
        return None
    draft = drafted(reading, group, match, Subject(How.OTHER, start=group.start), "act.impersonal", passive=True)
    if group.mood != "future":
        return draft
    soft = match.frame.kind.act_type == "Discussion" or match.frame.strength == "soft"
    return replace(draft, kind=WILL, strength="soft" if soft else "binding", restated=False)


def enacting(reading: Reading, group: Group) -> Draft | None:
    """ "Créase el Fondo …", "Deróganse los artículos …": the voice of decisions, with nobody named."""
    match = frame_at(reading, group, passive=True) or frame_at(reading, group)
    if match is None or group.start > 1:
        return None
    return drafted(reading, group, match, Subject(How.OTHER, start=group.start), "act.impersonal", passive=True)


def has_se(reading: Reading, group: Group) -> bool:
    """Whether "se" stands before the verb."""
    return "se" in reading.tokens.low[group.start : group.verb]


def _by_agent(reading: Reading, group: Group) -> Subject | None:
    """The party after "by" near a passive verb."""
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(group.end, min(group.end + 8, len(low))):
        if low[position] in words["passive_agent"] and reading.tags[position] < 0:
            return _party_after(reading, position + 1)
        if low[position] in words["subordinators"] or low[position] in ";:":
            return None
    return None


def _party_after(reading: Reading, start: int) -> Subject | None:
    """The party whose name begins at token `start`."""
    low, words = reading.tokens.low, reading.tongue.words
    end = start
    while end < len(low) and (reading.tags[end] >= 0 or low[end] not in words.any("prepositions", "subordinators")):
        if reading.tags[end] < 0 and (low[end] in ".,;:" or low[end] in words["coordinators"]):
            break
        end += 1
    found = subject_of(reading, end, floor=start) if end > start else None
    return replace(found, start=start) if found is not None and found.how is How.STATED else None


def future_passive(reading: Reading, group: Group, subject: Subject) -> Draft | None:
    """ "will be implemented by the Group", "some countries will be invited", "the next meeting will be held in …"."""
    owner = _by_agent(reading, group)
    if owner is None:
        relative = subject.how is How.SUBORDINATE
        if relative and not promised_in_relative(reading, group, subject):
            return None
        if not relative and not subject.agents and not _institutional(reading, subject, group):
            return None
    begin = subject.start if 0 <= subject.start < group.start else group.start
    while (
        begin > 0
        and subject.after
        and reading.tokens.low[begin - 1] in reading.tongue.words.any("relatives", "prepositions")
    ):
        begin -= 1
    match = (frame_at(reading, group, passive=True) or frame_at(reading, group)) if group.verbs else None
    return Draft(
        reading=reading,
        group=group,
        frame=match.frame if match else None,
        kind=Kind("assign", WILL.classes, "Commitment") if owner is not None else WILL,
        strength="binding",
        subject=owner or replace(subject, how=How.OTHER),
        begin=begin,
        trigger_start=group.start,
        trigger_end=group.end,
        content_start=group.start,
        end=len(reading.tokens),
        rule="act.will-passive",
        form="part",
        passive=True,
    )


def promised_in_relative(reading: Reading, group: Group, subject: Subject) -> bool:
    """Whether a relative clause in the passive binds: "to which some countries will be invited"."""
    possessive = subject.after in reading.tongue.words["possessive_relatives"]
    named = (bool(subject.agents) or possessive) and relative_owner(reading, group, subject) is not None
    return named or held_later(reading, group, subject)


def _institutional(reading: Reading, subject: Subject, group: Group) -> bool:
    """Whether what will be done is done to a meeting, a body or a document."""
    if subject.how is How.SUBORDINATE:
        return False
    if reading.tokens.low[group.verb] in reading.tongue.words["institutional"]:
        return True
    nouns, low = reading.tongue.nouns, reading.tokens.low
    heads = (*nouns.get("meeting", {}), *nouns.get("body", {}), *nouns.get("document", {}))
    start = max(0, group.start - 12)
    words = " ".join(low[start : group.start])
    return any(f" {head} " in f" {words} " for head in heads if " " not in head or head in words)


def names_meeting(reading: Reading, group: Group) -> bool:
    """Whether a meeting stands before the verb, in its own clause."""
    nouns, low = reading.tongue.nouns.get("meeting", {}), reading.tokens.low
    first = max(reading.clause_start(group.start), group.start - 12)
    return any(low[token] in nouns for token in range(first, group.start))


_NAMES = Kind("designate", ("ConstitutiveStatement",), "Decision")


def assigning(reading: Reading, group: Group) -> Draft | None:
    """ "la coordinación estará a cargo de Chile", "recae en Honduras": saying whose task it is decides it."""
    length = assignment_length(reading, group.verb)
    if not length:
        return None
    return _named(reading, group, reading.clause_start(group.start, ";:.,"), group.verb + length)


def naming(reading: Reading, group: Group) -> Draft | None:
    """ "The representative of Norway will be Anna Berg": naming who will hold an office is a decision."""
    low, words = reading.tokens.low, reading.tokens.words
    start = group.start
    while (start > 0 and reading.tags[start - 1] >= 0) or (start > 0 and low[start - 1] not in ".;:,"):
        start -= 1
    office = any(low[token] in reading.tongue.words["offices"] for token in range(start, group.start))
    named = group.end < len(low) and is_capitalised(words[group.end])
    return _named(reading, group, start, group.end) if office and named else None


def _named(reading: Reading, group: Group, begin: int, end: int) -> Draft:
    return Draft(
        reading=reading,
        group=group,
        frame=None,
        kind=_NAMES,
        strength=None,
        subject=Subject(How.OTHER, start=begin),
        begin=begin,
        trigger_start=group.start,
        trigger_end=end,
        content_start=end,
        end=len(reading.tokens),
        rule="act.naming",
        form="base",
        passive=True,
    )
