import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.console import Progress, aligned, shortened
from kg.cli.messages import Say


def told(total: int, terminal: bool, capsys: pytest.CaptureFixture[str]) -> str:
    progress = Progress(total, terminal, Say("en"))
    for done in range(total + 1):
        progress.reach(done, f"text {done}")
    return capsys.readouterr().err


def test_progress_elsewhere_than_on_a_terminal_is_a_line_a_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(1000, False, capsys).splitlines()
    assert lines == [f"{share} % ({share * 10} of 1000)" for share in range(10, 101, 10)]


def test_progress_on_a_terminal_is_one_line_that_ends_full(capsys: pytest.CaptureFixture[str]) -> None:
    told_bar = told(4, True, capsys)
    assert told_bar.count("\n") == 1
    assert told_bar.rstrip().endswith("4/4")


def test_the_bar_says_how_many_a_second_and_how_long_the_rest_will_take(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter(range(100))
    progress = Progress(1000, True, Say("en"), lambda: next(seconds))
    for done in range(0, 60, 5):
        progress.reach(done, "a text")
    assert "55/1000 5.0/s, 3:09 left a text" in capsys.readouterr().err


def test_what_was_there_already_does_not_make_the_rest_look_quick(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter(range(500))
    progress = Progress(20_000, True, Say("en"), lambda: next(seconds))
    progress.reach(19_000)
    for done in range(19_000, 19_100):
        progress.reach(done)
    assert "19099/20000 1.0/s, 15:01 left" in capsys.readouterr().err


def test_steps_after_the_last_thing_say_how_far_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter(range(100))
    progress = Progress(10, True, Say("es"), lambda: next(seconds))
    progress.reach(10)
    progress.then("load", 0.25)
    assert capsys.readouterr().err.endswith("se cargan los grafos 25%")
    progress.end()
    assert capsys.readouterr().err == "\r\x1b[2K"


@pytest.mark.parametrize("terminal", [True, False])
def test_a_single_thing_needs_no_progress(capsys: pytest.CaptureFixture[str], terminal: bool) -> None:
    assert told(1, terminal, capsys) == ""


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([["a", "bb", "c"], ["aaa", "b", ""]]) == "  a    bb  c\n  aaa  b"


def test_no_rows_are_no_lines() -> None:
    assert aligned([]) == ""


@given(st.text(), st.integers(2, 50))
def test_a_shortened_text_is_never_longer_than_asked(words: str, longest: int) -> None:
    assert len(shortened(words, longest)) <= longest
