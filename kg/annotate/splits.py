"""Coordinated verbs with objects of their own are acts of their own: "to guarantee X and to provide Y"."""

from dataclasses import replace

from kg.annotate.drafts import Draft
from kg.annotate.frames import complement_end, is_action
from kg.annotate.groups import Group, is_perfect
from kg.annotate.reading import Reading

_LIST = 80  # tokens from a comma to the coordinator that closes its list
_BASE = frozenset({"base", "inf"})
_ING = frozenset({"ing", "ger"})


def split(reading: Reading, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts, with those that coordination adds, in the order of their triggers."""
    found: list[Draft] = []
    for position, draft in enumerate(drafts):
        end = drafts[position + 1].begin if position + 1 < len(drafts) else len(reading.tokens)
        found.append(draft)
        told = draft.passive and draft.rule not in ("act.passive", "act.impersonal")
        if draft.kind.act_type == "Commitment" and not told:
            found.extend(_coordinated(reading, draft, end))
        elif draft.kind.act_type == "Request" and not told:
            found.extend(_asked_too(reading, draft, end))
    return tuple(sorted(found, key=lambda draft: draft.trigger_start))


def _coordinated(reading: Reading, draft: Draft, end: int) -> list[Draft]:
    governed = reading.tokens.low[draft.content_start - 1 : draft.trigger_end]
    forms = _ING if _is_gerund(reading, draft) else _BASE
    with_to = bool(governed) and governed[0] in reading.tongue.words["infinitive"]
    return _further(reading, draft, (draft.trigger_end, end), forms, with_to)


def _asked_too(reading: Reading, draft: Draft, end: int) -> list[Draft]:
    """ "requests States to ratify X and to deposit Y": what is asked next is a request of its own."""
    low, words = reading.tokens.low, reading.tongue.words
    for position in range(draft.group.end - 1, end - 1):
        if low[position] in words["infinitive"] and is_action(reading, position + 1, _BASE):
            return _further(reading, draft, (complement_end(reading, position), end), _BASE, True)
    return []


def _further(
    reading: Reading, draft: Draft, within: tuple[int, int], forms: frozenset[str], with_to: bool
) -> list[Draft]:
    low = reading.tokens.low
    found: list[Draft] = []
    nearest_own, (position, end) = True, within
    while position < end:
        if opens_other(reading, position, forms):
            nearest_own = False
        verb = _verb_after_coordinator(reading, position, forms, with_to)
        if verb is not None and forms is _BASE and _speaks_anew(reading, draft, position, verb):
            break
        if verb is not None and verb[1] < end and _has_content(reading, within[0], found, position):
            first, head, explicit = verb
            if not explicit and (draft.restated or (draft.passive and with_to)):
                position += 1
                continue
            as_well = low[position] == "as"
            if (nearest_own or (as_well and not explicit)) and (
                explicit or not with_to or forms is _ING or nearest_own
            ):
                added = _added(reading, draft, first, head)
                found.append(added)
                nearest_own, position = True, added.trigger_end
                continue
        position += 1
    return found


def _is_gerund(reading: Reading, draft: Draft) -> bool:
    return draft.group.mood != "future" and any(
        is_action(reading, token, _ING) for token in range(draft.content_start, draft.trigger_end)
    )


def opens_other(reading: Reading, position: int, forms: frozenset[str]) -> bool:
    """Whether a purpose or another governed verb begins here, to which a later verb would attach."""
    low, words = reading.tokens.low, reading.tongue.words
    before = low[position - 1] if position else ""
    if reading.tags[position] >= 0 or low[position] in words["be"] or low[position] == "partir":
        return False  # "a partir de" is a preposition
    if reading.tongue.language == "es":
        return before in ("para", "de", "por", "en", "a") and is_action(reading, position, _BASE)
    if before in words["relatives"]:
        return is_action(reading, position, _BASE)
    return before == "to" and low[position].isalpha() and is_action(reading, position, _BASE)


def _verb_after_coordinator(
    reading: Reading, position: int, forms: frozenset[str], with_to: bool
) -> tuple[int, int, bool] | None:
    """The first token, the verb and whether "to" is said, of a verb coordinated at this position."""
    low, words = reading.tokens.low, reading.tongue.words
    after = position + 1
    if low[position] == "as" and low[position + 1 : position + 3] == ("well", "as"):
        after = position + 3
    elif low[position] == "así" and low[position + 1 : position + 2] == ("como",):
        after = position + 2
    elif low[position] in (",", ";") and reading.tags[position] < 0:
        if not _enumerates(reading, position, forms, with_to):
            return None
    elif low[position] not in words["coordinators"] or reading.tags[position] >= 0:
        return None
    if low[after : after + 1] == ("(",) and low[after + 2 : after + 3] == (")",):
        after, forms = after + 3, forms | _BASE | _ING  # a numbered part, whatever the form of its verb
    if low[after : after + 1] == (",",):  # "and, if necessary, to amend it"
        closed = next((one for one in range(after + 1, min(after + 7, len(low))) if low[one] == ","), None)
        after = closed + 1 if closed is not None else after
    first = after
    explicit = after < len(low) and low[after] in words["infinitive"]
    verb = after + 1 if explicit else after
    while verb < len(low) and (reading.is_adverb(verb) or low[verb] in words["negations"]):
        verb += 1
    free = explicit and forms is _ING and verb < len(low) and low[verb].endswith("ing")
    free = free or (explicit and forms is _BASE and _takes_object(reading, verb))
    return (first, verb, explicit) if free or is_action(reading, verb, forms) else None


def _takes_object(reading: Reading, verb: int) -> bool:
    """Whether what stands after "to" is a verb that no list holds: "to recruit twenty teachers"."""
    low, words = reading.tokens.low, reading.tongue.words
    if reading.tongue.language != "en" or verb + 1 >= len(low) or reading.tags[verb] >= 0 or not low[verb].isalpha():
        return False
    opens = low[verb + 1] in words.any("determiners", "possessives") or low[verb + 1] in words.cardinals
    return opens and low[verb] not in words.any("determiners", "prepositions", "possessives")


def _enumerates(reading: Reading, comma: int, forms: frozenset[str], with_to: bool) -> bool:
    """Whether a comma parts verbs of a list that a coordinator closes: "homologar X, levantar Y y permitir Z"."""
    low, words = reading.tokens.low, reading.tongue.words
    if comma + 1 < len(low) and low[comma + 1] in words["coordinators"]:
        return False
    explicit = low[comma + 1 : comma + 2] == ("to",)
    for position in range(comma + 2, min(len(low) - 1, comma + _LIST)):
        if low[position] in ".:":
            return False
        if low[position] in words["coordinators"] and reading.tags[position] < 0:
            closing = _verb_after_coordinator(reading, position, forms, with_to)
            if closing is not None and closing[2] is explicit:
                return True
    return False


def _speaks_anew(reading: Reading, draft: Draft, position: int, verb: tuple[int, int, bool]) -> bool:
    """ "We have decided to admit X, and urge its Parliament to …": the second verb is said by us, not decided."""
    low, tongue = reading.tokens.low, reading.tongue
    perfect = is_perfect(reading, draft.group)
    ours = draft.subject.label in tongue.words["first_person"]
    if verb[2] or not (ours or perfect) or position == 0 or low[position - 1] != ",":
        return False
    verbs = (known for known, _ in tongue.verbs.get(low[verb[1]], ()))
    return any(frame.kind.act_type in ("Request", "Thanks", "Position") for one in verbs for frame in one.frames)


def _has_content(reading: Reading, first: int, found: list[Draft], position: int) -> bool:
    """Whether the verb before has an object of its own."""
    start = found[-1].trigger_end if found else first
    words = reading.tongue.words["adverbs"]
    return sum(word.isalpha() and word not in words for word in reading.tokens.low[start:position]) >= 1


def _added(reading: Reading, draft: Draft, first: int, verb: int) -> Draft:
    """The act that coordination adds: of the same kind, with a verb of its own."""
    group = Group(first, verb + 1, verb, draft.group.mood, draft.form, ())
    return replace(
        draft,
        group=group,
        begin=first,
        trigger_start=first,
        trigger_end=max(
            verb + 1, complement_end(reading, first) if first == verb else complement_end(reading, first + 1)
        ),
        content_start=first,
        subject=replace(draft.subject, start=first),
        rule="act.coordinated",
        governor=draft,
    )
