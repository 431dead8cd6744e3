from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.match import alike, overlap, pairs

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda at: [at[0], at[0] + at[1]]), max_size=6)


def rows(spans: list[list[int]]) -> list[dict[str, Any]]:
    return [{"span": span} for span in spans]


def weight(left: dict[str, Any], right: dict[str, Any]) -> int:
    return overlap(left["span"], right["span"])


def largest(there: list[list[int]], found: list[list[int]]) -> int:
    """By trying everything."""
    if not there:
        return 0
    first, rest = there[0], there[1:]
    tries = [1 + largest(rest, found[:i] + found[i + 1 :]) for i, one in enumerate(found) if overlap(first, one)]
    return max([largest(rest, found), *tries])


@given(SPANS, SPANS)
def test_as_many_pairs_as_possible(there: list[list[int]], found: list[list[int]]) -> None:
    assert len(pairs(rows(there), rows(found), weight)) == largest(there, found)


@given(SPANS, SPANS)
def test_each_row_is_in_one_pair_at_most_and_its_pair_overlaps(there: list[list[int]], found: list[list[int]]) -> None:
    matched = pairs(rows(there), rows(found), weight)
    assert len({left for left, _ in matched}) == len({right for _, right in matched}) == len(matched)
    assert all(overlap(there[left], found[right]) for left, right in matched)


def test_the_heavier_pair_is_preferred_where_there_is_room() -> None:
    assert pairs(rows([[0, 10]]), rows([[9, 12], [0, 9]]), weight) == [(0, 1)]


def test_the_same_span_is_preferred_to_one_that_holds_it() -> None:
    assert pairs(
        rows([[0, 10], [0, 5]]), rows([[0, 10], [0, 5]]), lambda one, other: alike(one["span"], other["span"])
    ) == [
        (0, 0),
        (1, 1),
    ]


def test_room_is_made_through_as_many_rows_as_it_takes() -> None:
    there = [[2 * i, 2 * i + 3] for i in range(1200)]
    found = [[2 * i + 1, 2 * i + 4] for i in range(-1, 1199)]
    one_heavier = {(index, index + 1): 2 for index in range(1199)}

    def uneven(left: dict[str, Any], right: dict[str, Any]) -> int:
        shared = overlap(left["span"], right["span"])
        return shared and one_heavier.get((left["index"], right["index"]), 1)

    def numbered(spans: list[list[int]]) -> list[dict[str, Any]]:
        return [{"span": span, "index": index} for index, span in enumerate(spans)]

    assert len(pairs(numbered(there), numbered(found), uneven)) == 1200
