"""What the graph holds, counted once a release."""

from pathlib import Path

from kg.query.faults import QueryFault
from kg.web.endpoint import Endpoint
from kg.web.pages import spoken

__all__ = ["Facts"]

_QUERY = Path(__file__).with_name("facts.rq")


class Facts:
    """The counts of the release that is served."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._counted: tuple[str, dict[str, int]] = ("", {})

    async def told(self, language: str) -> list[tuple[int, str]]:
        """Count and one-line description of each kind of thing there is, in the order of the words; none while busy."""
        release = self._endpoint.engine.release
        if self._counted[0] != release:
            try:
                self._counted = (release, await self._count())
            except QueryFault:
                return []
        counts = self._counted[1]
        return [(counts[name], line) for name, line in spoken(language)["facts"].items() if counts.get(name)]

    async def _count(self) -> dict[str, int]:
        table = await self._endpoint.asked(_QUERY.read_text(encoding="utf-8"), rows=100)
        return {row[0].value: int(row[1].value) for row in table.rows if row[0] is not None and row[1] is not None}
