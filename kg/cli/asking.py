"""The questions that commands ask of a release: the query files in `queries/`."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.settings import Settings

if TYPE_CHECKING:
    from kg.store import Release

__all__ = ["QUERIES", "Row", "ask", "release_of"]

QUERIES = Path(__file__).with_name("queries")
"""They are written like the saved queries of `sparql/`, and their values are bound in the same way."""

Row = dict[str, str]
"""The values of one solution; a variable without a value is an empty string."""


def release_of(settings: Settings) -> "Release":
    """The release that is served; raises BrokenRelease where there is none."""
    from kg.store import Layout, current

    return current(Layout(settings.build_dir))


def ask(release: "Release", name: str, **values: str) -> list[Row]:
    """The solutions of one of our own queries, in its order. Raises QueryFault for a value that cannot be bound."""
    from kg.query import saved

    query = saved.read(QUERIES / f"{name}.rq")
    # Ours are known to end soon: no worker process has to be started for them.
    solutions = cast(list[tuple[object, ...]], release.open().query(query.bound(values, release.base)))
    names = [variable.value for variable in solutions.variables]  # type: ignore[attr-defined]
    return [{one: getattr(term, "value", "") for one, term in zip(names, row, strict=True)} for row in solutions]
