"""`kg stats`: what the current release holds, and how much of each text it cites."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.cli.asking import ask, release_of
from kg.cli.console import Console, aligned
from kg.cli.options import BuildDir, Json, Lang, start
from kg.cli.told import finding_lines, numbers, numbers_told
from kg.errors import ExitStatus

if TYPE_CHECKING:
    from kg.evaluate import Share
    from kg.store import Release

__all__ = ["stats"]


def stats(build_dir: BuildDir = None, json: Json = False, lang: Lang = None) -> int:
    """Counts, and for each text the share of its visible characters inside a cited passage, quotes and findings."""
    console = start(json, lang, build_dir=build_dir)
    release = release_of(console.settings)
    counted = numbers(release)
    texts = _texts(release)
    value = {"release": release.id, "counts": {**release.counts, **counted}, "texts": texts}
    console.show(value, _words(console, release.id, counted, texts))
    return ExitStatus.DONE


def _texts(release: "Release") -> list[dict[str, Any]]:
    """One row a text, by name: figures of the graph, findings of the build."""
    figures = _figures(release)
    rows = sorted(release.documents, key=lambda one: str(one["slug"]))
    return [_row(one, figures.get(str(one["slug"]), {})) for one in rows]


def _row(one: Mapping[str, Any], figures: "Mapping[str, Share]") -> dict[str, Any]:
    return {
        "slug": one["slug"],
        "name": one["name"],
        "language": one["language"],
        "counts": dict(one["counts"]),
        **{name: share.as_dict() for name, share in figures.items()},
        "findings": list(one["findings"]),
        "unresolved": list(one["unresolved"]),
    }


def _figures(release: "Release") -> "dict[str, dict[str, Share]]":
    """By slug: how many visible characters are cited, and how many quotes are the very words of the text."""
    from kg.evaluate import Share, coverage
    from kg.model import Span

    cited: dict[str, list[tuple[Span, str]]] = {}
    for row in ask(release, "cited"):
        cited.setdefault(row["document"], []).append((Span(int(row["start"]), int(row["end"])), row["quote"]))
    figures = {}
    for row in ask(release, "texts"):
        text, quotes = row["text"], cited.get(row["document"], [])
        figures[row["document"].removeprefix(f"{release.base}doc/")] = {
            "coverage": Share(*coverage(text, (span for span, _ in quotes))),
            "quotes": Share(sum(span.of(text) == quote for span, quote in quotes), len(quotes)),
        }
    return figures


def _words(console: Console, release: str, counted: Mapping[str, int], texts: list[dict[str, Any]]) -> str:
    head = [console.say(f"stats.{name}") for name in ("text", "language", "coverage", "characters", "quotes")]
    rows = [_cells(one) for one in texts]
    parts = [f"{console.say('build.release', id=release)}\n{numbers_told(console, counted)}"]
    parts += [aligned([head, *rows], indent="")] if rows else []
    parts += ["\n".join([one["name"], *finding_lines(console, one)]) for one in texts if one["findings"]]
    return "\n\n".join(parts)


def _cells(one: Mapping[str, Any]) -> list[str]:
    cited, quotes = one["coverage"], one["quotes"]
    return [
        str(one["name"]),
        str(one["language"]),
        f"{cited['share']:.1%}",
        f"{cited['right']}/{cited['of']}",
        f"{quotes['right']}/{quotes['of']}",
    ]
