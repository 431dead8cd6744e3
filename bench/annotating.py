"""How many words a second are read, segmented and annotated, the lexicon being loaded: prints one JSON object."""

import argparse
import json
import time
from collections.abc import Sequence
from itertools import cycle, islice, pairwise
from pathlib import Path

from kg.annotate import Lexicon, annotate, load_lexicon
from kg.model import Source
from kg.pipeline import asset_files
from kg.text import read, segment

_STAGES = ("read", "segment", "annotate")


def main() -> None:
    """Annotates the texts in turn until so many are done; a first round, which fills caches, does not count.

    Seconds are of processor time: figures are those of one core, whatever else the machine does.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=0, help="how many are annotated; each text once unless given")
    asked = parser.parse_args()
    began = time.process_time()
    files = asset_files()
    lexicon = load_lexicon(files.lexicon, files.reference, files.codes)
    loaded = time.process_time() - began
    sources = [Source(path.name, path.read_bytes()) for path in asked.texts]
    seconds = _seconds(sources, asked.documents or len(sources), lexicon)
    words = sum(len(source.data.split()) for source in islice(cycle(sources), asked.documents or len(sources)))
    rates = {f"{stage}_words_per_s": round(words / spent) for stage, spent in seconds.items()}
    print(json.dumps({"words": words, "load_s": round(loaded, 3), **rates}))


def _seconds(sources: Sequence[Source], documents: int, lexicon: Lexicon) -> dict[str, float]:
    """The seconds of each stage, and of all of them."""
    spent = dict.fromkeys(_STAGES, 0.0)
    for number, source in enumerate(islice(cycle(sources), len(sources) + documents)):
        times = [time.process_time()]
        document = read(source)
        times.append(time.process_time())
        segmented = segment(document)
        times.append(time.process_time())
        annotate(segmented, lexicon)
        times.append(time.process_time())
        if number >= len(sources):
            for stage, (start, end) in zip(_STAGES, pairwise(times), strict=True):
                spent[stage] += end - start
    return {**spent, "all": sum(spent.values())}


if __name__ == "__main__":
    main()
