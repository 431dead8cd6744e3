"""How well texts are read: the annotation format, and an extraction measured against it."""

from kg.evaluate.coverage import coverage, uncited
from kg.evaluate.figures import MEASURES, Share, Tally, Totals
from kg.evaluate.gold import SCHEMA, dumps, read_gold, to_gold
from kg.evaluate.misses import Miss
from kg.evaluate.names import Names
from kg.evaluate.score import TextScore, score, totals

__all__ = [
    "MEASURES",
    "SCHEMA",
    "Miss",
    "Names",
    "Share",
    "Tally",
    "TextScore",
    "Totals",
    "coverage",
    "dumps",
    "read_gold",
    "score",
    "to_gold",
    "totals",
    "uncited",
]
