"""Many texts to one release: one bad text never stops the others, an unchanged one is not read again."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import get_args

from kg import __version__
from kg.errors import BrokenRelease, PlenaryError, UnreadableSource
from kg.pipeline.crew import Task, crew_for, finished
from kg.pipeline.files import AssetFiles, asset_files, queries_key, rules_key
from kg.pipeline.ledger import Again, Ledger, Outcomes
from kg.pipeline.order import Order
from kg.pipeline.report import ReleaseFiles
from kg.pipeline.shards import Outcome, Shard, keep, recall, refusal, refused
from kg.pipeline.sources import Given, source_key, source_of
from kg.settings import Settings
from kg.store import Edition, Layout, Part, Release, building, current, ground, publish
from kg.store.parts import OF_A_TEXT, GraphKind
from kg.store.release import write_files

__all__ = ["BuildResult", "Progress", "build_release"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `done` of `total` steps, and what is done next ("read" a text, "ground", "load" …).

    A step that goes through the graphs of all texts says in `share` how far it is, from 0 to 1.
    """

    done: int
    total: int
    step: str
    name: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build left behind.

    `release` is what is served now, None where nothing ever was; `changed` is false where there was nothing to do;
    `quarantine` is the folder of the graphs that do not conform, None where all do.
    """

    release: Release | None
    outcomes: Outcomes
    changed: bool
    quarantine: Path | None = None

    def of(self, status: str) -> Outcomes:
        """The outcomes of one status: published, quarantined or refused."""
        return self.outcomes.of(status)


_TAKEN = frozenset(get_args(GraphKind)) - frozenset(OF_A_TEXT)
_STEPS = ("ground", "load", "count", "optimize", "index", "dump", "move", "switch")
_EVERY = 100
"""Graphs after which a step that goes through all of them is heard of."""


def _silent(progress: Progress) -> None:
    pass


def build_release(
    sources: Sequence[Given],
    settings: Settings,
    progress: Callable[[Progress], None] = _silent,
    files: AssetFiles | None = None,
    on: str | None = None,
) -> BuildResult:
    """Read the texts, judge their graphs, publish what conforms; with nothing changed, say so at once.

    `files` are the package's own unless given; `on` is the address of a Dask scheduler whose workers judge the texts,
    else `settings.jobs` says how many processes do: what comes out is the same. The release that is served stays as
    it is until the new one is whole, and for good where no text could be published. A build that is interrupted
    leaves what it has judged to the next one. Raises PlenaryError where another build holds the folder, an asset is
    broken, or there is nobody to judge texts.
    """
    own, layout = files or asset_files(), Layout(settings.build_dir)
    order = Order(settings, rules_key(own, settings), files)
    key = _key(sources, order, f"{own.ground_key} {queries_key()}")
    if (unchanged := _unchanged(layout, key)) is not None:
        return unchanged
    with building(layout):
        return _Build(sources, order, progress, own, layout, on).run(key)


def _key(sources: Sequence[Given], order: Order, ground_key: str) -> str:
    digest = hashlib.sha256(f"{order.rules} {ground_key}".encode())
    for given in sources:
        try:
            source = source_of(given, order.settings.max_bytes)
            digest.update(f"\n{source.name}\t{source_key(source, order.rules)}".encode())
        except UnreadableSource as error:
            digest.update(f"\n{error}".encode())
    return digest.hexdigest()


def _unchanged(layout: Layout, key: str) -> BuildResult | None:
    """The last build again, where it was made of the same and what it published is still served."""
    if not layout.record.is_file():
        return None
    try:
        ledger = Ledger(layout.record)
        served = current(layout)
        if ledger.note("key") != key or ledger.note("release") != served.id:
            return None
    except (sqlite3.Error, BrokenRelease):
        return None
    return BuildResult(served, ledger.outcomes(again=True), False, _folder(served.path / "quarantine"))


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None


def _remarks(base_iri: str) -> bytes:
    # To read queries takes a quarter of a second, which a build that finds nothing to do need not wait for.
    from kg.pipeline.remarks import remarks_on

    return remarks_on(base_iri)


@dataclass(slots=True)
class _Build:
    """One build under way; the caller holds the lock."""

    sources: Sequence[Given]
    order: Order
    progress: Callable[[Progress], None]
    files: AssetFiles
    layout: Layout
    on: str | None
    done: int = 0
    step: str = "read"
    passing: bool = False

    def run(self, key: str) -> BuildResult:
        ledger = Ledger(self.layout.private / "build.sqlite", fresh=True)
        # The engine loads the ground without holding Python back: it takes as long as the texts do.
        with ThreadPoolExecutor(1) as beside:
            founded = beside.submit(ground, self.layout, self.files.ground_key, self.files.ground)
            self._judge(ledger)
            ledger.settle(_clash)
            self._reach("ground")
            files = ReleaseFiles(ledger, self.layout.private / "reports")
            edition = Edition(
                self.order.settings.base_iri,
                __version__,
                founded.result(),
                Again(lambda: self._heard(ledger)),
                Again(ledger.documents),
                files,
                _remarks(self.order.settings.base_iri),
            )
        if not len(ledger.outcomes().of("published")):
            return self._unpublished(ledger, files)
        release = publish(self.layout, edition, self._reach)
        rmtree(self.layout.root / "quarantine", ignore_errors=True)
        rmtree(self.layout.private / "reports", ignore_errors=True)
        self._record(ledger, key, release)
        self._prune(ledger)
        return BuildResult(release, ledger.outcomes(), True, _folder(release.path / "quarantine"))

    def _judge(self, ledger: Ledger) -> None:
        """Have every text judged that is not known yet, and put all outcomes into the ledger."""
        with closing(crew_for(self.order, len(self.sources), self.on)) as crew:
            for task, shard in finished(crew, self._tasks(ledger)):
                self._put(ledger, task.position, self._kept(task, shard))

    def _tasks(self, ledger: Ledger) -> Iterator[Task]:
        for position, given in enumerate(self.sources):
            self._say(given.name)
            try:
                source = source_of(given, self.order.settings.max_bytes)
            except PlenaryError as error:
                self._put(ledger, position, refusal(refused(str(given), error)))
                continue
            key = source_key(source, self.order.rules)
            if (outcome := recall(self.layout, key)) is not None:
                self._put(ledger, position, outcome)
            else:
                yield Task(position, key, source)

    def _kept(self, task: Task, shard: Shard) -> Outcome:
        self.passing |= shard.passing
        return refusal(shard) if shard.record["status"] == "refused" else keep(self.layout, task.key, shard)

    def _put(self, ledger: Ledger, position: int, outcome: Outcome) -> None:
        ledger.put(position, _refuse_taken(outcome))
        self.done += 1
        self._say()

    def _unpublished(self, ledger: Ledger, files: ReleaseFiles) -> BuildResult:
        """Nothing conforms: what is served stays, and what is in quarantine lies beside it."""
        ledger.finish()
        folder = self.layout.root / "quarantine"
        rmtree(folder, ignore_errors=True)
        write_files(self.layout.root, files, files.quarantined())
        try:
            served = current(self.layout)
        except BrokenRelease:
            served = None
        return BuildResult(served, ledger.outcomes(), False, _folder(folder))

    def _record(self, ledger: Ledger, key: str, release: Release) -> None:
        """Let the next build know what this one was made of; not where another try may come to something else."""
        ledger.finish(key="" if self.passing else key, release=release.id)
        ledger.path.replace(self.layout.record)

    def _prune(self, ledger: Ledger) -> None:
        """Forget what this build did not use: the folder grows no larger than the texts."""
        ground_now = f"ground-{self.files.ground_key}"
        for folder in self.layout.cache.iterdir():
            if folder.name != ground_now and not ledger.uses(folder):
                rmtree(folder, ignore_errors=True)

    def _heard(self, ledger: Ledger) -> Iterator[Part]:
        """The graphs to publish; whoever goes through them is heard of."""
        number = len(OF_A_TEXT) * len(ledger.outcomes().of("published"))
        for count, part in enumerate(ledger.parts()):
            if count % _EVERY == 0:
                self._say(part.document or "", count / number)
            yield part

    def _reach(self, step: str) -> None:
        self.step = step
        self.done = len(self.sources) + _STEPS.index(step)
        self._say()

    def _say(self, name: str = "", share: float = 0.0) -> None:
        self.progress(Progress(self.done, len(self.sources) + len(_STEPS), self.step, name, share))


def _refuse_taken(one: Outcome) -> Outcome:
    """The outcome; a refusal where the text's graph would be written over one of the project's own."""
    if one.slug not in _TAKEN:
        return one
    why, fix = f"a graph of the project itself is called '{one.slug}'", "give the file another name"
    return _refusal(one.name, UnreadableSource("The name of the text is taken", one.name, why, fix))


def _clash(name: str, slug: str, first: str, same: bool) -> Outcome:
    """The refusal of a second text of the same name: its graph would be written over the first."""
    error = UnreadableSource(
        "The same text is there twice" if same else "Two texts have the same name",
        name,
        f"'{slug}' is taken by '{first}'",
        "leave one out" if same else "give one of them another file name",
    )
    return _refusal(name, error)


def _refusal(name: str, error: UnreadableSource) -> Outcome:
    return refusal(refused(name, error))
