"""What an act founds, holds or adopts, as its sentence has it: the object of the verb, or the subject of a passive."""

from dataclasses import dataclass, replace

from kg.annotate.drafts import WILL, Draft
from kg.annotate.frames import is_action
from kg.annotate.reading import Reading, is_capitalised
from kg.annotate.subjects import How

_FOUNDING = frozenset({"agree-to-establish", "establish"})
_ADOPTING = frozenset({"adopt", "approve", "endorse", "issue", "sign", "conclude"})
_PASSIVES = frozenset({"act.passive", "act.will-passive"})
_BEFORE = 6  # tokens between a relative word and its verb
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Matter:
    """Tokens `[start, end)` of a noun phrase without its article; `indefinite` tells that it had "a" or none."""

    reading: Reading
    start: int
    end: int
    indefinite: bool = False
    founded: bool = False  # named as what is set up: "the creation of a fund"

    @property
    def label(self) -> str:
        """The words."""
        return self.reading.words(self.start, self.end)


def matter(draft: Draft) -> Matter | None:
    """What the verb founds or adopts: its object, or the subject of a passive."""
    reading = draft.reading
    if draft.rule not in _PASSIVES:
        end = draft.end if draft.end > draft.trigger_end else len(reading.tokens)
        return thing_at(reading, draft.trigger_end, end)
    return _before(draft)


def meetings(draft: Draft) -> tuple[Matter, ...]:
    """What the verb may hold: its object, and what stands before it ("the next Round will convene")."""
    found = matter(draft)
    before = _before(draft) if draft.kind is WILL else None
    later = _later(draft) if found is None else None
    return tuple(one for one in (before, found, later) if one is not None and is_headed(one, "meeting"))


def _later(draft: Draft) -> Matter | None:
    """The object after a time or place: "convocará en septiembre una Reunión Extraordinaria"."""
    reading = draft.reading
    for position in range(draft.trigger_end, draft.end):
        if reading.tags[position] < 0 and reading.tokens.low[position] in reading.tongue.words["indefinite"]:
            return thing_at(reading, position, draft.end)
    return None


def _before(draft: Draft) -> Matter | None:
    """The noun phrase before the verb, or the one that its relative word stands for."""
    reading, relative = draft.reading, _relative(draft)
    if relative is not None:
        return _last_thing(reading, *subject_range(reading, relative))
    return thing_at(reading, *subject_range(reading, draft.group.start))


def _relative(draft: Draft) -> int | None:
    """The relative word that stands for what the verb is said of: "…, que se efectuará", "…, which X will host"."""
    reading, start = draft.reading, draft.group.start
    for position in range(start - 1, max(-1, start - _BEFORE), -1):
        if reading.tags[position] < 0 and reading.tokens.low[position] in reading.tongue.words["relatives"]:
            return None if reading.tokens.low[position] in reading.tongue.words["whose"] else position
        if reading.tokens.low[position] in ".;:":
            return None
    return None


def _last_thing(reading: Reading, first: int, last: int) -> Matter | None:
    """The noun phrase right before a relative word: from the last article of the stretch on."""
    leading = reading.tongue.words["leading"]
    starts = [position for position in range(first, last) if reading.tokens.low[position] in leading]
    return thing_at(reading, starts[-1] if starts else first, last)


def subject_range(reading: Reading, verb: int) -> tuple[int, int]:
    """The tokens between the last boundary before a verb and the verb, its adverbs and asides left out."""
    low, words = reading.tokens.low, reading.tongue.words
    last = verb
    while last > 0 and reading.tags[last - 1] < 0 and low[last - 1] in words.any("adverbs", "clitics"):
        last -= 1
    if last > 0 and low[last - 1] == ")" and reading.tags[last - 1] < 0:
        last = next((p for p in range(last - 1, -1, -1) if low[p] == "("), last)
    if last > 0 and low[last - 1] == "," and reading.tags[last - 1] < 0:
        # "The Secretariat, for its part, is invited"
        comma = next((p for p in range(last - 2, -1, -1) if low[p] == "," and reading.tags[p] < 0), None)
        last = comma if comma is not None else last - 1
    first = last
    while first > 0 and not _parts(reading, first - 1):
        first -= 1
    while first < last and low[first] in words.any("coordinators", "adverbs"):
        first += 1
    return first, last


def _parts(reading: Reading, position: int) -> bool:
    """Whether a subject cannot reach over this token."""
    low, words = reading.tokens.low, reading.tongue.words
    if reading.tags[position] >= 0:
        return False
    if low[position] in ".;:?!" or low[position] in words.any("subordinators", "be", "future"):
        return True
    return low[position] == "," and not _listed_before(reading, position)


