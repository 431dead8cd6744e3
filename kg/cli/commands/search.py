"""`kg search`: words looked for in names, quotes and texts, as `/search` does."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.asking import release_of
from kg.cli.console import Console, shortened
from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus, MisusedCommand

if TYPE_CHECKING:
    from kg.search import Found, Hit, Marked

__all__ = ["search"]

_MOST = 100


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...")],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")] = "",
    limit: Annotated[str, typer.Option("--limit", metavar="NUMBER")] = "20",
    build_dir: BuildDir = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Prints what was found, the best first, with the words that were found in it."""
    from kg.search import Asked, Index, read_words

    console = start(json, lang, build_dir=build_dir)
    if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:9]) <= _MOST):
        raise MisusedCommand(console.say("search.limit"), limit, "", console.say("search.limit-fix", most=_MOST))
    release, typed = release_of(console.settings), " ".join(words)
    asked = Asked(read_words(typed), {"kind": kind} if kind else {}, limit=int(limit))
    found = Index(release.path).search(asked, console.settings.deadline_s)
    console.show({"release": release.id, "q": typed, **_told(found)}, _words(console, found))
    if not json:
        console.tell("search.number" if found.number else "search.none", number=found.number, shown=len(found.hits))
    return ExitStatus.DONE


def _told(found: "Found") -> dict[str, Any]:
    facets = {
        facet: [{"code": one.code, "number": one.number} for one in values] for facet, values in found.facets.items()
    }
    results = [_result(hit) for hit in found.hits]
    return {"besides": list(found.besides), "number": found.number, "results": results, "facets": facets}


def _result(hit: "Hit") -> dict[str, Any]:
    return {
        "iri": hit.iri,
        "kind": hit.kind,
        "labels": [{"language": language, **_marked(label)} for language, label in hit.labels],
        "snippet": _marked(hit.snippet),
        "languages": list(hit.languages),
    }


def _marked(text: "Marked") -> dict[str, Any]:
    return {"text": text.text, "marks": [[one.start, one.end] for one in text.marks]}


def _words(console: Console, found: "Found") -> str:
    return "\n\n".join(_lines(console, hit) for hit in found.hits)


def _lines(console: Console, hit: "Hit") -> str:
    labels = dict(reversed(hit.labels))
    label = labels.get(console.say.language) or next((one for _, one in hit.labels), None)
    lines = [label.text if label else "", hit.snippet.text and shortened(hit.snippet.text, console.width - 2), hit.iri]
    return "\n  ".join(line for line in lines if line)
