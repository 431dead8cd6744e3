"""What is logged: one record a line, whatever a client sends."""

import io
import json
import logging
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.logs import logged

NASTY = [
    "\r",
    "\n",
    "\r\n",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x7f",
    "\x00",
    "\u202e",
    "\udcff",
]
FORGED = '\n{"time": "2000-01-01T00:00:00.000Z", "level": "info", "message": "forged"}\n'
TEXT = st.one_of(st.text(), st.builds("".join, st.lists(st.sampled_from([*NASTY, "a", " ", '"', "=", "\\", FORGED]))))
RECORD = re.compile(r"\d\d:\d\d:\d\d (debug|info|warning|error) +\S")


def said(kind: str, say: Callable[[logging.Logger], None]) -> str:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        # What collects the records of tests cannot take every character.
        patch.setattr(logging.getLogger(), "handlers", [])
        with logged(kind, "debug", out):
            say(logging.getLogger("kg.web.test"))
    return out.getvalue()


@given(message=TEXT, path=TEXT)
def test_a_record_for_machines_is_one_line_of_printable_ascii_that_holds_what_was_said(message: str, path: str) -> None:
    line = said("json", lambda log: log.warning("%s", message, extra={"fields": {"path": path}}))
    assert re.fullmatch(r"[ -~]+\n", line)
    told = json.loads(line)
    assert (told["message"], told["path"], told["level"], told["logger"]) == (message, path, "warning", "kg.web.test")


@given(message=TEXT, path=TEXT)
def test_a_record_for_people_is_one_line_in_which_nothing_moves_the_cursor(message: str, path: str) -> None:
    line = said("text", lambda log: log.warning("%s", message, extra={"fields": {"path": path}}))
    assert line.endswith("\n")
    assert line[:-1].isprintable()
    assert line.splitlines() == [line[:-1]]


@given(path=TEXT)
def test_a_value_for_people_cannot_pass_for_another_field(path: str) -> None:
    line = said("text", lambda log: log.warning("m", extra={"fields": {"path": path, "status": 404}}))
    shown = line.removesuffix(" status=404\n").partition(" path=")[2]
    assert " " not in shown or json.loads(shown) == path


@given(message=TEXT)
def test_a_traceback_for_people_cannot_pass_for_a_record(message: str) -> None:
    def say(log: logging.Logger) -> None:
        try:
            raise ValueError(message)
        except ValueError:
            log.exception("failed")

    first, *others = said("text", say).splitlines()
    assert RECORD.match(first)
    assert all(line.startswith("  | ") for line in others)
    told = json.loads(said("json", say))
    assert "ValueError" in told["exception"]


def test_a_level_leaves_out_what_is_below_it() -> None:
    out = io.StringIO()
    with logged("json", "warning", out) as lines:
        logging.getLogger("kg.web").info("no")
        logging.getLogger("kg.web").warning("yes")
        logging.getLogger("others").info("no")
        logging.getLogger("others").warning("yes")
        lines.flush()
    assert [json.loads(line)["message"] for line in out.getvalue().splitlines()] == ["yes", "yes"]


@pytest.mark.parametrize(("terminal", "machine"), [(True, False), (False, True)])
def test_a_terminal_gets_words_and_everything_else_json(terminal: bool, machine: bool) -> None:
    class Out(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    out = Out()
    with logged("auto", "info", out):
        logging.getLogger("kg.web").info("hello")
    assert out.getvalue().startswith("{") is machine


def test_what_logged_before_is_as_it_was() -> None:
    root, own = logging.getLogger(), logging.getLogger("kg")
    before = (list(root.handlers), own.level)
    with logged("json", "debug", io.StringIO()):
        pass
    assert (list(root.handlers), own.level) == before
