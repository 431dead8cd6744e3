"""`kg`: the commands put together, help in the language asked for, every failure with its exit status."""

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from kg import __version__
from kg.cli.commands import COMMANDS
from kg.cli.failures import Failure, failure_of, near
from kg.cli.messages import LANGUAGES, Say, asked_language
from kg.cli.options import Lang, settings_for
from kg.errors import ExitStatus, MisusedCommand, PlenaryError

__all__ = ["command_tree", "run"]

_HEADINGS = (
    "pieces",
    "options-piece",
    "usage",
    "options",
    "arguments",
    "commands",
    "show-help",
    "required",
    "default",
)  # the longer before what it holds


def run(arguments: Sequence[str]) -> int:
    """Carries out one command and returns its exit status; never raises."""
    _speak_utf8()
    say = Say(_language(arguments))
    try:
        status = command_tree(say).main(list(arguments) or ["--help"], prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0)
    except (BrokenPipeError, _ReaderGone):
        # The reader has what it wanted (`kg query … | head -1`): that is no failure.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitStatus.DONE)
    except (Exception, KeyboardInterrupt) as error:
        return _report(failure_of(error, say), "--json" in arguments, say)


def command_tree(say: Say) -> Any:
    """The group of all commands as the argument parser has it, its help in the language of `say`."""
    app = typer.Typer(name="kg", cls=_group(say), callback=_root, rich_markup_mode=None, pretty_exceptions_enable=False)
    for name, command in COMMANDS.items():
        app.command(name, cls=_command(say))(command)
    tree = typer.main.get_command(app)
    _prepare(tree, "kg", say)
    return tree


def _say_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"kg {__version__}\n")
        raise typer.Exit()


def _root(
    version: Annotated[bool, typer.Option("--version", callback=_say_version, is_eager=True)] = False,
    lang: Lang = None,
) -> None:
    """The options that stand before a command; the language is looked for everywhere, see `asked_language`."""


def _group(say: Say) -> type[typer.core.TyperGroup]:
    class Group(typer.core.TyperGroup):
        def get_help(self, ctx: Any) -> str:
            return _translated(super().get_help(ctx), say)

        def list_commands(self, ctx: Any) -> list[str]:
            return list(COMMANDS)

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:
            if args[0] not in self.commands:
                raise MisusedCommand(say("failure.no-command"), args[0], "", near(args[0], COMMANDS, say))
            return super().resolve_command(ctx, args)

    return Group


class _ReaderGone(Exception):
    """Nobody reads what is printed any more; the parser would make a failure of the system's own error."""


def _command(say: Say) -> type[typer.core.TyperCommand]:
    class Command(typer.core.TyperCommand):
        def invoke(self, ctx: Any) -> Any:
            try:
                return super().invoke(ctx)
            except BrokenPipeError as error:
                raise _ReaderGone from error

        def get_help(self, ctx: Any) -> str:
            return _translated(super().get_help(ctx), say)

    return Command


def _translated(text: str, say: Say) -> str:
    """The parser's own headings, which it has in English only."""
    if say.language == "en":
        return text
    for key in _HEADINGS:
        text = text.replace(Say("en")(f"headings.{key}"), say(f"headings.{key}"))
    return text


def _prepare(command: Any, name: str, say: Say) -> None:
    """Gives a command and its parameters their help, and takes their values as the words that they are."""
    command.help = command.short_help = say(f"help.{name}.about")
    command.epilog = say.or_none(f"help.{name}.more")
    for one in command.params:
        own = say.or_none(f"help.{name}.{one.name}")
        one.help = own or say.or_none(f"help.every.{one.name}") or one.help
        one.get_runtime_param, one.display_type = _AsGiven, _no_type
    for inner, child in getattr(command, "commands", {}).items():
        _prepare(child, inner, say)


class _AsGiven:
    """Values as the shell gave them: Typer would load pydantic (0.16 s) to see that a string is a string."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        several = param.multiple or param.nargs == -1
        return tuple(value or ()) if several else value


def _no_type(context: Any) -> str:
    """Every value is given as words: help that says so of each says nothing."""
    return ""


def _language(arguments: Sequence[str]) -> str:
    asked = asked_language(arguments)
    try:
        return settings_for(asked if asked in LANGUAGES else None).language
    except PlenaryError:
        return asked if asked in LANGUAGES else LANGUAGES[0]


def _report(failure: Failure, as_json: bool, say: Say) -> int:
    sys.stderr.write((failure.as_json() if as_json else failure.as_words(say)) + "\n")
    return int(failure.status)


def _speak_utf8() -> None:
    # Data is UTF-8 whatever the locale says: a pipe or file must get the same bytes everywhere.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n")
