"""What an institution says that it will do, or will not: commitments whatever the verb, unless they foretell."""

from dataclasses import replace

from kg.annotate.drafts import WILL, Draft
from kg.annotate.frames import complement_end, frame_at, is_action
from kg.annotate.groups import Group
from kg.annotate.lexicon import Kind
from kg.annotate.passives import has_se, names_meeting
from kg.annotate.reading import Reading
from kg.annotate.subjects import How, Subject

REFUSAL = Kind("reject", ("AssertiveStatement",), "Position")
_FUTURE_FORMS = frozenset({"base", "fut3p", "fut3s", "fut1p"})


def promised(reading: Reading, group: Group, subject: Subject) -> Draft | None:
    """An institutional "will": a commitment whatever the verb, unless it foretells."""
    words = reading.tongue.words
    verb = reading.tokens.low[group.verb]
    match = frame_at(reading, group) if group.verbs else None
    held = subject.how is How.OTHER
    if foretells(reading, group) and not held and not (match and match.frame.right.length):
        return None
    if subject.common and _lemma_in(reading, group.verb, "betterments"):
        return None  # "this mechanism will facilitate trade" foretells
    unknown = not held and reading.tongue.language == "es" and group.form == "fut3p" and not group.verbs
    silent = subject.how is How.INITIAL and is_action(reading, group.verb, _FUTURE_FORMS)
    if unknown and not silent and not subject.is_party and not group.first_person:
        return None
    trigger_end = complement_end(reading, group.end) if verb in words["chaining"] else _verb_end(reading, group)
    soft = tentative(reading, group.verb, trigger_end) or (match is not None and match.frame.strength == "soft")
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


def foretells(reading: Reading, group: Group) -> bool:
    """Whether the verb tells what will come of itself: "will benefit", "tendrá"."""
    words = reading.tongue.words
    after = [one for one in reading.tokens.low[group.verb + 1 : group.verb + 3] if one not in words["determiners"]]
    hosts = bool(after) and after[0] in words["hosting"]  # "será sede de la próxima reunión"
    return reading.tokens.low[group.verb] in reading.tongue.words["predictions"] and not hosts


def will_be_held(reading: Reading, group: Group, subject: Subject) -> bool:
    """ "La IV Reunión tendrá lugar en …", "el próximo Encuentro se realizará …": of a meeting."""
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


def tentative(reading: Reading, start: int, end: int) -> bool:
    """Whether a verb only looks into something: "will explore", "analizar"."""
    return any(_lemma_in(reading, token, "tentative") for token in range(start, end))


def _lemma_in(reading: Reading, token: int, role: str) -> bool:
    words = reading.tongue.words[role]
    low = reading.tokens.low[token]
    return low in words or any(verb.lemma in words for verb, _ in reading.tongue.verbs.get(low, ()))


def refrains(reading: Reading, group: Group) -> bool:
    """ "shall not levy", "no condicionarán": a promise not to do something; "will not stand idly by" is none."""
    low, words = reading.tokens.low, reading.tongue.words
    if group.mood != "future" or low[group.verb] in words.any("refusals", "predictions"):
        return False
    spanish = reading.tongue.language == "es"
    return (
        spanish
        or low[group.start] in words["mandatory"]
        or is_action(reading, group.verb, _FUTURE_FORMS)
        or bool(group.verbs)
    )


def refused(draft: Draft) -> Draft | None:
    """ "do not accept that …", "did not support …" is a position; "do not decide", "did not adopt" is nothing."""
    told = draft.group.form.startswith("past")
    if draft.kind.code == REFUSAL.code:
        return None  # who did not rule something out has said nothing of it
    if draft.kind.act_type != "Position" and (told or draft.kind.act_type != "Decision"):
        return None
    return replace(draft, kind=REFUSAL, strength=None, restated=False)
