"""A line is found in a file in order without reading it whole."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.store.layout import json_line
from kg.store.lookup import found_line

KEYS = st.sets(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=40)


@given(keys=KEYS, other=st.text(st.characters(exclude_categories=["Cs"]), max_size=12), width=st.integers(0, 9_000))
def test_every_line_is_found_by_its_key_and_no_other(
    tmp_path_factory: object, keys: set[str], other: str, width: int
) -> None:
    path = Path(str(tmp_path_factory.getbasetemp()), "lines")  # type: ignore[attr-defined]
    path.write_bytes(b"".join(json_line([key, "x" * width]) for key in sorted(keys)))
    assert [found_line(path, key) for key in sorted(keys)] == [[key, "x" * width] for key in sorted(keys)]
    assert (found_line(path, other) is None) == (other not in keys)


def test_an_empty_file_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "lines").touch()
    assert found_line(tmp_path / "lines", "a") is None
