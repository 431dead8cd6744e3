"""`kg rollback`: the release before the current one, served again."""

from kg.cli.options import BuildDir, Json, Lang, start
from kg.errors import ExitStatus

__all__ = ["rollback"]


def rollback(build_dir: BuildDir = None, json: Json = False, lang: Lang = None) -> int:
    """Points `current` to the earlier release in one step; a second time goes one further back."""
    from kg.store import Layout, building
    from kg.store import rollback as back

    console = start(json, lang, build_dir=build_dir)
    layout = Layout(console.settings.build_dir)
    with building(layout):
        release = back(layout)
    console.show({"release": release}, console.say("rollback.done", id=release))
    return ExitStatus.DONE
