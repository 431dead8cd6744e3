"""Verb groups: a verb with its auxiliaries, adverbs, clitics and negation."""

import re
from dataclasses import dataclass

from kg.annotate.lexicon import Verb
from kg.annotate.reading import Reading

_SPANISH_FUTURE = re.compile(r"[^\W\d_]{2,}(?:r|dr)(?:emos|á|án)$")
_FINITE_ES = frozenset({"pres1p", "pres3s", "pres3p", "past1p", "past3s", "past3p", "fut1p", "fut3s", "fut3p"})
_REFUSING = {"do": "base", "does": "s", "did": "past"}
_REFUSING_ES = ("pres1p", "pres3p", "pres3s", "past1p", "past3p", "past3s")
_SPOKEN = frozenset({"Position", "Request", "Thanks"})
_FINITE_BE = frozenset({"are", "is", "was", "were"})
INFINITIVE_ES = re.compile(r"[^\W\d_]{2,}[aeií]r(?:se|nos|l[aeo]s?)?")
DUTIES = {
    "ha": "fut3s", "han": "fut3p", "hemos": "fut1p", "habrá": "fut3s", "habrán": "fut3p", "habremos": "fut1p"
}  # fmt: skip
_FUTURES = {"rá": "fut3s", "án": "fut3p", "os": "fut1p"}
_NOT_FUTURE = frozenset({"será", "serán", "seremos", "estará", "estarán", "habrá", "habrán", "podrá", "podrán"})


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens `[start, end)` of a verb group whose verb stands at `verb`.

    `mood` is finite, enacting ("créase"), refusal ("do not accept"), future,
    participle (an -ing form or gerund that may open a clause), infinitive, passive or
    future-passive; `form` the class of the verb's form; `verbs` what the lexicon knows of it.
    """

    start: int
    end: int
    verb: int
    mood: str
    form: str
    verbs: tuple[Verb, ...]
    negated: bool = False
    first_person: bool = False


def group_at(reading: Reading, token: int) -> Group | None:
    """The verb group whose verb is at this token, None where the word is no verb here."""
    if reading.tags[token] >= 0 or _is_proper(reading, token):
        return None
    return _spanish(reading, token) if reading.tongue.language == "es" else _english(reading, token)


def is_perfect(reading: Reading, group: Group) -> bool:
    """Whether an auxiliary opens the group: "have agreed", "han acordado"."""
    return group.verb > group.start and reading.tokens.low[group.start] in reading.tongue.words["have"]


def is_spanish_future(reading: Reading, token: int) -> bool:
    """Whether a token of a Spanish text has the form of a future: "elaborarán", whatever the verb."""
    return reading.tongue.language == "es" and bool(_SPANISH_FUTURE.match(reading.tokens.low[token]))


def _is_proper(reading: Reading, token: int) -> bool:
    """A capital inside a sentence makes a name of a verb's form: "State sovereignty"."""
    word = reading.tokens.words[token]
    inside = token > 0 and reading.tokens.words[token - 1] not in (".", ":", ";", '"', "(")
    return inside and word[:1].isupper() and not word.isupper()


def _known(reading: Reading, token: int) -> tuple[tuple[Verb, str], ...]:
    return reading.tongue.verbs.get(reading.tokens.low[token], ())


def _english(reading: Reading, token: int) -> Group | None:
    words, low = reading.tongue.words, reading.tokens.low
    known = _known(reading, token)
    _start, before = token, token - 1
    before = _before_number(low, before)
    while before >= 0 and (reading.is_adverb(before) or low[before] in words["negations"]):
        before -= 1
    auxiliary = low[before] if before >= 0 and reading.tags[before] < 0 else ""
    negated = any(low[index] in words["negations"] for index in range(before + 1, token))
    classes = {name for _, name in known}
    verbs = tuple(dict.fromkeys(verb for verb, _ in known))
    if auxiliary in words["future"]:
        return _future(reading, before, token, verbs, negated)
    if auxiliary in _REFUSING and negated and "base" in classes:
        return Group(before, token + 1, token, "refusal", _REFUSING[auxiliary], verbs)
    if auxiliary in words["modals"] or auxiliary in words["do"]:
        asks = auxiliary == "would" and _asks(reading, before, verbs)
        return Group(before, token + 1, token, "finite", "past", verbs, negated) if asks else None
    if auxiliary in words["infinitive"] and before > 0 and low[before - 1] in ("is", "are"):
        return _future(reading, before - 1, token, verbs, negated)
    if not known:
        return None
    if "fixed" in classes:
        return Group(token, token + 1, token, "participle", "fixed", verbs)
    if auxiliary in words["be"] or auxiliary in words["have"]:
        return _with_auxiliary(reading, before, token, classes, verbs, negated)
    if auxiliary in words["infinitive"] and "base" in classes:
        return _infinitive(reading, before, token, verbs, negated)
    return _bare(reading, token, classes, verbs, negated)


