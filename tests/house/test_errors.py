import json
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import errors
from kg.errors import ExitStatus, PlenaryError, UnreadableSource, did_you_mean


def every_error(root: type[PlenaryError] = PlenaryError) -> list[type[PlenaryError]]:
    return [
        root,
        *(
            below
            for child in root.__subclasses__()
            if child.__module__ == root.__module__
            for below in every_error(child)
        ),
    ]


def test_an_error_is_one_plain_sentence_and_its_fix() -> None:
    error = UnreadableSource("The text is empty", "letters/1.txt", "it has 0 bytes", "give a file with text in it")
    assert str(error) == "The text is empty: letters/1.txt — it has 0 bytes. Fix: give a file with text in it."


def test_parts_that_are_not_known_leave_no_trace() -> None:
    assert str(PlenaryError("The text is empty")) == "The text is empty."


def test_a_stop_is_never_doubled() -> None:
    assert str(PlenaryError("What", fix="did you mean 'port'?")) == "What. Fix: did you mean 'port'?"


@given(st.lists(st.text(), min_size=4, max_size=4), st.sampled_from(every_error()))
def test_an_error_crosses_a_process_boundary_whole(parts: list[str], kind: type[PlenaryError]) -> None:
    error = kind(*parts)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  (its own bytes)
    assert (type(copy), copy.as_dict(), str(copy)) == (kind, error.as_dict(), str(error))


def test_an_error_for_a_machine_is_plain_json() -> None:
    told = json.loads(json.dumps(UnreadableSource("The text is empty", "1.txt").as_dict()))
    assert told == {
        "error": "UnreadableSource",
        "what": "The text is empty",
        "where": "1.txt",
        "why": "",
        "fix": "",
        "exit_status": 3,
    }


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = re.findall(r"^[ │├└─]*(\w+) +(\d) ", errors.__doc__ or "", flags=re.MULTILINE)
    assert sorted(drawn) == sorted((kind.__name__, str(int(kind.exit_status))) for kind in every_error()[1:])


def test_an_error_never_claims_success_or_a_bug() -> None:
    fit = {ExitStatus.USAGE, ExitStatus.BAD_INPUT, ExitStatus.ENVIRONMENT}
    assert {kind.exit_status for kind in every_error()} <= fit


@pytest.mark.parametrize(
    ("word", "hint"), [("prot", "did you mean 'port'?"), ("zzzz", "choose one of host, port")], ids=["near", "far"]
)
def test_a_near_word_is_offered_else_all_of_them(word: str, hint: str) -> None:
    assert did_you_mean(word, {"port", "host"}) == hint
