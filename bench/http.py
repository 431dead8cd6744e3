"""How fast `/sparql` answers beside others, as Markdown: `python -m bench.http`; the first run makes the graph.

All servers run at once over the same triples, and take turns at being asked: only ratios of one run mean something.
The others come with `pip install plenary-kg[bench]`; one that is not there is left out, and that is said.
"""

import argparse
import itertools
import json
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.graph import release
from bench.measure import folder, machine
from bench.peers import PEERS, Peer, started
from bench.questions import QUESTIONS

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = (1, 16, 64)
PHASES = ("first time", "repeated")
OWN = "plenary"
Cell = tuple[str, str, int]
"""Kind of query, first time or repeated, connections."""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="the median counts")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each cell of a round")
    parser.add_argument("--in", dest="place", type=Path, help="a folder that keeps the graph for the next run")
    parser.add_argument("--connections", type=int, nargs="*", default=CONNECTIONS)
    parser.add_argument("--kinds", nargs="*", default=list(QUESTIONS), choices=list(QUESTIONS))
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    asked = parser.parse_args()
    with ExitStack() as stack:
        here = asked.place or stack.enter_context(folder())
        if not (here / "release/release.json").is_file():
            release(here, asked.triples)
        peers = [one for name in asked.peers if (one := stack.enter_context(started(name, here))) is not None]
        _agree(peers, asked.kinds)
        cells = list(itertools.product(asked.kinds, PHASES, asked.connections))
        rates = _measured(stack.enter_context(_Load()), peers, cells, asked.rounds, asked.seconds)
    print(f"{machine()}; {asked.triples:,} triples; requests a second, medians of {asked.rounds} rounds.\n")
    print("\n".join(_table([peer.name for peer in peers], cells, rates)))


class _Load:
    """The client's process."""

    def __enter__(self) -> "_Load":
        command = [sys.executable, "-m", "bench.load"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def measured(self, **asked: Any) -> dict[str, Any]:
        """What came of one cell."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        self._process.stdin.write(json.dumps(asked) + "\n")
        return dict(json.loads(self._process.stdout.readline()))


def _agree(peers: list[Peer], kinds: list[str]) -> None:
    """Stops where the servers do not give the same number of rows."""
    for kind, number in itertools.product(kinds, (3, 40, 555)):
        counts = {peer.name: peer.rows(QUESTIONS[kind](number)) for peer in peers}
        if len(set(counts.values())) != 1 or 0 in counts.values():
            sys.exit(f"{kind} {number}: the servers disagree: {counts}")


def _measured(
    load: _Load, peers: list[Peer], cells: list[Cell], rounds: int, seconds: float
) -> dict[tuple[str, Cell], float]:
    found: dict[tuple[str, Cell], list[float]] = defaultdict(list)
    fresh: dict[tuple[str, str], int] = defaultdict(lambda: 1_000)
    for at, cell in itertools.product(range(rounds), cells):
        kind, phase, connections = cell
        for peer in peers:
            repeated = phase == "repeated"
            first = 7 if repeated else fresh[peer.name, kind]
            told = load.measured(
                port=peer.port, path=peer.path, kind=kind, connections=connections,
                seconds=seconds, first=first, repeated=repeated,
            )  # fmt: skip
            fresh[peer.name, kind] += 0 if repeated else told["count"] + connections
            found[peer.name, cell].append(told["rate"])
            said = f"round {at + 1}: {kind}, {phase}, {connections}: {peer.name} {told}"
            print(said, file=sys.stderr, flush=True)
            if told["wrong"]:
                print(f"NOT ALL ANSWERED: {said}", file=sys.stderr)
    return {place: statistics.median(rates) for place, rates in found.items()}


def _table(names: list[str], cells: list[Cell], rates: dict[tuple[str, Cell], float]) -> Iterator[str]:
    others = [name for name in names if name != OWN]
    ratios = others if OWN in names else []
    columns = ["query", "", "connections", *names, *(f"to {name}" for name in ratios)]
    yield f"| {' | '.join(columns)} |"
    yield f"| {' | '.join(['---', '---', *['---:' for _ in columns[2:]]])} |"
    for cell in cells:
        kind, phase, connections = cell
        figures = [_rate(rates[name, cell]) for name in names]
        compared = [f"{rates[OWN, cell] / rates[name, cell]:.2g}" for name in ratios]
        yield f"| {kind} | {phase} | {connections} | {' | '.join([*figures, *compared])} |"


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"


if __name__ == "__main__":
    main()
