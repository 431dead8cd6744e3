"""The forums whose meeting it is by the subject of its verb: they meet, or their ministers or members do."""

from kg.annotate.context import Context
from kg.annotate.forum_names import as_forum, owner, run_end, shortened, unknown
from kg.annotate.ordinals import number_before
from kg.annotate.reading import Mention, Reading, is_capitalised
from kg.model import Agent

_OWNERS = ("forum", "organisation", "body")
_REACH = 16  # tokens between a name's beginning and the verb


def conveners(context: Context, reading: Reading, verb: int) -> tuple[Agent, ...]:
    """The forums that are said to meet before the verb at a token, each once, known or by a fitting name."""
    found: dict[str, Agent] = {}
    last: Mention | None = None
    for mention in reading.mentions:
        if mention.end > verb or mention.agent.kind not in _OWNERS:
            continue
        if _convenes(context, reading, mention, verb) or (last is not None and _joined(reading, last, mention)):
            found.setdefault(mention.agent.key, as_forum(owner(context, reading, mention)))
            last = mention
    if not found and (named := _unknown(context, reading, verb)) is not None:
        return (named,)
    return tuple(_with_those_joined(reading, found, verb))


def _convenes(context: Context, reading: Reading, mention: Mention, verb: int) -> bool:
    before = reading.passage.view.text[: reading.tokens.starts[mention.start]]
    after = reading.words(mention.end, verb) if mention.end < verb else ""
    direct = mention.agent.kind in ("forum", "body") and not after.strip(" ,")
    led = bool(context.cues("members_of", before) or context.cues("ranks_follow", after))
    return direct or led or (mention.agent.kind == "forum" and mention.start < 3 and not before.strip(" Thela"))


def _joined(reading: Reading, left: Mention, right: Mention) -> bool:
    between = reading.tokens.low[left.end : right.start]
    return 0 < len(between) <= 4 and all(
        low in reading.tongue.words.any("coordinators", "determiners") | {"of", "de", "del", ","} for low in between
    )


def _with_those_joined(reading: Reading, found: dict[str, Agent], verb: int) -> list[Agent]:
    """The forums found, and those that a conjunction joins to them from the left."""
    kept = dict(found)
    owners = [one for one in reading.mentions if one.end <= verb and one.agent.kind in _OWNERS]
    for left, right in zip(reversed(owners[:-1]), reversed(owners[1:]), strict=True):
        if right.agent.key in kept and left.agent.kind == "forum" and _joined(reading, left, right):
            kept = {left.agent.key: as_forum(left.agent), **kept}
    order = {one.agent.key: position for position, one in reversed(list(enumerate(owners)))}
    return sorted(kept.values(), key=lambda agent: order.get(agent.key, len(owners)))


def _unknown(context: Context, reading: Reading, verb: int) -> Agent | None:
    """A capitalised name right before the verb, or after "members of the", with a noun that fits a forum."""
    words, low = reading.tongue.words, reading.tokens.low
    for start in range(max(0, verb - _REACH), verb):
        if not is_capitalised(reading.tokens.words[start]) or low[start] in words.any("determiners", "prepositions"):
            continue
        if reading.tags[start] >= 0 or low[start] in words["ranks"]:
            continue
        end = min(run_end(context, reading, start), verb)
        fits = end - start > 1 and bool(words["forum_heads"] & set(low[start:end]))
        if not fits or words["ranks"] & set(low[start:end]):
            continue
        start = _last_of_the(reading, start, end)
        before = reading.passage.view.text[: reading.tokens.starts[start]]
        if _ends_at(reading, end, verb) or context.cues("members_of", before):
            return unknown(reading, start, end)
    return None


def _last_of_the(reading: Reading, start: int, end: int) -> int:
    """Where the forum's own name begins in "Health of the Indian Ocean Health Compact"."""
    words, low = reading.tongue.words, reading.tokens.low
    for token in range(end - 2, start, -1):
        if low[token] in words["articles"] and words["forum_heads"] & set(low[token + 1 : end]):
            return token + 1
    return start


def _ends_at(reading: Reading, end: int, verb: int) -> bool:
    """Whether nothing but an acronym in brackets and adverbs stands between a name and its verb."""
    low = reading.tokens.low
    if low[end : end + 1] == ("(",) and low[end + 2 : end + 3] == (")",):
        end += 3
    return all(word in reading.tongue.words.any("adverbs", "clitics") for word in low[end:verb])


def headed_forum(context: Context, heading: Reading) -> Agent | None:
    """The forum that a line of a heading names and nothing else."""
    for mention in heading.mentions:
        if mention.agent.kind in _OWNERS and _is_line(context, heading, mention.start, mention.end):
            return as_forum(owner(context, heading, mention))
    words, low = heading.tongue.words, heading.tokens.low
    for start in range(len(heading.tokens)):
        if not is_capitalised(heading.tokens.words[start]) or not _opens_line(context, heading, start):
            continue
        if number_before(heading, start + 1) is not None:
            continue  # the line names a meeting by its number
        end = run_end(context, heading, start)
        head = (
            low[start]
            if heading.tongue.language == "es"
            else next((low[token] for token in range(start, end) if low[token] in words["forum_heads"]), "")
        )
        texts = frozenset(heading.tongue.nouns.get("document", {})) - words["forum_heads"]
        if texts & set(low[start:end]):
            continue  # the line names a text, not who meets
        given = heading.acronym(end)
        last = given[1] if given else end
        if head in words["forum_heads"] and end - start > 1 and _is_line(context, heading, start, last):
            return shortened(context, heading, (unknown(heading, start, end),))[0]
    return None


def _opens_line(context: Context, heading: Reading, token: int) -> bool:
    start = heading.passage.view.offsets[heading.tokens.starts[token]]
    text = context.document.text
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" #*_\t")


def _is_line(context: Context, heading: Reading, start: int, end: int) -> bool:
    text, offsets = context.document.text, heading.passage.view.offsets
    last = offsets[heading.tokens.ends[end - 1] - 1] + 1
    rest = text[last:].split("\n", 1)[0]
    return _opens_line(context, heading, start) and not rest.strip(" *_:.()\t")
