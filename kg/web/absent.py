"""What is said of a thing that is not there: whether it once was, why it no longer is, and what has a name like it."""

import asyncio
import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from kg.query.faults import QueryFault
from kg.query.messages import Choice, Found
from kg.store import last_held
from kg.vocabulary import IGM
from kg.web.addresses import Addresses
from kg.web.described import Source

__all__ = ["absent", "kinds"]

_LOOKED_AT = 1_000
_NEAR = 3


@cache
def kinds() -> dict[str, str]:
    """The class of each kind of thing that an IRI names."""
    with Path(__file__).with_name("resources.toml").open("rb") as file:
        return {name: IGM[of].value for name, of in tomllib.load(file)["kinds"].items()}


async def absent(
    source: Source, addresses: Addresses, local: str, folder: Path | None, graphs: frozenset[str]
) -> QueryFault:
    """The fault for a path below the base; `graphs` are the named graphs of what is served.

    `folder` is the release that is served, beside which earlier ones are looked for; None for a store elsewhere.
    """
    iris = addresses.candidates(local)
    earlier = await asyncio.to_thread(last_held, folder, iris) if folder else None
    if earlier is not None:
        iri, held = earlier
        missing = sorted(held.graphs - graphs)
        code = "resource-withdrawn" if missing else "resource-read-otherwise"
        graph = missing[0] if missing else "-"
        return QueryFault(code, found=iri, release=held.release, version=held.version, graph=graph)
    shown = iris[0] if iris else Found(local)
    near = await _near(source, addresses, local)
    if not near:
        return QueryFault("resource-unknown", found=shown)
    nearest = [{"iri": iri, "page": addresses.page(iri)} for iri in near]
    choice = Choice(addresses.bases[0] + local, frozenset(near))
    return QueryFault("resource-unknown-near", found=shown, near=choice, nearest=nearest)


async def _near(source: Source, addresses: Addresses, local: str) -> list[str]:
    """Things of the same kind with names like it, among the first thousand there are."""
    first, _, rest = local.partition("/")
    kind = rest.partition("/")[0]
    try:
        if first == "code":
            rows = (await source.table("concepts-list", {"this": f"{addresses.bases[-1]}code/{kind}"})).rows
        else:
            of = kinds().get("document" if first == "doc" else kind)
            rows = (await source.table("near", {"class": of}, _LOOKED_AT)).rows if of else ()
    except QueryFault:
        # To look for it takes too long here, or the server is busy: no suggestion is better than no answer.
        return []
    known = [row[0].value for row in rows[:_LOOKED_AT] if row[0] is not None]
    wanted = addresses.bases[0] + local
    return await asyncio.to_thread(get_close_matches, wanted, known, _NEAR, 0.7)
