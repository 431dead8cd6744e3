"""List items: an item's verb with no subject of its own, under the words that lead into the list."""

from dataclasses import dataclass, replace

from kg.annotate.drafts import Draft, drafted
from kg.annotate.frames import complement_end, frame_at, is_action
from kg.annotate.groups import INFINITIVE_ES, Group
from kg.annotate.lexicon import Kind
from kg.annotate.promises import tentative
from kg.annotate.reading import Reading
from kg.annotate.splits import opens_other
from kg.annotate.subjects import How, Subject
from kg.model import PassageKind

_NON_FINITE = frozenset({"base", "inf", "ing"})
# Positions whose verbs name deeds as well: "agree to: support the efforts of …".
_ALSO_DONE = frozenset({"consider", "embrace", "observe", "share-concern", "support", "trust", "value"})
_ASKED = 14  # tokens within which an item says what is asked of whom
_AGREED = frozenset({"agree-on-need", "agree-to-act", "agree-to-establish", "decide-to-act", "resolve"})
# Done by saying it, also in a list of what was agreed; any other decision under such a lead-in is yet to be done.
_BY_SAYING = frozenset(
    {"accept", "admit", "adopt", "approve", "designate", "elect", "endorse", "extend", "ratify", "terminate"}
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What a lead-in hands down to its items: an act, or only a subject."""

    draft: Draft | None
    subject: Subject | None
    governs: bool = False  # "… agree to:": the items are what is agreed


def governs(reading: Reading, lead: Lead, group: Group) -> bool:
    """Whether an item is what its lead-in binds to: "agree to:", or "pledge:" before "to share …".

    What is done by saying it, or asked of others, stays so under what was agreed: "agree to: adopt the rules of …".
    """
    if reading.passage.kind is not PassageKind.ITEM:
        return False
    said = lead.draft
    looked_for = said is not None and said.kind.act_type == "Commitment" and said.kind.code not in _AGREED
    asked = said is not None and said.kind.act_type == "Request"
    match = frame_at(reading, group) if group.verbs else None
    if looked_for or asked:
        asks = match is not None and match.frame.kind.act_type == "Request" and not asked
        return (lead.governs or _opens_with_infinitive(reading)) and not asks
    return lead.governs and (match is None or not is_said(match.frame.kind))


def _is_deed(kind: Kind, agreed: Kind) -> bool:
    return kind.act_type == "Discussion" or (agreed.act_type == "Commitment" and kind.code in _ALSO_DONE)


def is_said(kind: Kind) -> bool:
    """Whether a kind of act is done by saying it, and by nothing else."""
    if kind.act_type == "Position":
        return kind.code not in _ALSO_DONE
    return kind.act_type in ("Request", "Thanks") or kind.code in _BY_SAYING


def is_governed(reading: Reading, lead: Lead) -> bool:
    """Whether an item opens with the verb of what its lead-in binds to."""
    start = item_start(reading)
    bare = lead.governs and (is_action(reading, start, _NON_FINITE) or _may_be_verb(reading, start))
    return lead.draft is not None and (bare or _opens_with_infinitive(reading))


def _may_be_verb(reading: Reading, start: int) -> bool:
    """Whether an English word that no list holds may be the verb of an item: not the noun of "Soil erosion is …"."""
    after = reading.tokens.low[start + 1 : start + 6]
    plain = reading.tokens.low[start].isalpha() and reading.tags[start] < 0
    return plain and reading.tongue.language == "en" and not reading.tongue.words["be"].intersection(after)


def item_start(reading: Reading) -> int:
    """The token after a label that opens an item: "Acuerdo: extender …", "Guyana: definir …"."""
    low, labels = reading.tokens.low, reading.tongue.words["agreement_labels"]
    mention = reading.mention(0)
    colon = mention.end if mention is not None else 1
    labelled = mention is not None or low[0] in labels
    return colon + 1 if labelled and colon + 1 < len(low) and low[colon] == ":" else 0


def _opens_with_infinitive(reading: Reading) -> bool:
    """Whether an item begins "to share …", "compartir …", whatever the verb."""
    low, words = reading.tokens.low, reading.tongue.words
    start = item_start(reading)
    first = next(
        (token for token in range(start, min(start + 4, len(low))) if not _is_adverbial(reading, token)), start
    )
    if reading.tongue.language == "es":
        return reading.tags[first] < 0 and INFINITIVE_ES.fullmatch(low[first]) is not None
    return low[first] in words["infinitive"] and first + 1 < len(low) and low[first + 1].isalpha()


def _is_adverbial(reading: Reading, token: int) -> bool:
    return reading.is_adverb(token) or reading.tokens.low[token] in reading.tongue.words["negations"]


def listed(reading: Reading, group: Group, drafts: list[Draft], lead: Lead | None) -> Draft | None:
    """An infinitive that opens a list item, or is joined to one that does: its lead-in's act, with its own verb."""
    if lead is None or reading.passage.kind is not PassageKind.ITEM or lead.subject is None:
        return None
    if group.start > item_start(reading) + 1 and not _joins_listed(reading, group, drafts):
        return None
    match = frame_at(reading, group)
    if match is None or (lead.draft is not None and _is_deed(match.frame.kind, lead.draft.kind)):
        return None  # to share experience, or to support somebody, is what was agreed when it is listed as such
    own = replace(lead.subject, start=group.start)
    return _looking_ahead(drafted(reading, group, match, own, "act.listed-verb"), lead)


def _joins_listed(reading: Reading, group: Group, drafts: list[Draft]) -> bool:
    """ "To acknowledge X and to request Y": a second infinitive, with no other between to which it would attach."""
    if not drafts or drafts[-1].rule != "act.listed-verb":
        return False
    between = range(drafts[-1].trigger_end + 1, group.start)
    joined = reading.tokens.low[group.start - 1] in reading.tongue.words["coordinators"]
    return joined and not any(opens_other(reading, position, _NON_FINITE) for position in between)


def _looking_ahead(draft: Draft, lead: Lead) -> Draft:
    """ "agreed: 1. To establish …" looks ahead, as "agreed to establish" does."""
    agreed = lead.draft
    done = draft.kind.act_type != "Decision" or draft.kind.code in _BY_SAYING
    if agreed is None or agreed.kind.act_type != "Commitment" or done:
        return draft
    return replace(draft, kind=agreed.kind, strength=agreed.strength)


def _strength(reading: Reading, agreed: Draft, verb: int) -> str | None:
    """A mental verb promises less: "acordaron: analizar la propuesta"."""
    mental = agreed.kind.act_type == "Commitment" and tentative(reading, verb, verb + 1)
    return "soft" if mental else agreed.strength


def carried(reading: Reading, lead: Lead) -> Draft | None:
    """An item without a verb of the lexicon: its first verb is the trigger, its lead-in's act the type."""
    if lead.draft is None:
        return None
    asked = lead.draft.kind.act_type == "Request"
    start, subject = _own_party(reading, lead.draft)
    first = _first_verb(reading, start, _governor(lead))
    if first is None and asked:
        first = _asked_verb(reading)
    if first is None:
        return None
    group = Group(max(first - 1, 0), first + 1, first, "infinitive", _form(reading), ())
    return replace(
        lead.draft,
        reading=reading,
        group=group,
        subject=replace(subject, start=start),
        begin=start,
        trigger_start=max(start, first - 1) if asked else start,
        trigger_end=max(first + 1, complement_end(reading, first)),
        content_start=start,
        end=len(reading.tokens),
        strength=_strength(reading, lead.draft, first),
        rule="act.lead-in",
        form=group.form,
        governor=lead.draft,
    )


def _governor(lead: Lead) -> str:
    """The word that a lead-in ends with where it governs its items: "to", "que"."""
    said = lead.draft.reading.tokens.low if lead.draft is not None else ()
    return said[-2] if lead.governs and len(said) > 1 and said[-1] == ":" else "to" if lead.governs else ""


def _form(reading: Reading) -> str:
    return "base" if reading.tongue.language == "en" else "inf"


def _own_party(reading: Reading, agreed: Draft) -> tuple[int, Subject]:
    """Where what is agreed begins, and by whom: "Guyana: definir su punto de contacto"."""
    mention, start = reading.mention(0), item_start(reading)
    if mention is not None and start:
        return start, Subject(How.STATED, (mention.agent,), 0, span=mention.agent.span)
    return start, agreed.subject


def _first_verb(reading: Reading, start: int, governed: str) -> int | None:
    low, words = reading.tokens.low, reading.tongue.words
    first = start + 1 if low[start] in words["infinitive"] and len(low) > start + 1 else start
    while first + 1 < len(low) and _is_adverbial(reading, first):
        first += 1  # "Sustainably increase …"
    if start < first < len(low) - 1 and low[first] in words["infinitive"] and reading.tongue.language == "en":
        first += 1  # "Not to alter …"
    if is_action(reading, first, _NON_FINITE):
        return first
    spanish = reading.tongue.language == "es"
    infinitive = (
        INFINITIVE_ES.fullmatch(low[first])
        if spanish
        else "to" in low[start:first] or (bool(governed) and first == start and _may_be_verb(reading, start))
    )
    infinitive = infinitive or (governed == "que" and first == start)
    return first if infinitive and reading.tags[first] < 0 and low[first].isalpha() else None


def _asked_verb(reading: Reading) -> int | None:
    """The verb after the one who is asked: "invite: (i) INTERPOL to second an adviser"."""
    low, words = reading.tokens.low, reading.tongue.words
    spanish = reading.tongue.language == "es"
    for position in range(1, min(_ASKED, len(low) - 1)):
        opens = low[position] == "," if spanish else low[position] in words["infinitive"]
        verb = INFINITIVE_ES.fullmatch(low[position + 1]) if spanish else is_action(reading, position + 1, _NON_FINITE)
        if opens and verb and reading.tags[position + 1] < 0:
            return position + 1
    return None
