"""The rank of those who meet: stated ("at the vice-ministerial level"), or told by who they are."""

from kg.annotate.context import Context

# The highest first; each is looked for in what the ones before it leave ("prime ministers" are no ministers).
_RANKS = (
    ("rank_vice_ministers", "vice-ministerial"),
    ("rank_heads", "heads-of-state"),
    ("rank_ministers", "ministerial"),
    ("rank_officials", "senior-officials"),
    ("rank_experts", "technical"),
)
_ORDER = ("heads-of-state", "ministerial", "vice-ministerial", "senior-officials", "technical")


def level_of(context: Context, words: str) -> str | None:
    """The rank that the words state: "at the Vice-Ministerial level"."""
    for match in context.cues("level", words):
        groups = match.groupdict()
        stated = groups.get("level") or groups.get("of") or ""
        terms = context.lexicon.terminology.find(stated, context.tongue.language, "level")
        if terms:
            return terms[0].code
    return None


def rank_of(context: Context, words: str) -> str | None:
    """The highest rank of the groups that the words name, else that of the persons where all have the same."""
    rest, found = words, set()
    for name, code in _RANKS:
        cue = context.tongue.cues.get(name)
        if cue is not None and cue.search(rest):
            found.add(code)
            rest = cue.pattern.sub(" ", rest)
    return next((code for code in _ORDER if code in found), None) or _of_persons(context, words)


def _of_persons(context: Context, words: str) -> str | None:
    """The rank of two persons or more who all bear titles of it: "President A of X and President B of Y"."""
    titles = [match.lastgroup for match in context.cues("titled_person", words)]
    if len(titles) < 2 or len(set(titles)) > 1:
        return None
    return {"head": "heads-of-state", "minister": "ministerial"}.get(titles[0] or "")
