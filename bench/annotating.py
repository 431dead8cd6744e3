"""How many words a second are annotated, the lexicon being loaded: prints one JSON object."""

import argparse
import json
import time
from pathlib import Path

from kg.annotate import annotate, load_lexicon
from kg.model import Source
from kg.pipeline import asset_files
from kg.text import read, segment


def main() -> None:
    """Annotates each text as often as asked; a first round, which fills caches, does not count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    began = time.perf_counter()
    files = asset_files()
    lexicon = load_lexicon(files.lexicon, files.reference, files.codes)
    loaded = time.perf_counter() - began
    sources = [Source(path.name, path.read_bytes()) for path in asked.texts]
    words = sum(len(source.data.split()) for source in sources)
    rounds = []
    for _ in range(asked.rounds + 1):
        began = time.perf_counter()
        for source in sources:
            annotate(segment(read(source)), lexicon)
        rounds.append(time.perf_counter() - began)
    seconds = sorted(rounds[1:])[asked.rounds // 2]
    print(json.dumps({"words": words, "load_s": round(loaded, 3), "words_per_s": round(words / seconds)}))


if __name__ == "__main__":
    main()
