"""Each way to fail has its exit status and says what, where, why and what to do."""

import errno
import json
from typing import Any

import pytest

from kg.cli.failures import failure_of
from kg.cli.messages import LANGUAGES, Say
from kg.errors import BadSetting, BrokenRelease, UnreadableSource
from kg.query.faults import QueryFault
from kg.query.limits import Limits, outline

ENGLISH = Say("en")


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadSetting("a"), 2),
        (UnreadableSource("a"), 3),
        (BrokenRelease("a"), 5),
        (OSError(errno.ENOSPC, "No space left", "graph.nq"), 5),
        (MemoryError(), 5),
        (ZeroDivisionError("division by zero"), 4),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda one: type(one).__name__,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_failure_has_its_status_in_every_language(error: BaseException, status: int, language: str) -> None:
    failure = failure_of(raised(error), Say(language))
    assert failure.status == status
    assert failure.what


def test_a_fault_of_ours_says_where_it_is() -> None:
    assert failure_of(raised(ZeroDivisionError("division by zero")), ENGLISH).where.startswith("test_failures.py:")


def test_parts_without_words_are_left_out() -> None:
    assert failure_of(UnreadableSource("the file is empty", "a.txt"), ENGLISH).as_words(ENGLISH) == (
        "Error: The file is empty\n  where  a.txt"
    )


def test_json_has_every_part() -> None:
    told: dict[str, Any] = json.loads(failure_of(UnreadableSource("w", "x", "y", "z"), ENGLISH).as_json())
    assert told == {
        "error": "UnreadableSource", "what": "w", "where": "x", "why": "y", "fix": "z", "exit_status": 3
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_query_at_fault_shows_the_line_with_a_caret(language: str) -> None:
    with pytest.raises(QueryFault) as refused:
        outline("SELECT * WHERE {\n  SERVICE <http://a/> { ?s ?p ?o } }", Limits())
    where = failure_of(refused.value, Say(language)).where.splitlines()
    assert where[0] in ("line 2, column 3", "línea 2, columna 3")
    assert where[1].strip() == "SERVICE <http://a/> { ?s ?p ?o } }"
    assert where[2].strip() == "^"