def _listed_before(reading: Reading, comma: int) -> bool:
    """Whether a comma parts members of a list that a coordinator closes later."""
    low = reading.tokens.low
    following = low[comma + 1 : comma + 12]
    stop = next((i for i, word in enumerate(following) if word in ".;:"), len(following))
    return any(word in reading.tongue.words["coordinators"] for word in following[:stop]) and comma > 0


_MARKS = frozenset({",", '"', "“", "«"})
_FUNCTION = ("subordinators", "relatives", "be", "future", "modals", "infinitive", "have", "negations", "clitics")
_SMALL = (*_FUNCTION, "coordinators", "adverbs", "prepositions")


def thing_at(reading: Reading, start: int, end: int) -> Matter | None:
    """The noun phrase that begins at token `start`, with its complements, to the first comma, clause or participle."""
    low, words = reading.tokens.low, reading.tongue.words
    first = _past_numbers(reading, start, end)
    indefinite = True
    while first < end and reading.tags[first] < 0 and low[first] in words["leading"]:
        indefinite = low[first] in words["indefinite"]
        first += 1
    governed = first < end and reading.tags[first] < 0 and low[first] in words["prepositions"]
    if governed and low[first] not in words["pointing"]:
        return None
    last = first
    while last < min(end, first + _LONGEST) and (reading.tags[last] >= 0 or not _over(reading, first, last, end)):
        last += 1
    while last > first and reading.tags[last - 1] < 0 and _trails(reading, last - 1):
        last -= 1
    if last == first:
        return None
    founded = _opened(reading, first, last)
    return replace(founded, founded=True) if founded is not None else Matter(reading, first, last, indefinite)


def _past_numbers(reading: Reading, start: int, end: int) -> int:
    """Past adverbs, quotation marks and a paragraph's number before an article."""
    low, words = reading.tokens.low, reading.tongue.words
    first = start
    while first < end and reading.tags[first] < 0:
        number = low[first].isdigit() and first + 1 < end and low[first + 1] in words["leading"]
        adverb = low[first] in words["adverbs"] and low[first] not in words.ordinals
        if not (number or adverb or low[first] in _MARKS):
            break
        first += 1
    return first


def _opened(reading: Reading, first: int, last: int) -> Matter | None:
    """ "la apertura de una oficina", "the creation of a fund": what is opened."""
    low, words = reading.tokens.low, reading.tongue.words
    nominal = low[first] in words["founding_nouns"] and first + 1 < last and low[first + 1] in words["complements"]
    return thing_at(reading, first + 2, last) if nominal else None


def _trails(reading: Reading, position: int) -> bool:
    low, words = reading.tokens.low, reading.tongue.words
    return low[position] in words.any("prepositions", "leading", "coordinators", "adverbs")


def _over(reading: Reading, first: int, position: int, end: int) -> bool:
    """Whether the noun phrase ends before this token."""
    low, words = reading.tokens.low, reading.tongue.words
    word = low[position]
    if position == first and word in words["pointing"]:
        return False
    if word[0].isdigit() or word in ("-", "–", "/", "'", "’"):
        return position == first and not _ordinal_form(word)
    if not word[0].isalpha():
        return True
    if word not in words.any(*_SMALL):
        return position > first and _is_participle(reading, position, end)
    if word in words.any(*_FUNCTION) and word not in words.any("complements", "leading"):
        return True
    if word in words["coordinators"] and position + 1 < end:
        following = low[position + 1]
        return following in words["leading"] or following in reading.tongue.verbs
    if position > first and word in words["adverbs"] and word not in words.ordinals:
        return True
    if word in words["prepositions"]:
        return not _goes_on(reading, position, end)
    return position > first and _is_participle(reading, position, end)


def _ordinal_form(word: str) -> bool:
    return word[-1:].isalpha() or word[-1:] in "ºª°"


def _goes_on(reading: Reading, position: int, end: int) -> bool:
    """Whether a preposition joins a complement of the name, and no time, place or purpose."""
    low, words = reading.tokens.low, reading.tongue.words
    if low[position] not in words.any("complements", "about"):
        return False
    after = position + 1
    while after < end and low[after] in words["leading"]:
        after += 1
    if after >= end or low[after] in words.months or is_action(reading, after, frozenset({"inf"})):
        return False
    return low[after][0].isalpha() or low[position] not in words["about"] or len(low[after]) == 4


def _is_participle(reading: Reading, position: int, end: int) -> bool:
    """A participle after the noun that a preposition follows: "prepared by the experts", "integrado por"."""
    low, words = reading.tokens.low, reading.tongue.words
    ending = ("ed", "held", "made") if reading.tongue.language == "en" else ("ado", "ada", "ados", "adas", "ido", "ida")
    if position + 1 >= end or not low[position].endswith(ending) or is_capitalised(reading.tokens.words[position]):
        return False
    after = low[position + 1]
    return after == "to" or (after in words["prepositions"] and after not in words["complements"])


