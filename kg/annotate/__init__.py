"""Passages to claims: what the text says, with the rule and the lexicon entry that found it."""

from kg.annotate.annotate import annotate
from kg.annotate.lexicon import Lexicon, load_lexicon

__all__ = ["Lexicon", "annotate", "load_lexicon"]
