"""Report the server's health: `/api/health`, and numbers for Prometheus.

Answers anybody, so it tells nothing but what works, which version is published, and counts. A
proxy may keep both addresses to the inside.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from metrics import VERSION
from metrics.operations.telemetry import CONTENT_TYPE, exposition
from metrics.problems import BrokenData
from metrics.store import StoreError
from metrics.store.published import published
from ui.session.services import the_store
from ui.session.url_state import base_path

HEALTH, TELEMETRY = "/api/health", "/api/telemetry"
_NOT_KEPT = {"Cache-Control": "no-store"}


def routes() -> list[Route]:
    """Return the addresses of this module."""
    base = base_path()
    return [Route(base + HEALTH, _health), Route(base + TELEMETRY, _telemetry)]


def _health(_request: Request) -> Response:
    """Answer 200 while readers get figures, else 503 with the codes of what is wrong."""
    store, store_codes = _tried(lambda: the_store().version())
    shown, data_codes = _tried(lambda: published(the_store()).version)
    well = shown is not None  # what was read last is shown on while a database is silent
    parts = {"store": store_codes or "ok", "figures": data_codes or "ok", "publishing": "ok"}
    if store is not None and (why := the_store().database.why_read_only()):
        parts["publishing"] = [why.problem.code]  # reading goes on, so this is no failure
    version = shown if store is None else store
    state = {"status": "ok" if well else "failing", "version": version, "product": VERSION}
    return JSONResponse({**state, "parts": parts}, 200 if well else 503, _NOT_KEPT)


def _telemetry(_request: Request) -> Response:
    newest, _codes = _tried(lambda: the_store().version())
    return Response(exposition(newest), headers=_NOT_KEPT, media_type=CONTENT_TYPE)


def _tried(ask: Callable[[], int]) -> tuple[int | None, list[str]]:
    """Return an answer, or the codes of the problems that stand in its way."""
    try:
        return ask(), []
    except StoreError as error:
        return None, [error.problem.code]
    except BrokenData as error:
        return None, sorted({problem.code for problem in error.problems})
