"""What the tests of annotation share: the shipped lexicon, and a text's claims by one call."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.annotate import Lexicon, annotate
from kg.model import Claims, Document, Source
from kg.text import read, segment

ROOT = Path(__file__).parents[2]
Annotated = Callable[..., tuple[str, Claims]]
Told = Callable[[str, str], tuple[Document, Claims]]


@pytest.fixture(scope="session")
def annotated(lexicon: Lexicon) -> Annotated:
    """A text with its claims; the language is stated, since one sentence may be too short to tell."""

    def run(text: str, language: str = "en") -> tuple[str, Claims]:
        document = replace(read(Source("text.txt", text.encode())), language=language)
        return document.text, annotate(segment(document), lexicon)

    return run


@pytest.fixture(scope="session")
def told(lexicon: Lexicon) -> Told:
    """A text in a stated language as a document with its claims."""

    def run(text: str, language: str) -> tuple[Document, Claims]:
        document = replace(read(Source("text.txt", text.encode())), language=language)
        return document, annotate(segment(document), lexicon)

    return run