def _asks(reading: Reading, would: int, verbs: tuple[Verb, ...]) -> bool:
    """ "we would ask", "we would encourage"."""
    ours = would > 0 and reading.tokens.low[would - 1] in reading.tongue.words["first_person"]
    return ours and any(frame.kind.act_type == "Request" for verb in verbs for frame in verb.frames)


def _with_auxiliary(
    reading: Reading, before: int, token: int, classes: set[str], verbs: tuple[Verb, ...], negated: bool
) -> Group | None:
    """ "was adopted", "have agreed", "having examined"; what is being done is told, not promised."""
    auxiliary = reading.tokens.low[before]
    if "part" not in classes:
        return None if "ing" in classes else _bare(reading, token, classes, verbs, negated)
    if auxiliary in reading.tongue.words["be"]:
        return _passive(reading, before, token, verbs, negated)
    if auxiliary == "having":
        return Group(before, token + 1, token, "participle", "ing", verbs, negated)
    return Group(before, token + 1, token, "finite", "past", verbs, negated)


def _infinitive(reading: Reading, to: int, token: int, verbs: tuple[Verb, ...], negated: bool) -> Group:
    speaks = any(frame.kind.act_type in _SPOKEN for verb in verbs for frame in verb.frames)
    if speaks and (wish := _wish(reading, to)) is not None:
        return Group(wish, token + 1, token, "finite", "past", verbs, negated)
    return Group(to, token + 1, token, "infinitive", "base", verbs, negated or _negated_before(reading, to))


def _wish(reading: Reading, to: int) -> int | None:
    """Where "would like to", "wish to" begins, which says what follows it."""
    low, words = reading.tokens.low, reading.tongue.words
    if to > 1 and low[to - 1] == "like" and low[to - 2] in ("would", "should"):
        return to - 2
    return to - 1 if to > 0 and low[to - 1] in words["wishes"] else None


def _negated_before(reading: Reading, token: int) -> bool:
    return token > 0 and reading.tokens.low[token - 1] in reading.tongue.words["negations"]


def _before_number(low: tuple[str, ...], position: int) -> int:
    """Past an item's number in brackets: "will (i) remove"."""
    numbered = position >= 2 and low[position] == ")" and low[position - 2] == "("
    return position - 3 if numbered else position


def _bare(reading: Reading, token: int, classes: set[str], verbs: tuple[Verb, ...], negated: bool) -> Group | None:
    following = {name for _, name in _known(reading, token + 1)} if token + 1 < len(reading.tokens) else set()
    spoken = token > 0 and reading.tokens.low[token - 1] in reading.tongue.words["pronouns"]
    parted = "base" in classes and "past" not in classes and "past" in following
    auxiliary = reading.tokens.low[token + 1] if token + 1 < len(reading.tokens) else ""
    if "base" in classes and "past" not in classes and auxiliary in reading.tongue.words["have"] | _FINITE_BE:
        return None  # "the States present have left"
    if parted and not spoken and not _governs(reading, token, verbs):
        return None  # "the States present shared …": the next word is the verb
    if token <= 1 and "part" in classes and auxiliary in ("to", "by") and not _is_active(reading, token, verbs):
        return Group(token, token + 1, token, "participle", "part", verbs, negated)  # "Determined to end …,"
    for form in ("past", "base", "s", "part"):
        if form in classes:
            return Group(token, token + 1, token, "finite", form, verbs, negated)
    if "ing" in classes:
        return Group(token, token + 1, token, "participle", "ing", verbs, negated)
    return None


def _is_active(reading: Reading, token: int, verbs: tuple[Verb, ...]) -> bool:
    """Whether the words that follow are those of a verb in the active: "Agreed to meet"."""
    text, end = reading.passage.view.text, reading.tokens.ends[token]
    frames = (frame for verb in verbs for frame in verb.frames if frame.voice != "passive" and frame.right.length)
    return any(frame.right.match(text, end) for frame in frames)


