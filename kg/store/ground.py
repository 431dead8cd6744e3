"""The ground that every release stands on: ontology, codes, reference data, loaded once for each state of them."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pyoxigraph import Store

from kg.graph.serialize import read_turtle
from kg.store.layout import Layout, replace_file
from kg.store.parts import GraphKind, Part, load, part_as_json, part_from_json, write_part
from kg.vocabulary import reference_graph

__all__ = ["Ground", "ground"]


_CHUNK = 4_000_000
"""Bytes that are loaded at a time: every build loads the ground, on small machines too."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A store that holds the ground, and the graphs that it holds."""

    store: Path
    parts: tuple[Part, ...]


def ground(layout: Layout, key: str, files: Mapping[GraphKind, tuple[Path, ...]]) -> Ground:
    """The ground of these Turtle files, from the cache where `key` (their digest) stands there.

    Raises BrokenAsset for a file that is not Turtle.
    """
    folder = layout.cache / f"ground-{key}"
    told = folder / "ground.json"
    if not told.is_file():
        _make(layout, folder, files)
    parts = json.loads(told.read_text(encoding="utf-8"))
    return Ground(folder / "store", tuple(part_from_json(folder, part) for part in parts))


def _make(layout: Layout, folder: Path, files: Mapping[GraphKind, tuple[Path, ...]]) -> None:
    made = layout.private / folder.name
    shutil.rmtree(made, ignore_errors=True)
    parts = [_part(made, kind, files[kind]) for kind in get_args(GraphKind) if files.get(kind)]
    store = Store(made / "store")
    load(store, parts, _CHUNK)
    store.flush()
    del store
    replace_file(made / "ground.json", [part_as_json(part) for part in parts])
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)


def _part(made: Path, kind: GraphKind, files: tuple[Path, ...]) -> Part:
    graph = reference_graph(kind)
    return write_part(made / f"{kind}.nq", graph.value, kind, read_turtle(files, graph))
