"""The acts of a passage: which verbs perform one, whose it is, where it ends.

The lexicon says what a verb does in which frame; the grammar here says whether it is said in the outcome's own
voice by a party. A verb whose subject is no party, that is negated, or that stands in a clause governed by
another verb performs nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.drafts import WILL, Draft, drafted
from kg.annotate.frames import Match, frame_at
from kg.annotate.groups import DUTIES, Group, group_at, is_perfect
from kg.annotate.items import Lead, carried, governs, is_governed, item_start, listed
from kg.annotate.owners import asks_in_relative, binding_officer, is_noun, owner
from kg.annotate.passives import assigning, enacting, future_passive, impersonal, naming, passive
from kg.annotate.promises import foretells, promised, refrains, refused, will_be_held
from kg.annotate.reading import Reading
from kg.annotate.recitals import participial
from kg.annotate.splits import split
from kg.annotate.subjects import How, Subject, subject_of
from kg.model import PassageKind

_ONE = frozenset({"state", "government", "organisation", "body"})
_TOLD = frozenset({"welcome", "support", "embrace", "value"})
_THAT = frozenset({"that", "que"})
_OBJECT = 6  # tokens from a verb to the noun of its object
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
    if lead is not None and reading.passage.kind is PassageKind.ITEM and _opens_without(reading, drafts, lead):
        drafts = _with_carried(drafts, carried(reading, lead))
    return _with_ends(split(reading, tuple(drafts)))


def _with_carried(drafts: list[Draft], own: Draft | None) -> list[Draft]:
    """The acts of an item with the one that its own verb makes, and without those inside that verb."""
    return drafts if own is None else [own, *(one for one in drafts if one.trigger_start >= own.trigger_end)]


def _opens_without(reading: Reading, drafts: list[Draft], lead: Lead) -> bool:
    """Whether an item's own verb is still to be found: it has no act, or only ones inside what it says."""
    return not drafts or (drafts[0].trigger_start > 1 and is_governed(reading, lead))


def _candidates(reading: Reading) -> Iterator[int]:
    """Tokens that may be the verb of an act: those of the lexicon, and whatever follows "will"."""
    low, tongue = reading.tokens.low, reading.tongue
    negations, future = tongue.words["negations"], tongue.words["future"]
    spanish = tongue.language == "es"
    awaited = bracketed = False
    before = ""
    for token, word in enumerate(low):
        if awaited and word in "()":
            bracketed = word == "("
            continue  # "will (i) remove …": the number of an item is no verb
        if bracketed:
            continue
        is_to, before = before in ("is", "are") and word == "to", word
        is_duty = spanish and word == "de" and token > 0 and low[token - 1] in DUTIES
        if word in future or (is_to and not spanish) or is_duty:
            awaited = True
        elif awaited and word not in negations and not reading.is_adverb(token):
            awaited = False
            yield token
        elif word in tongue.verbs or (
            spanish and (word[-1] in "ásn" or word[-2:] == "se" or word[-2:] in ("da", "do", "os", "as"))
        ):
            yield token


def _judged(reading: Reading, group: Group, drafts: list[Draft], lead: Lead | None) -> Draft | None:
    if lead is not None and group.start <= item_start(reading) + 1 and governs(reading, lead, group):
        return None  # what the lead-in governs is its act, whatever the verb
    if group.mood == "infinitive":
        return listed(reading, group, drafts, lead)
    if group.mood == "enacting":
        return enacting(reading, group)
    if group.mood == "participle":
        return participial(reading, group, drafts)
    if group.mood == "naming":
        return naming(reading, group)
    if (assigned := assigning(reading, group)) is not None:
        return assigned
    subject = subject_of(reading, group.start)
    if group.mood == "passive":
        return passive(reading, group, subject)
    if group.mood == "future-passive":
        return future_passive(reading, group, subject)
    return _finite(reading, group, subject, drafts, lead)


