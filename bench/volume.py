"""The figures of volume that README gives, as Markdown: `python -m bench.volume`; `--full` adds 20,000 texts.

Annotation is measured in processor time, builds by the clock: leave the machine alone meanwhile.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench import synthetic
from bench.measure import folder, machine

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
LENGTHS = (2_000, 20_000, 200_000)
GOLD_DOCUMENTS = 1_000
RATED, ADDED = 200, 10
SIZES = (100, 1_000)
FULL = 20_000


def main() -> None:
    """Measures and prints, row by row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of what is short; the median counts")
    parser.add_argument("--full", action="store_true", help=f"build {FULL:,} texts too: an hour and 60 GB of disk")
    parser.add_argument(
        "--in", dest="place", type=Path, help="a folder with room for it; that of the system unless given"
    )
    asked = parser.parse_args()
    print(f"{machine()}; medians of {asked.runs} runs.\n\n| what | figure |\n| --- | --- |")
    with folder(asked.place) as here:
        for what, figure in _rows(here, asked.runs, (*SIZES, FULL) if asked.full else SIZES):
            print(f"| {what} | {figure} |", flush=True)


def _rows(here: Path, runs: int, sizes: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    yield _annotation(runs)
    yield from _lengths(here, runs)
    yield from _rates(here, runs)
    yield from _again(here)
    for size in sizes:
        yield _memory(here, size)


def _annotation(runs: int) -> tuple[str, str]:
    texts = sorted(GOLD.glob("*.txt"))
    what = f"annotation of the annotated texts, repeated to {GOLD_DOCUMENTS:,}"
    if not texts:
        return what, "not measured: there is no folder `shared/gold` beside the checkout"
    told = [_told("bench.annotating", *texts, "--documents", GOLD_DOCUMENTS) for _ in range(runs)]
    rate = {name: statistics.median(one[f"{name}_words_per_s"] for one in told) for name in ("annotate", "all")}
    return what, f"{rate['annotate']:,.0f} words a second a core; {rate['all']:,.0f} with reading and segmenting"


def _lengths(here: Path, runs: int) -> Iterator[tuple[str, str]]:
    """The time for each word of texts of growing length, and how it compares with the shortest."""
    first = 0.0
    for words in LENGTHS:
        path = here / f"length-{words}.txt"
        path.write_text(synthetic.communique(0, words), encoding="utf-8")
        rate = statistics.median(_told("bench.annotating", path)["all_words_per_s"] for _ in range(runs))
        first = first or rate
        micro = 1_000_000 / rate
        yield f"a text of {words:,} words, for each word", f"{micro:.1f} µs, {first / rate:.2f} times the first"


def _rates(here: Path, runs: int) -> Iterator[tuple[str, str]]:
    """Texts a second of a whole build from nothing, by how many processes judge them."""
    synthetic.write(here / "rated", range(RATED))
    alone = 0.0
    for jobs in (1, 2):
        told = [_build(here / "rated", _fresh(here), jobs) for _ in range(runs)]
        rate = RATED / statistics.median(one["seconds"] for one in told)
        alone = alone or rate
        what = f"whole build of {RATED} texts of {synthetic.WORDS} words, `--jobs {jobs}`"
        yield what, f"{rate:.1f} texts a second, {rate / alone:.2f} times one"


def _again(here: Path) -> Iterator[tuple[str, str]]:
    """The same texts again, and ten more."""
    texts, made = here / "grown", _fresh(here)
    synthetic.write(texts, range(SIZES[-1]))
    first = _build(texts, made)["seconds"]
    again = _build(texts, made)["seconds"]
    yield f"{SIZES[-1]:,} texts again, nothing changed", f"{again:.1f} s, {again / first:.3f} of the first build"
    synthetic.write(texts, range(SIZES[-1], SIZES[-1] + ADDED))
    more = _build(texts, made)["seconds"]
    yield f"{ADDED} texts more", f"{more:.1f} s, {more / first:.3f} of the first build"
    shutil.rmtree(made)


def _memory(here: Path, size: int) -> tuple[str, str]:
    texts, made = here / f"sized-{size}", _fresh(here)
    synthetic.write(texts, range(size))
    told = _build(texts, made)
    shutil.rmtree(made)
    rate = told["published"] / told["seconds"]
    memory = f"{told['main_mb']} MB, each worker up to {told['worker_mb']} MB"
    return f"{size:,} texts: peak memory", f"{memory}; {told['seconds']:,.0f} s, {rate:.1f} texts a second"


_numbers = count()


def _fresh(here: Path) -> Path:
    return here / f"build-{next(_numbers)}"


def _build(texts: Path, made: Path, jobs: int = 2) -> dict[str, Any]:
    return _told("bench.building", texts, made, "--jobs", jobs)


def _told(module: str, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
