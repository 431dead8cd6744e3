"""Many texts to one release: one bad text never stops the others, an unchanged one is not read again."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import get_args

from kg import __version__
from kg.errors import BrokenRelease, PlenaryError, UnreadableSource
from kg.pipeline.files import AssetFiles, asset_files, rules_key
from kg.pipeline.journey import Assets, Refused, journey, load_assets
from kg.pipeline.report import release_files
from kg.pipeline.shards import Outcome, keep, recall, refusal
from kg.pipeline.sources import Given, source_key, source_of
from kg.settings import Settings
from kg.store import Edition, Layout, Release, building, current, ground, publish
from kg.store.layout import replace_file
from kg.store.parts import GraphKind

__all__ = ["BuildResult", "Progress", "build_release"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `done` of `total` steps, and what is done next ("read" a text, "ground", "load" …)."""

    done: int
    total: int
    step: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build left behind.

    `release` is what is served now, None where nothing ever was; `changed` is false where there was nothing to do;
    `quarantine` is the folder of the graphs that do not conform, None where all do.
    """

    release: Release | None
    outcomes: tuple[Outcome, ...]
    changed: bool
    quarantine: Path | None = None

    def of(self, status: str) -> tuple[Outcome, ...]:
        """The outcomes of one status: published, quarantined or refused."""
        return tuple(one for one in self.outcomes if one.status == status)


_TAKEN = frozenset(get_args(GraphKind))
_STEPS = ("ground", "load", "optimize", "dump", "move", "switch")


def _silent(progress: Progress) -> None:
    pass


def build_release(
    sources: Sequence[Given],
    settings: Settings,
    progress: Callable[[Progress], None] = _silent,
    files: AssetFiles | None = None,
) -> BuildResult:
    """Read the texts, judge their graphs, publish what conforms; with nothing changed, say so at once.

    `files` are the package's own unless given. The release that is served stays as it is until the new one is
    whole, and for good where no text could be published. Raises PlenaryError where another build holds the folder or
    an asset is broken.
    """
    files = files or asset_files()
    rules, layout = rules_key(files, settings), Layout(settings.build_dir)
    key = _key(sources, rules, files.ground_key)
    if (unchanged := _unchanged(layout, key)) is not None:
        return unchanged
    with building(layout):
        return _Build(sources, settings, progress, files, rules, layout).run(key)


def _key(sources: Sequence[Given], rules: str, ground_key: str) -> str:
    digest = hashlib.sha256(f"{rules} {ground_key}".encode())
    for given in sources:
        try:
            source = source_of(given)
            digest.update(f"\n{source.name}\t{source_key(source, rules)}".encode())
        except UnreadableSource as error:
            digest.update(f"\n{error}".encode())
    return digest.hexdigest()


def _unchanged(layout: Layout, key: str) -> BuildResult | None:
    """The last build again, where it was made of the same and what it published is still served."""
    try:
        told = json.loads(layout.record.read_text(encoding="utf-8"))
        served = current(layout)
        if told["key"] != key or told["release"] != served.id:
            return None
        outcomes = tuple(Outcome(**{**one, "reused": True}) for one in told["outcomes"])
    except (OSError, ValueError, KeyError, TypeError, BrokenRelease):
        return None
    return BuildResult(served, outcomes, False, _folder(served.path / "quarantine"))


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None


@dataclass(slots=True)
class _Build:
    """One build under way; the caller holds the lock."""

    sources: Sequence[Given]
    settings: Settings
    progress: Callable[[Progress], None]
    files: AssetFiles
    rules: str
    layout: Layout
    assets: Assets | None = None

    def run(self, key: str) -> BuildResult:
        # The engine loads the ground without holding Python back: it takes as long as the texts do.
        with ThreadPoolExecutor(1) as beside:
            founded = beside.submit(ground, self.layout, self.files.ground_key, self.files.ground)
            outcomes = tuple(_once(self._outcomes()))
            self._say(len(self.sources), "ground")
            edition = Edition(
                self.settings.base_iri,
                __version__,
                founded.result(),
                tuple(part for one in outcomes for part in one.parts),
                tuple(one.told for one in outcomes if one.status == "published"),
                release_files(outcomes),
            )
        if not edition.documents:
            return self._unpublished(outcomes, edition)
        release = publish(self.layout, edition, lambda step: self._say(self._step(step), step))
        rmtree(self.layout.root / "quarantine", ignore_errors=True)
        self._record(key, release, outcomes)
        self._prune(outcomes)
        return BuildResult(release, outcomes, True, _folder(release.path / "quarantine"))

    def _outcomes(self) -> Iterator[Outcome]:
        for done, given in enumerate(self.sources):
            self._say(done, "read", given.name)
            yield self._outcome(given)

    def _outcome(self, given: Given) -> Outcome:
        try:
            source = source_of(given)
        except PlenaryError as error:
            return refusal(Refused(str(given), error))
        key = source_key(source, self.rules)
        kept = recall(self.layout, key)
        if kept is not None:
            return kept
        judged = journey(source, self._assets())
        if isinstance(judged, Refused):
            return refusal(judged)
        return keep(self.layout, key, judged, self.settings.base_iri)

    def _assets(self) -> Assets:
        """The assets, read when the first text needs them."""
        if self.assets is None:
            self.assets = load_assets(self.files, self.settings)
        return self.assets

    def _unpublished(self, outcomes: tuple[Outcome, ...], edition: Edition) -> BuildResult:
        """Nothing conforms: what is served stays, and what is in quarantine lies beside it."""
        folder = self.layout.root / "quarantine"
        rmtree(folder, ignore_errors=True)
        held = (name for name in edition.files if name.startswith("quarantine/"))
        for path, given in ((self.layout.root / name, edition.files[name]) for name in held):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(given if isinstance(given, bytes) else given.read_bytes())
        try:
            served = current(self.layout)
        except BrokenRelease:
            served = None
        return BuildResult(served, outcomes, False, _folder(folder))

    def _record(self, key: str, release: Release, outcomes: tuple[Outcome, ...]) -> None:
        told = [{"status": one.status, "name": one.name, "slug": one.slug, "told": one.told} for one in outcomes]
        replace_file(self.layout.record, {"key": key, "release": release.id, "outcomes": told})

    def _prune(self, outcomes: tuple[Outcome, ...]) -> None:
        """Forget what this build did not use: the folder grows no larger than the texts."""
        used = {part.path.parent for one in outcomes for part in one.parts}
        used |= {one.facts.parent for one in outcomes if one.facts is not None}
        used.add(self.layout.cache / f"ground-{self.files.ground_key}")
        for folder in self.layout.cache.iterdir():
            if folder not in used:
                rmtree(folder, ignore_errors=True)

    def _say(self, done: int, step: str, name: str = "") -> None:
        self.progress(Progress(done, len(self.sources) + len(_STEPS), step, name))

    def _step(self, step: str) -> int:
        return len(self.sources) + _STEPS.index(step)


def _once(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """Each name once: a second text of the same name is refused, for its graph would be written over the first."""
    seen: dict[str, Outcome] = {}
    for one in outcomes:
        error = _clash(one, seen)
        if one.slug is not None:
            seen.setdefault(one.slug, one)
        yield one if error is None else refusal(Refused(one.name, error))


def _clash(one: Outcome, seen: Mapping[str, Outcome]) -> UnreadableSource | None:
    """Why a text cannot have its name, None where it can."""
    if one.slug in _TAKEN:
        why, fix = f"a graph of the project itself is called '{one.slug}'", "give the file another name"
        return UnreadableSource("The name of the text is taken", one.name, why, fix)
    if one.slug is None or one.slug not in seen:
        return None
    first = seen[one.slug]
    same = first.told["sha256"] == one.told["sha256"]
    return UnreadableSource(
        "The same text is there twice" if same else "Two texts have the same name",
        one.name,
        f"'{one.slug}' is taken by '{first.name}'",
        "leave one out" if same else "give one of them another file name",
    )
