"""What can be chosen about the endpoint."""

from dataclasses import dataclass, field
from pathlib import Path

from kg.query.engine import EngineSettings
from kg.vocabulary import HOME

__all__ = ["WebSettings"]


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the endpoint presents and protects itself; times are in seconds, sizes in bytes."""

    engine: EngineSettings = field(default_factory=EngineSettings)
    base_iri: str = HOME
    """Base of the IRIs of things minted from texts; ends with `/`."""
    public_url: str = ""
    """Where the service says it is, with a final `/`; the address it listens on where nothing is said.
    What a request's Host header says is never believed."""
    queries: Path | None = None
    """Folder of saved queries; the package's own where none is given."""
    downloads: Path | None = None
    """Folder in which the downloads of the release served are prepared; none are where none is given."""
    page_rows: int = 500
    """Rows of an answer shown on a page; formats for machines always have all rows."""
    triples: int = 10_000
    """Triples of a thing's description in one answer; what is beyond them is on the next page."""
    page_triples: int = 2_000
    """The same for pages that people read."""
    fields: int = 1_000
    """Parameters that a request may have."""
    body_seconds: float = 15.0
    """Time in which a request's body must have arrived."""
    head_seconds: float = 10.0
    """Time in which a connection must have sent a request's head."""
    old_protocol: int = 64 << 20
    """The longest answer that is given over HTTP/1.0, which cannot show that one was cut short."""
    cache: int = 64 << 20
    """Bytes of answers that are kept to be given again as long as the release is served."""
    cache_largest: int = 4 << 20
    """The longest answer that is kept."""
    poll: float = 0.5
    """How often to look whether another release is the current one."""
    drain: float = 0.0
    """Time between being told to stop and taking no more requests, in which `/ready` says so to who asks."""
    forwarded: tuple[str, ...] = ()
    """Addresses and networks of proxies that are believed in what they say of a client: nobody's word else."""
    metrics: str = "loopback"
    """Who may read `/metrics`: `loopback`, `on` (everybody), `off`, or an address and port of its own."""
    log: str = "auto"
    """`json`, `text`, or by `auto` text on a terminal and JSON elsewhere."""
    log_level: str = "info"
    """`debug`, `info` (each request), `warning` or `error`."""

    @property
    def body(self) -> int:
        """The longest body: a query of the longest length, every byte percent-encoded, and its parameters."""
        return 3 * self.engine.limits.length + 20_000
