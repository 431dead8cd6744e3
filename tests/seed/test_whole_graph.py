"""What must hold of the whole published graph: the checks beside the ontology find nothing."""

from pathlib import Path

import pytest
from pyoxigraph import Store

CHECKS = sorted((Path(__file__).parents[2] / "ontology" / "checks").glob("*.rq"))


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 10


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_check_finds_nothing_in_the_founding_graph(path: Path, graph: Store) -> None:
    assert list(graph.query(path.read_text(encoding="utf-8"))) == []
