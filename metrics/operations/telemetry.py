"""Keep numbers for Prometheus: publications, refusals, requests, times of pages.

Logged events are counted from the log, so that both agree; page runs and
requests are counted here. Labels are names of the product's own (a page, an outcome, a kind),
never anything that a visitor can make up. Counts are those of this process since its start.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from metrics.log import event
from metrics.operations.settings import slow_milliseconds

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series, of no use here
_registry = CollectorRegistry()
ProcessCollector(registry=_registry)
PlatformCollector(registry=_registry)

_counter = partial(Counter, registry=_registry)
_publications = _counter("dashboard_publications", "Publications made by this process", ["kind"])
_refused = _counter("dashboard_refused_uploads", "Files that were not taken", ["kind"])
_sign_ins = _counter("dashboard_sign_ins", "Attempts to sign in, and signing out", ["outcome"])
_errors = _counter("dashboard_errors", "Failures of the program")
_runs = Histogram(
    "dashboard_page_run_seconds",
    "Time to run a page for a reader",
    ["page"],
    buckets=_SECONDS,
    registry=_registry,
)
_requests = _counter("dashboard_api_requests", "Answers of the HTTP API", ["path", "status"])
_version = Gauge("dashboard_published_version", "The newest published version", registry=_registry)


def exposition(version: int | None = None) -> str:
    """Return all numbers in Prometheus' format; `version` is the published one."""
    if version is not None:
        _version.set(version)
    return generate_latest(_registry).decode()


def count_api_request(path: str, status: int) -> None:
    """Count an answer of the HTTP API; `path` is the pattern of the route."""
    _requests.labels(path, str(status)).inc()


@contextmanager
def timed_page(page: str) -> Iterator[None]:
    """Measure one run of a page, and log a slow one."""
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - started
        _runs.labels(page).observe(seconds)
        if seconds * 1000 >= slow_milliseconds():
            event("slow-page", logging.WARNING, page=page, ms=round(seconds * 1000))


class _Counting(logging.Handler):
    """Count events as they are logged."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count one event."""
        fields = getattr(record, "fields", None) or {}
        if record.msg == "published":
            _publications.labels(fields.get("kind", "")).inc()
        elif record.msg == "upload-refused":
            _refused.labels(fields.get("kind", "")).inc()
        elif record.msg == "sign-in":
            _sign_ins.labels(fields.get("outcome", "")).inc()
        elif record.msg == "error":
            _errors.inc()


_events = logging.getLogger("metrics.events")
_events.addHandler(_Counting())
_events.setLevel(logging.INFO)