def _finite(reading: Reading, group: Group, subject: Subject, drafts: list[Draft], lead: Lead | None) -> Draft | None:
    if is_noun(reading, group):
        return None
    own = owner(reading, group, subject, drafts, lead)
    held = group.mood == "future" and will_be_held(reading, group, subject)
    if held and (own is None or not own.is_party or foretells(reading, group)):
        own = Subject(How.OTHER, start=group.start)
    if own is None and asks_in_relative(reading, group, subject):
        own = Subject(How.INITIAL, start=group.start)
    if own is None and subject.agents and subject.how is How.OTHER:
        own = binding_officer(reading, group, subject)
    if own is None:
        return impersonal(reading, group, subject, drafts)
    if group.mood == "future":
        return promised(reading, group, own)
    match = frame_at(reading, group)
    if match is None or _only_recounts(reading, group, match) or _is_report(match, own) or _called(reading, group):
        return None
    draft = drafted(reading, group, match, own, "act.verb")
    return refused(draft) if group.mood == "refusal" else draft


def _is_report(match: Match, own: Subject) -> bool:
    """What one delegation or organisation told the others is on record, and is no act: "the Bank presented figures"."""
    alone = len(own.agents) == 1 and own.agents[0].kind in _ONE
    return alone and match.frame.kind.code == "state"


def _called(reading: Reading, group: Group) -> bool:
    """ "convened the Ministerial Meeting": how the meeting came about, which is told and not decided by it."""
    low, words, nouns = reading.tokens.low, reading.tongue.words, reading.tongue.nouns.get("meeting", {})
    calls = group.form.startswith("past") and any(verb.lemma in words["calling"] for verb in group.verbs)
    definite = low[group.end : group.end + 1] and low[group.end] in words["articles"]
    return bool(calls and definite) and any(word in nouns for word in low[group.end + 1 : group.end + _OBJECT])


def _only_recounts(reading: Reading, group: Group, match: Match) -> bool:
    """ "have welcomed many people" and "had agreed" tell of the past; "have agreed to" still binds."""
    past = reading.tokens.low[group.start] in ("had", "había", "habían")
    return is_perfect(reading, group) and (past or match.frame.kind.code in _TOLD)


def _with_ends(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Each act ends where the next begins, without the words that join them."""
    ended: list[Draft] = []
    shared = _sharing(_with_agreed(drafts))
    for position, draft in enumerate(shared):
        end = shared[position + 1].begin if position + 1 < len(shared) else len(draft.reading.tokens)
        ended.append(draft.ending(_trimmed(draft.reading, max(end, draft.trigger_end))))
    return tuple(ended)


def _with_agreed(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """ "agreed that the Secretariat will …" is one promise: what is agreed is that it will be done."""
    kept: list[Draft] = []
    for draft in drafts:
        if kept and _says_that(kept[-1], draft):
            before = kept.pop()
            own = draft.subject.how is How.STATED
            subject = draft.subject if own else before.subject
            draft = replace(draft, begin=before.begin, trigger_start=before.trigger_start, subject=subject)
        kept.append(draft)
    return tuple(kept)


def _says_that(draft: Draft, after: Draft) -> bool:
    """Whether a promise is all that a verb before it says, by "that" alone."""
    promise = draft.kind.act_type == "Position" and after.kind is WILL
    between = draft.reading.tokens.low[draft.trigger_end : after.begin]
    governs = draft.reading.tokens.low[draft.trigger_end - 1] in _THAT
    return promise and (between[:1] in (("that",), ("que",)) or governs) and len(between) <= 1


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
    joining = words.any("coordinators", "relatives", "subordinators", "prepositions")
    while end > 1 and reading.tags[end - 1] < 0 and (low[end - 1] in ".,;:!?" or low[end - 1] in joining):
        end -= 1
    if end > 4 and low[end - 1] == ")" and low[end - 3] == "(":
        return _trimmed(reading, end - 3)  # the number of the next item
    if end > 4 and (low[end - 3 : end] == ("as", "well", "as") or low[end - 2 : end] == ("así", "como")):
        return _trimmed(reading, end - 3 if low[end - 1] == "as" else end - 2)
    return end