# --- what is done to it -----------------------------------------------------------------------------------------


def _does(draft: Draft, code: str, role: str) -> bool:
    """Whether a verb of the trigger is of this kind of action, or listed under this role."""
    reading = draft.reading
    actions, low, listed = reading.tongue.actions, reading.tokens.low, reading.tongue.words[role]
    tokens = range(min(draft.group.start, draft.trigger_start), draft.trigger_end)
    return any(low[p] in listed or any(one == code for _, one in actions.get(low[p], ())) for p in tokens)


def founds(draft: Draft) -> bool:
    """Whether the act sets something up."""
    own = draft.frame.kind.code if draft.frame is not None else ""
    named = draft.kind.code in _FOUNDING or own in _FOUNDING
    return draft.kind.act_type in ("Commitment", "Decision") and (named or _does(draft, "establish-body", "founding"))


def adopts(draft: Draft) -> bool:
    """Whether the act adopts or signs a text, or promises one."""
    own = draft.frame.kind.code if draft.frame is not None else ""
    named = draft.kind.code in _ADOPTING or own in _ADOPTING
    return draft.kind.act_type in ("Commitment", "Decision") and (named or _does(draft, "", "drafting"))


def holds(draft: Draft) -> bool:
    """Whether the act's verb is one of holding or hosting a meeting, or of one that will take place."""
    if draft.kind.act_type not in ("Commitment", "Decision"):
        return False
    awaited = draft.kind is WILL and draft.subject.how is How.OTHER and draft.rule != "act.will-passive"
    return awaited or _does(draft, "hold-meeting", "convened") or _does(draft, "host-meeting", "convening")


def is_headed(found: Matter, role: str) -> bool:
    """Whether the phrase's head is a noun of this role."""
    return _head(found, role) is not None


def _head(found: Matter, role: str) -> int | None:
    """The last token of the head: before the first small word in English, at the beginning in Spanish."""
    reading, low = found.reading, found.reading.tokens.low
    words = reading.tongue.words
    stop = next(
        (p for p in range(found.start + 1, found.end) if low[p] in words["prepositions"] and reading.tags[p] < 0),
        found.end,
    )
    nouns = reading.tongue.nouns.get(role, {}).keys() | words[f"{role}_like"]
    for length in (4, 3):  # "terms of reference" has its preposition inside
        if stop < found.end and " ".join(low[stop - 1 : stop - 1 + length]) in nouns:
            return stop + length - 2
    for last in range(stop, found.start, -1):
        for length in (3, 2, 1):
            form = " ".join(low[last - length : last])
            spans = last - length >= found.start
            if spans and (form in nouns or form.removesuffix("s") in nouns):
                return last - 1
        if reading.tongue.language == "en" and low[last - 1].isalpha() and last < stop:
            break
    return None


def headed_by(found: Matter, forms: frozenset[str]) -> str | None:
    """The noun of these that heads the phrase; words of several parts are written with underscores."""
    reading, low = found.reading, found.reading.tokens.low
    words = reading.tongue.words
    inside = range(found.start + 1, found.end)
    stop = next((p for p in inside if low[p] in words["prepositions"] and reading.tags[p] < 0), found.end)
    starts = range(found.start, stop) if reading.tongue.language == "es" else range(stop - 1, found.start - 1, -1)
    for position in starts:
        for length in (3, 2, 1):
            form = low[position : position + length]
            closes = position + length >= stop or reading.tongue.language == "es"
            if position + length <= found.end and closes and "_".join(form) in forms:
                return " ".join(form)
        if reading.tongue.language == "es" and position > found.start:
            break
    return None


def is_body(found: Matter) -> bool:
    """Whether the phrase names a body that is set up: by the noun at its head, or by a name that is no text's."""
    nouns = found.reading.tongue.nouns.get("body", {})
    head = _head(found, "body")
    listed = head is not None and any(
        " ".join(found.reading.tokens.low[head + 1 - length : head + 1]) in nouns for length in (3, 2, 1)
    )
    return listed or (is_name(found) and not is_headed(found, "document"))


def is_name(found: Matter) -> bool:
    """Whether all words but the small ones are capitalised."""
    reading = found.reading
    small = reading.tongue.words.any("prepositions", "leading", "coordinators")
    content = [p for p in range(found.start, found.end) if reading.tokens.low[p] not in small]
    letters = [p for p in content if reading.tokens.words[p][0].isalpha()]
    return bool(letters) and all(is_capitalised(reading.tokens.words[p]) for p in letters)
