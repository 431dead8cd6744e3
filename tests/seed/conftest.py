"""What the tests of the seed facts share: the graph of the founding texts."""

import pytest
from pyoxigraph import Store

from tests.seed import founding


@pytest.fixture(scope="session")
def graph() -> Store:
    return founding.graph()
