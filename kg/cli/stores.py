"""What commands say to stores that others run."""

from typing import TYPE_CHECKING, Any

from kg.cli.console import Console
from kg.errors import ExitStatus, MisusedCommand
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.export.remote import Plan
    from kg.query.remote import StoreFacts
    from kg.store import Release

__all__ = ["facts_now", "put_into"]


def facts_now(settings: Settings) -> "StoreFacts":
    """What the store in the settings says of itself. Raises QueryFault where it cannot be reached."""
    from kg.query.engine import EngineSettings
    from kg.query.interface import RemoteStore
    from kg.query.remote import consult, facts_of, release_in

    async def facts(ask: Any) -> "StoreFacts":
        return await facts_of(ask, await release_in(ask))

    store = RemoteStore(settings.store, settings.store_user, settings.store_password)
    return consult(store, EngineSettings(workers=1, deadline=settings.deadline_s), facts)


def put_into(console: Console, release: "Release", address: str, default: str, dry_run: bool) -> int:
    """Puts a release into the store that takes graphs at an address, or says what that would come to."""
    from kg.export.remote import load_into, plan, queries_of
    from kg.query.interface import RemoteStore

    settings = console.settings
    _check_address(console, address)
    graphs, queries = (
        RemoteStore(one, settings.store_user, settings.store_password) for one in queries_of(address, settings.store)
    )
    made = plan(release, graphs, queries, default)
    told = _told(made)
    if dry_run:
        console.show({**told, "done": False}, _planned(console, made))
        return ExitStatus.DONE
    # The default graph comes to a little less than this, a triple of several graphs being there once.
    total = made.triples + (0 if default == "none" else sum(one.triples for one in made.asserted))
    progress = console.progress(total)
    try:
        done = load_into(made, lambda reached, graph: progress.reach(min(reached, total), graph))
    finally:
        progress.end()
    value = {**told, "default_graph": done.default, "sent": done.triples, "requests": done.requests, "done": True}
    words = console.say("export.loaded", release=release.id, store=graphs.url, triples=f"{done.triples:,}")
    console.show(value, f"{words}\n{console.say('export.loaded-next', store=queries.url)}")
    return ExitStatus.DONE


def _check_address(console: Console, address: str) -> None:
    """An address is one of a store by the same rule as the setting, and no password is ever said in it."""
    from kg.settings import load

    try:
        load({}, None, {"store": address})
    except MisusedCommand as error:
        raise MisusedCommand(error.what, "--to", error.why, error.fix) from None


def _told(made: "Plan") -> dict[str, Any]:
    return {
        "release": made.release.id,
        "store": made.graphs.url,
        "queries": made.queries.url,
        "default_graph": made.default,
        "graphs": len(made.slices),
        "triples": made.triples,
        "bytes": made.size,
        "dropped": list(made.stale),
        "foreign": made.foreign,
    }


def _planned(console: Console, made: "Plan") -> str:
    say = console.say
    held = {"graphs": f"{len(made.slices):,}", "triples": f"{made.triples:,}", "size": f"{made.size:,}"}
    lines = [say("export.would", release=made.release.id, store=made.graphs.url, **held)]
    lines += [say(f"export.default-{made.default}")]
    lines += [say("export.foreign")] if made.foreign else []
    lines += [say("export.dropped", graph=graph) for graph in made.stale]
    return "\n".join([*lines, say("export.untouched")])