def _governs(reading: Reading, token: int, verbs: tuple[Verb, ...]) -> bool:
    """Whether a frame of the verb asks for the words that follow ("are committed to")."""
    text, end = reading.passage.view.text, reading.tokens.ends[token]
    return any(frame.right.length and frame.right.match(text, end) for verb in verbs for frame in verb.frames)


def _future(reading: Reading, will: int, token: int, verbs: tuple[Verb, ...], negated: bool) -> Group | None:
    """ "will request", "will be invited", "will be working"."""
    low = reading.tokens.low
    if low[token] == "be":
        head = token + 1
        while head < len(low) and reading.is_adverb(head):
            head += 1
        if head < len(low) and _is_participle(reading, head):
            known = tuple(dict.fromkeys(verb for verb, name in _known(reading, head) if name == "part"))
            return Group(will, head + 1, head, "future-passive", "part", known, negated)
        if head < len(low) and low[head].endswith("ing"):
            return Group(will, head + 1, head, "future", "ing", (), negated)
        return Group(will, token + 1, token, "naming", "base", (), negated)
    if not low[token].isalpha() and "-" not in low[token]:
        return None
    return Group(will, token + 1, token, "future", "base", verbs, negated)


def _is_participle(reading: Reading, token: int) -> bool:
    low = reading.tokens.low[token]
    listed = any(name == "part" for _, name in _known(reading, token))
    acted = any(name == "part" for name, _ in reading.tongue.actions.get(low, ()))
    return listed or acted or low.endswith("ed") or low in ("held", "given", "made", "taken", "built", "set", "led")


def _passive(reading: Reading, be: int, token: int, verbs: tuple[Verb, ...], negated: bool) -> Group | None:
    """ "was adopted", "has been agreed", "to be adopted" (which is no act)."""
    low, words = reading.tokens.low, reading.tongue.words
    start = be
    while start > 0 and (low[start - 1] in words["have"] or low[start - 1] in words["adverbs"]):
        start -= 1
    before = low[start - 1] if start else ""
    if low[be] in ("be", "being") or before in words["infinitive"] or before in words["modals"]:
        return None
    return Group(start, token + 1, token, "passive", "part", verbs, negated)


def _spanish(reading: Reading, token: int) -> Group | None:
    words, low = reading.tongue.words, reading.tokens.low
    start = token
    while start > 0 and low[start - 1] in words["clitics"] and reading.tags[start - 1] < 0:
        start -= 1
    if start < token and low[token - 1] in words["determiners"] and not _asks_them(reading, start, token):
        return None  # "la trata de personas": an article makes a noun of the form
    before = low[start - 1] if start else ""
    negated = before in words["negations"]
    if before in words["modals"]:
        return None
    if low[token] in _NOT_FUTURE:
        told = _spanish_office(reading, start, token, negated)
        return told or _spanish_future_passive(reading, start, token, negated)
    if before == "de" and (bound := _spanish_duty(reading, start, token)) is not None:
        return bound
    compound = _spanish_compound(reading, start, token, before, negated)
    return compound or _spanish_simple(reading, start, token, negated)


def _asks_them(reading: Reading, start: int, token: int) -> bool:
    """ "… y las insta a que …": a pronoun, though an article in form."""
    low, words = reading.tokens.low, reading.tongue.words
    forms = {name for _, name in _known(reading, token)}
    if forms & {"past3s", "past3p", "fut3s", "fut3p"} or _SPANISH_FUTURE.match(reading.tokens.low[token]):
        return True  # an article never stands before these: "los instaron a dialogar"
    joined = start > 0 and (low[start - 1] in words["coordinators"] or low[start - 1] in words["relatives"])
    asks = any(
        frame.kind.act_type in ("Request", "Thanks") for verb, _ in _known(reading, token) for frame in verb.frames
    )
    return joined and asks and low[token + 1 : token + 2] in (("a",), ("por",), ("que",))


