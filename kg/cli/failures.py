"""Every way a command can fail, as what, where, why and fix, with the exit status that goes with it."""

import json
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.cli.messages import Say
from kg.cli.phrases import translated
from kg.errors import ExitStatus, PlenaryError

__all__ = ["Failure", "failure_of", "near"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What a person is told, and the status that the shell gets."""

    name: str
    what: str
    where: str
    why: str
    fix: str
    status: ExitStatus

    def as_words(self, say: Say) -> str:
        """One line a part; parts without words are left out."""
        lines = [say("failure.what", text=_sentence(self.what))]
        parts = (("where", self.where), ("why", self.why), ("fix", self.fix))
        lines += [say(f"failure.{name}", text=text) for name, text in parts if text]
        return "\n".join(lines)

    def as_json(self) -> str:
        """The same parts as one line of JSON, named as in `PlenaryError.as_dict`."""
        parts = {"what": self.what, "where": self.where, "why": self.why, "fix": self.fix}
        return json.dumps({"error": self.name, **parts, "exit_status": int(self.status)}, ensure_ascii=False)


def failure_of(error: BaseException, say: Say) -> Failure:
    """What an exception means for the person who gave the command."""
    name = type(error).__name__
    if isinstance(error, PlenaryError) and callable(getattr(error, "said", None)):
        return _faulty_query(error, say)
    if isinstance(error, PlenaryError):
        what, where, why, fix = (translated(part, say) for part in (error.what, error.where, error.why, error.fix))
        return Failure(name, what, where, why, fix, error.exit_status)
    if isinstance(error, KeyboardInterrupt) or getattr(error, "exit_code", None) == ExitStatus.INTERRUPTED:
        return Failure("Interrupted", say("failure.interrupted"), "", "", "", ExitStatus.INTERRUPTED)
    if callable(getattr(error, "format_message", None)):
        return _misuse(error, say)
    if isinstance(error, OSError):
        why = translated(error.strerror or str(error), say)
        return Failure(
            name,
            say("failure.environment"),
            str(error.filename or ""),
            why,
            say("failure.environment-fix"),
            ExitStatus.ENVIRONMENT,
        )
    if isinstance(error, MemoryError):
        return Failure(name, say("failure.memory"), "", "", say("failure.memory-fix"), ExitStatus.ENVIRONMENT)
    return Failure(name, say("failure.bug"), _place(error), f"{name}: {error}", say("failure.bug-fix"), ExitStatus.BUG)


# kg.query is not imported here: it is there already where one of its faults is.
def _faulty_query(error: Any, say: Say) -> Failure:
    what, why, fix = error.said(say.language)
    where = ""
    if error.at:
        where = say("failure.line-column", line=error.at.line, column=error.at.column)
        where += "".join(f"\n    {line}" for line in error.at.excerpt.splitlines())
    return Failure(type(error).__name__, what, where, why, fix, error.exit_status)


def near(word: str, known: Iterable[str], say: Say) -> str:
    """`did you mean …?` where a known word is near, else a list of them."""
    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.5)
    return say("failure.did-you-mean", word=close[0]) if close else say("failure.choose", words=", ".join(words))


# The exceptions of the argument parser are told apart by what they carry: their classes have moved between versions.
def _misuse(error: Any, say: Say) -> Failure:
    command = error.ctx.command_path if getattr(error, "ctx", None) else "kg"
    fix = say("failure.see-help", command=command)
    if getattr(error, "option_name", None) and getattr(error, "ctx", None):
        known = [name for one in error.ctx.command.params for name in one.opts if name.startswith("--")]
        what = say("failure.option-value" if error.option_name in known else "failure.no-option", command=command)
        fix = fix if error.option_name in known else near(error.option_name, [*known, "--help"], say)
        return Failure("MisusedCommand", what, error.option_name, "", fix, ExitStatus.USAGE)
    if getattr(error, "param", None) is not None and not getattr(error, "message", ""):
        name = error.param.name.upper()
        return Failure("MisusedCommand", say("failure.missing", command=command), name, "", fix, ExitStatus.USAGE)
    return Failure(
        "MisusedCommand",
        say("failure.misuse", command=command),
        "",
        error.format_message().rstrip("."),
        fix,
        ExitStatus.USAGE,
    )


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
