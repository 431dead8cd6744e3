"""One export of everything, watched from inside: prints one JSON object with the time and the memory of each step."""

import argparse
import json
import time
from pathlib import Path

from kg.export import download
from kg.store import Layout, current


class Watch:
    """Hears of an export's progress; notes the seconds of each step, and the largest resident set so far."""

    def __init__(self) -> None:
        self.began = self.last = time.perf_counter()
        self.name = ""
        self.steps: list[dict[str, object]] = []

    def hear(self, done: int, total: int, name: str) -> None:
        """Notes the step that has ended."""
        now = time.perf_counter()
        if self.name:
            self.steps.append({"step": self.name, "seconds": round(now - self.last, 2), **_memory()})
        self.name, self.last = name, now


def main() -> None:
    """Exports, then prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build_dir", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    release, watch = current(Layout(asked.build_dir)), Watch()
    files = download(release, asked.folder, watch.hear)
    told = {"documents": release.counts.get("Document"), "triples": release.counts["triples"], "files": len(files)}
    told |= {"bytes": sum(one.size for one in files), "seconds": round(time.perf_counter() - watch.began, 1)}
    print(json.dumps({**told, **_memory(), "steps": watch.steps}, indent=1))


def _memory() -> dict[str, int]:
    """Megabytes: the most that was resident, and what of it belongs to no file now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    names = {"VmHWM": "peak_mb", "RssAnon": "own_mb"}
    parted = (line.partition(":") for line in lines)
    return {names[key]: int(rest.split()[0]) // 1024 for key, _, rest in parted if key in names}


if __name__ == "__main__":
    main()