def _spanish_compound(reading: Reading, start: int, token: int, before: str, negated: bool) -> Group | None:
    """ "han acordado", "fue aprobada"."""
    words, participles = reading.tongue.words, _participle_verbs(reading, token)
    auxiliary = start - 1
    negated = negated or (auxiliary > 0 and reading.tokens.low[auxiliary - 1] in words["negations"])
    if before == "habiendo" and participles:
        return Group(start - 1, token + 1, token, "participle", "ger", participles, negated)
    if before in words["have"] and participles:
        return Group(start - 1, token + 1, token, "finite", "past3p", participles, negated, before == "hemos")
    if before in words["be"] and before != "ser" and participles:
        return Group(start - 1, token + 1, token, "passive", "part", participles, negated)
    return None


def assignment_length(reading: Reading, verb: int) -> int:
    """The number of words, from a verb on, that put a task into hands: "estará a cargo", "recae en"; 0 for none."""
    told = "_".join(reading.tokens.low[verb : verb + 4])
    known = (words for words in reading.tongue.words["assignments"] if f"{told}_".startswith(f"{words}_"))
    return next((len(words.split("_")) for words in known), 0)


def _spanish_office(reading: Reading, start: int, token: int, negated: bool) -> Group | None:
    """ "será sede de", "será el anfitrión de", "estará a cargo de": what one is to be is what one will do."""
    low, words = reading.tokens.low, reading.tongue.words
    after = token + 1 + (token + 1 < len(low) and low[token + 1] in words["determiners"])
    hosts = low[token].startswith("ser") and after < len(low) and low[after] in words["hosting"]
    charged = assignment_length(reading, token) > 0
    form = _FUTURES.get(low[token][-2:], "fut3p")
    return Group(start - negated, token + 1, token, "future", form, (), negated) if hosts or charged else None


def _spanish_duty(reading: Reading, start: int, token: int) -> Group | None:
    """ "han de armonizar", "hemos de reforzar", "habrá de presentar": a duty taken on."""
    low = reading.tokens.low
    form = DUTIES.get(low[start - 2]) if start > 1 else None
    if form is None or not INFINITIVE_ES.fullmatch(low[token]):
        return None
    verbs = tuple(dict.fromkeys(verb for verb, _ in _known(reading, token)))
    return Group(start - 2, token + 1, token, "future", form, verbs, False, form == "fut1p")


def _spanish_simple(reading: Reading, start: int, token: int, negated: bool) -> Group | None:
    known, low = _known(reading, token), reading.tokens.low
    classes = {name for _, name in known}
    verbs = tuple(dict.fromkeys(verb for verb, _ in known))
    form = next((name for name in _REFUSING_ES if name in classes), None)
    if negated and form is not None and "se" not in low[start:token]:
        return Group(start - 1, token + 1, token, "refusal", form, verbs, False, form.endswith("1p"))
    if finite := sorted(classes & _FINITE_ES, reverse=True):
        mood = "future" if finite[0].startswith("fut") else "finite"
        start -= negated and mood == "future"
        return Group(start, token + 1, token, mood, finite[0], verbs, negated, finite[0].endswith("1p"))
    if _SPANISH_FUTURE.match(low[token]):
        return Group(start - negated, token + 1, token, "future", "fut3p", verbs, negated, low[token].endswith("emos"))
    if "fixed" in classes:
        return Group(token, token + 1, token, "participle", "fixed", verbs)
    if "self" in classes:
        return Group(token, token + 1, token, "enacting", "pres3p", verbs, negated)
    if "ger" in classes:
        return Group(start, token + 1, token, "participle", "ger", verbs, negated)
    return Group(token, token + 1, token, "infinitive", "inf", verbs, negated) if "inf" in classes else None


def _participle_verbs(reading: Reading, token: int) -> tuple[Verb, ...]:
    """The verbs of a participle in any gender and number."""
    low = reading.tokens.low[token]
    masculine = re.sub(r"(?:o|a|os|as)$", "o", low)
    return tuple(dict.fromkeys(verb for verb, name in reading.tongue.verbs.get(masculine, ()) if name == "part"))


def _spanish_future_passive(reading: Reading, start: int, token: int, negated: bool) -> Group | None:
    head = token + 1
    low = reading.tokens.low
    if (
        not low[token].startswith("ser")
        or head >= len(low)
        or not re.search(r"[aií]d[oa]s?$|(?:to|cho|sto|ta|cha|sta)s?$", low[head])
    ):
        return None
    return Group(start, head + 1, head, "future-passive", "part", _participle_verbs(reading, head), negated)
