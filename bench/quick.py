"""The figures that README gives: `python -m bench.quick` prints them as Markdown, `--json` as JSON."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from bench.measure import Run, folder, machine, median

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "data/corpus"
TEXTS = [CORPUS / "rcm-1997-panama.txt", CORPUS / "rcm-sacm-2023-panama.txt"]
KG = Path(sys.executable).with_name("kg")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was run, how long it took (median), and the memory it took where that is of interest."""

    what: str
    command: str
    seconds: float
    megabytes: float


def main() -> None:
    """Measures, then prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="runs of each command; the median counts")
    parser.add_argument("--json", action="store_true", help="print JSON instead of Markdown")
    asked = parser.parse_args()
    with folder() as here:
        figures = list(_figures(here, asked.runs))
    annotating = _annotating()
    if asked.json:
        told = {"machine": machine(), "runs": asked.runs, "figures": [asdict(one) for one in figures], **annotating}
        print(json.dumps(told, indent=2))
    else:
        print(_markdown(figures, annotating, asked.runs))


def _figures(here: Path, runs: int) -> Iterator[Figure]:
    fresh = (here / f"fresh-{number}" for number in count())

    def empty() -> Path:
        made = next(fresh)
        made.mkdir()
        return made

    build: list[str | Path] = [KG, "build", *TEXTS]
    built = empty()
    subprocess.run([str(part) for part in build], cwd=built, check=True, capture_output=True)
    yield _figure("help", "kg --help", median(runs, [KG, "--help"], lambda: built))
    yield _figure("build of the two founding texts, cold", "kg build", median(runs, build, empty))
    yield _figure("the same again: nothing to do", "kg build", median(runs, build, lambda: built))
    saved = "02-commitments-with-deadline"
    yield _figure("a saved query", f"kg query {saved}", median(runs, [KG, "query", saved], lambda: built))
    yield _figure("one fact explained", "kg explain 1", median(runs, [KG, "explain", "1"], lambda: built))


def _figure(what: str, command: str, run: Run) -> Figure:
    return Figure(what, command, round(run.seconds, 2), round(run.megabytes))


def _annotating() -> dict[str, float]:
    command = [sys.executable, "-m", "bench.annotating", *map(str, TEXTS), "--documents", "20"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _markdown(figures: list[Figure], annotating: dict[str, float], runs: int) -> str:
    rows = [f"| {one.what} | `{one.command}` | {one.seconds:.2f} s | {one.megabytes:.0f} MB |" for one in figures]
    return "\n".join(
        [
            f"{machine()}; median of {runs} runs, each a process of its own.",
            "",
            "| what | command | time | peak memory |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            f"Annotation: {annotating['all_words_per_s']:,} words a second once the lexicon is loaded "
            f"({annotating['load_s']:.2f} s), over {annotating['words']:,} words of the two texts.",
        ]
    )


if __name__ == "__main__":
    main()
