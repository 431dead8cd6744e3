"""What is counted, in the text format of Prometheus. Labels take few values: never a path, a query, or a client's word.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from kg import __version__
from kg.query.interface import QueryEngine
from kg.web.memory import memory_of, started_by
from kg.web.outcomes import OUTCOMES

__all__ = ["Metrics"]

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts of requests and queries, and the state of an engine at the moment of reading."""

    def __init__(self, engine: QueryEngine) -> None:
        # When a series began is in the series itself; as one more of each it only costs.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        # A registry of its own: several applications in one process do not count for one another.
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "plenary_http_requests",
            "Requests by template of the route, method and status (499: the client left).",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "plenary_http_request_duration_seconds",
            "Time from a request's head to the last byte of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._sent = Counter("plenary_http_sent_bytes", "Bytes of the bodies of answers.", registry=self._registry)
        self._queries = Counter("plenary_queries", "Queries by outcome.", ("outcome",), registry=self._registry)
        self._by_outcome = {outcome: self._queries.labels(outcome) for outcome in OUTCOMES}
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._registry.register(_State(engine))
        ProcessCollector(registry=self._registry)

    def count(self, route: str, method: str, status: int, seconds: float, sent: int, outcome: str | None) -> None:
        """Count one request; `route` is a template."""
        key = (route, method if method in _METHODS else "other", status)
        if key not in self._known:
            # Looking labels up takes longer than counting.
            self._known[key] = (self._requests.labels(*map(str, key)), self._seconds.labels(route))
        requests, durations = self._known[key]
        requests.inc()
        durations.observe(seconds)
        self._sent.inc(sent)
        if outcome in self._by_outcome:
            self._by_outcome[outcome].inc()

    def told(self, accept: str) -> tuple[bytes, str]:
        """All of it with its content type: the text format of Prometheus, or OpenMetrics to who asks for that."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type


class _State(Collector):
    """What is read off the engine and the system when it is asked for."""

    def __init__(self, engine: QueryEngine) -> None:
        self._engine = engine

    def collect(self) -> Iterable[Metric]:
        """The families, in a fixed order."""
        engine, tally = self._engine, self._engine.tally
        workers = GaugeMetricFamily("plenary_workers", "Processes that answer queries.", labels=("state",))
        workers.add_metric(("busy",), engine.busy)
        workers.add_metric(("idle",), engine.idle)
        yield workers
        yield CounterMetricFamily("plenary_workers_started", "Workers started.", tally.started)
        yield CounterMetricFamily("plenary_workers_killed", "Workers ended before their question was.", tally.killed)
        yield GaugeMetricFamily("plenary_queue_length", "Queries that wait for a worker.", engine.waiting)
        yield InfoMetricFamily(
            "plenary_release", "What is served.", {"release": engine.release, "version": __version__}
        )
        memory = GaugeMetricFamily(
            "plenary_memory_bytes", "Memory in use, pages that are shared counted once.", labels=("process",)
        )
        own = os.getpid()
        memory.add_metric(("server",), memory_of(own))
        memory.add_metric(("workers",), sum(map(memory_of, started_by(own))))
        yield memory
