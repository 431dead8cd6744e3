"""How well texts are read: the annotation format, and an extraction measured against it."""

from kg.evaluate.coverage import coverage, uncited
from kg.evaluate.figures import Share, Tally, Totals
from kg.evaluate.gold import SCHEMA, dumps, read_gold, to_gold
from kg.evaluate.score import Miss, TextScore, score, totals

__all__ = [
    "SCHEMA",
    "Miss",
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
