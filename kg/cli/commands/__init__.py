"""The commands of `kg` by name, in the order in which a newcomer meets them."""

from collections.abc import Callable

from kg.cli.commands.build import build
from kg.cli.commands.diff import diff
from kg.cli.commands.doctor import doctor
from kg.cli.commands.evaluate import evaluate
from kg.cli.commands.explain import explain
from kg.cli.commands.export import export
from kg.cli.commands.extract import extract
from kg.cli.commands.query import query
from kg.cli.commands.rollback import rollback
from kg.cli.commands.search import search
from kg.cli.commands.serve import serve
from kg.cli.commands.stats import stats
from kg.cli.commands.validate import validate

__all__ = ["COMMANDS"]

COMMANDS: dict[str, Callable[..., int]] = {
    "build": build,
    "serve": serve,
    "query": query,
    "search": search,
    "extract": extract,
    "explain": explain,
    "validate": validate,
    "evaluate": evaluate,
    "stats": stats,
    "export": export,
    "diff": diff,
    "rollback": rollback,
    "doctor": doctor,
}
