"""Claims that a sentence carries along: superlatives and contributions, attributed and never made facts."""

from kg.annotate.contents import Things
from kg.annotate.context import Context
from kg.annotate.ranges import Range
from kg.model import Content, Thing


def carried_claims(context: Context, whole: Range, here: Range | None, content: Content | None) -> tuple[Content, ...]:
    """What the act's words claim beside its own content, each about the forums named in the sentence."""
    if here is None:
        return ()
    about = tuple(
        Thing("forum", mention.agent.key, mention.agent.label)
        for mention in whole.reading.mentions
        if mention.agent.kind == "forum" and whole.start <= mention.start < whole.end
    )
    unique = tuple({thing.key: thing for thing in about}.values())
    return tuple(
        Content(kind="claim", span=here.raw(match.start(), _end(here.words, match.end())), about=unique)
        for match in context.cues("superlative", here.words)
    )


def _end(words: str, start: int) -> int:
    """The end of the phrase: the next comma, or the end of the words."""
    comma = words.find(",", start)
    return comma if comma >= 0 else len(words.rstrip(" .;"))


def further_proposals(content: Content | None, things: Things) -> tuple[Content, ...]:
    """What a proposal puts forward beside its first purpose: each later one that names something not yet there."""
    if content is None or content.kind != "proposal":
        return ()
    made: list[Content] = []
    for purpose in content.purposes[1:]:
        named = [body for body in things.bodies if body.status == "proposed" and purpose.span.covers(body.span)]
        if named:
            objects = tuple(Thing("body", body.key, body.label) for body in named)
            made.append(Content("proposal", purpose.span, action_kind=purpose.action_kind, objects=objects))
    return tuple(made)
