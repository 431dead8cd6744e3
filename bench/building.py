"""One build, watched from inside: prints one JSON object with its phases, its rate and the memory that it took."""

import argparse
import json
import time
from pathlib import Path

from kg.pipeline import Progress, build_release, gather
from kg.settings import Settings

_LOOK_EVERY = 16


class Watch:
    """Hears of a build's progress; notes when each step began, and the largest resident set of each process."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.steps: dict[str, float] = {}
        self.workers: dict[str, int] = {}
        self._heard = 0

    def hear(self, progress: Progress) -> None:
        """Notes what there is to note; a look at the workers costs a millisecond."""
        self.steps.setdefault(progress.step, time.perf_counter() - self.began)
        self._heard += 1
        if self._heard % _LOOK_EVERY == 0:
            self.workers.update((pid, peak) for pid in _children() if (peak := _peak(pid)))

    def told(self) -> dict[str, object]:
        """Seconds of the whole and of each step, and megabytes of this process and of the largest worker."""
        # A build that has nothing to do says nothing.
        starts = [*self.steps.values(), time.perf_counter() - self.began]
        took = {step: round(starts[place + 1] - starts[place], 2) for place, step in enumerate(self.steps)}
        return {
            "seconds": round(time.perf_counter() - self.began, 2),
            "steps": took,
            "main_mb": _peak("self"),
            "worker_mb": max(self.workers.values(), default=0),
        }


def main() -> None:
    """Builds, then prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("build_dir", type=Path)
    parser.add_argument("--jobs", type=int, default=0)
    asked = parser.parse_args()
    watch = Watch()
    sources = gather([asked.texts])
    result = build_release(sources, Settings(build_dir=asked.build_dir, jobs=asked.jobs), watch.hear)
    published = len(result.of("published"))
    print(json.dumps({"texts": len(sources), "published": published, "changed": result.changed, **watch.told()}))


def _children() -> list[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [pid for task in tasks for pid in task.read_text().split()]


def _peak(pid: str) -> int:
    """The largest resident set that a process has had, in megabytes; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
