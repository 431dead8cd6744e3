import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

EX = "http://example.org/"
Publish = Callable[..., Path]


def published(folder: Path, quads: Iterable[Quad], name: str) -> Path:
    """A release of some quads: a folder with a store and a release.json."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(str(folder / "store"))
    store.bulk_extend(quads)
    store.flush()
    (folder / "release.json").write_text(json.dumps({"release": name, "built_from": [], "counts": {}}))
    return folder


@pytest.fixture(scope="session")
def publish(tmp_path_factory: pytest.TempPathFactory) -> Publish:
    """Makes a release of some quads."""

    def make(quads: Iterable[Quad], name: str = "c0ffee") -> Path:
        return published(tmp_path_factory.mktemp("release"), quads, name)

    return make


@pytest.fixture(scope="session")
def small(publish: Publish) -> Path:
    """Two triples in the default graph, one in a named graph."""
    node, has = NamedNode, NamedNode(f"{EX}has")
    return publish(
        [
            Quad(node(f"{EX}a"), has, Literal("uno", language="es")),
            Quad(node(f"{EX}b"), has, Literal(2)),
            Quad(node(f"{EX}c"), has, Literal("named"), node(f"{EX}graph/one")),
        ]
    )


@pytest.fixture(scope="session")
def large(publish: Publish) -> Path:
    """Enough triples that a product of them never ends, and that all of them are more than is held back."""
    has = NamedNode(f"{EX}has")
    return publish(Quad(NamedNode(f"{EX}thing/{at}"), has, Literal(f"value {at} {'x' * 100}")) for at in range(30_000))
