"""The published graph: built unseen, switched in one step, opened for reading only."""

from kg.store.earlier import Held, last_held
from kg.store.ground import Ground, ground
from kg.store.history import kept, rollback
from kg.store.layout import Layout
from kg.store.lock import building
from kg.store.parts import Part, write_part
from kg.store.release import Edition, Release, current, publish, read_release

__all__ = [
    "Edition",
    "Ground",
    "Held",
    "Layout",
    "Part",
    "Release",
    "building",
    "current",
    "ground",
    "kept",
    "last_held",
    "publish",
    "read_release",
    "rollback",
    "write_part",
]
