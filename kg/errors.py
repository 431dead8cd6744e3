"""Every failure a person can mend: what went wrong, where, why, and what to do about it.

    PlenaryError               exit
    ├── UnreadableSource       3   a text that cannot be read: missing, empty, binary, too large, wrongly encoded
    ├── QueryRefused           3   a query that is malformed, forbidden here, or beyond a limit
    ├── MisusedCommand         2   arguments that do not make sense together
    │   └── BadSetting         2   a setting with a value it cannot have
    │       └── UnknownSetting 2   a setting that does not exist
    ├── BrokenAsset            3   Turtle or SPARQL of ours, edited into something that cannot be understood
    │   └── BrokenLexicon      3   a lexicon entry that contradicts itself or lacks a part
    ├── MissingAsset           5   a file or folder of the package that is not there
    ├── BrokenRelease          5   a published graph that is missing or damaged
    ├── BuildUnderWay          5   another build that holds the folder
    ├── StoreRefused           5   a store of someone else that does not take what it is given
    └── WorkersMissing         5   processes or a cluster that cannot be had, or cannot do the work

What is expected of honest input (a violated shape, a mention left unresolved) is a value, not an error.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import IntEnum, unique
from typing import ClassVar

__all__ = [
    "BadSetting",
    "BrokenAsset",
    "BrokenLexicon",
    "BrokenRelease",
    "BuildUnderWay",
    "ExitStatus",
    "MissingAsset",
    "MisusedCommand",
    "PlenaryError",
    "QueryRefused",
    "StoreRefused",
    "UnknownSetting",
    "UnreadableSource",
    "WorkersMissing",
    "did_you_mean",
]


@unique
class ExitStatus(IntEnum):
    """What a command leaves behind for the shell."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    BUG = 4
    ENVIRONMENT = 5
    INTERRUPTED = 130


class PlenaryError(Exception):
    """One failure in one plain sentence, `what: where — why. Fix: …`; parts left empty are left out.

    `what` is a short clause with a capital, `where` a file, line, option or IRI, `why` the cause,
    `fix` an instruction; none ends with a full stop.
    """

    exit_status: ClassVar[ExitStatus] = ExitStatus.BAD_INPUT

    def __init__(self, what: str, where: str = "", why: str = "", fix: str = "") -> None:
        # The parts are the arguments, so that the error crosses a process boundary (pickle) whole.
        super().__init__(what, where, why, fix)
        self.what = what
        self.where = where
        self.why = why
        self.fix = fix

    def __str__(self) -> str:
        where = f": {self.where}" if self.where else ""
        why = f" — {self.why}" if self.why else ""
        fix = f" Fix: {_stopped(self.fix)}" if self.fix else ""
        return _stopped(f"{self.what}{where}{why}") + fix

    def as_dict(self) -> dict[str, str | int]:
        """The same parts for `--json`, under `error` the name of the class."""
        return {
            "error": type(self).__name__,
            "what": self.what,
            "where": self.where,
            "why": self.why,
            "fix": self.fix,
            "exit_status": int(self.exit_status),
        }


class UnreadableSource(PlenaryError):
    """A text that cannot be read: missing, empty, binary, too large, wrongly encoded."""


class QueryRefused(PlenaryError):
    """A query that is malformed, forbidden here, or beyond a limit."""


class MisusedCommand(PlenaryError):
    """Arguments that do not make sense together."""

    exit_status = ExitStatus.USAGE


class BadSetting(MisusedCommand):
    """A setting with a value it cannot have."""


class UnknownSetting(BadSetting):
    """A setting that does not exist."""


class BrokenAsset(PlenaryError):
    """Turtle or SPARQL of ours, edited into something that cannot be understood."""


class BrokenLexicon(BrokenAsset):
    """A lexicon entry that contradicts itself or lacks a part."""


class MissingAsset(PlenaryError):
    """A file or folder of the package that is not there."""

    exit_status = ExitStatus.ENVIRONMENT


class BrokenRelease(PlenaryError):
    """A published graph that is missing or damaged."""

    exit_status = ExitStatus.ENVIRONMENT


class BuildUnderWay(PlenaryError):
    """Another build holds the folder."""

    exit_status = ExitStatus.ENVIRONMENT


class StoreRefused(PlenaryError):
    """A store of someone else that does not take what it is given."""

    exit_status = ExitStatus.ENVIRONMENT


class WorkersMissing(PlenaryError):
    """Processes or a cluster that cannot be had, or cannot do the work."""

    exit_status = ExitStatus.ENVIRONMENT


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'port'?` where a known word is near, else `choose one of` them all."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1)
    return f"did you mean '{near[0]}'?" if near else f"choose one of {', '.join(words)}"


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
