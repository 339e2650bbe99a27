"""Serve the HTTP interface: the figures and their meaning, read only.

The same filters, rows and files as the page and the command line. Nothing is cut off unless a
`limit` asks for it, and what is asked for and does not exist is refused, naming what does. Calls
of the library run in threads, so that nobody else waits.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metrics.analysis.selection import FILTERS, MULTI_FILTERS, Selection, checked_filters, select
from metrics.export import files
from metrics.export.catalog import catalog_dict
from metrics.export.file_names import selection_name
from metrics.i18n import Words
from metrics.model.dataset import Dataset
from metrics.model.target_progress import targets_dict
from metrics.operations.settings import API_ORIGINS_VARIABLE, sites
from metrics.operations.telemetry import count_api_request
from metrics.problems import BrokenData
from metrics.store import NoSuchVersion, Store, StoreError
from metrics.store.publication import public_dict
from metrics.store.published import published
from ui.session.services import the_store
from ui.session.url_state import base_path
from web.answers import (
    BadRequest,
    Query,
    answer,
    failure,
    mark_of_words,
    not_let_in,
    query_of,
    refusal,
    tag,
    words_of,
)
from web.openapi import description, index

PAGING = ("version", "limit", "offset")
JSON = "application/json"
Pieces = Callable[[Selection, int, int | None], Iterator[bytes]]


def routes() -> list[Route]:
    """Return the routes of the interface, for the server to add to its own."""
    origins = sites(API_ORIGINS_VARIABLE)
    wrapping = [Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]
    methods = ["GET", "HEAD"]
    if origins:
        sharing = Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=methods,
            allow_headers=["Authorization", "If-None-Match"],
            expose_headers=["ETag", "Link", "X-Total-Count", "Content-Disposition"],
        )
        wrapping.insert(0, sharing)
        methods = [*methods, "OPTIONS"]
    return [
        Route(base_path() + path, _endpoint(act), methods=methods, middleware=wrapping)
        for path, act in (
            ("/api/metrics.csv", partial(_figures, "csv", files.csv_pieces)),
            ("/api/metrics.json", partial(_figures, "json", files.json_pieces)),
            ("/api/catalog.json", _catalog),
            ("/api/versions.json", _versions),
            ("/api/targets.json", _targets),
            ("/api/openapi.json", partial(_description, "openapi", description)),
            ("/api", partial(_description, "index", index)),
        )
    ]


def no_such_address() -> Route:
    """Return the route for unknown addresses below `/api`; it goes last.

    Without it, a wrong address would be answered with a page.
    """

    async def respond(request: Request) -> Response:
        _ = words_of(request)
        known = {"addresses": [route.path for route in routes()]}
        headers = {"Vary": "Accept-Language"}
        return failure(404, _("There is no such address"), headers, allowed=known)

    return Route(f"{base_path()}/api/{{rest:path}}", respond, methods=["GET", "HEAD"])


def _endpoint(act: Callable[[Request, Store], Response]) -> Any:
    """Return what answers a request: in a thread, with every refusal put into words."""

    async def respond(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204)
        response = await run_in_threadpool(_guarded, act, request)
        count_api_request(request.scope["route"].path, response.status_code)
        return response

    return respond


def _guarded(act: Callable[[Request, Store], Response], request: Request) -> Response:
    if refused := not_let_in(request):
        return refused
    _ = words_of(request)
    try:
        return act(request, the_store())
    except BadRequest as bad:
        return refusal(bad, _)
    except StoreError as error:
        reason = _.say(error.problem.message)
        return failure(503, _("The figures cannot be read now"), reason=reason)
    except BrokenData as error:
        reasons = [_.say(problem.message) for problem in error.problems]
        return failure(503, _("The figures cannot be read now"), reason=reasons[0])


def _figures(form: str, pieces: Pieces, request: Request, store: Store) -> Response:
    query = query_of(request, (*FILTERS, *PAGING, "lang"), MULTI_FILTERS)
    data, seal = _as_of(query, store)
    filters, problems, allowed = checked_filters(query.values, data)
    query.problems.extend(problems)
    query.allowed.update(allowed)
    start, limit = query.number("offset") or 0, query.number("limit", 1)
    query.refuse_what_is_wrong()
    selection = select(data, filters)
    stop = None if limit is None else start + limit
    shown = "attachment" if form == "csv" else "inline"
    headers = {
        "X-Total-Count": str(selection.count),
        "Content-Disposition": f'{shown}; filename="{selection_name(selection, form)}"',
        **_links(request, query, data.version, stop, selection.count),
    }
    mark = tag(form, seal, mark_of_words(data), sorted(query.values.items()))
    return answer(request, pieces(selection, start, stop), files.MIME[form], mark, headers)


def _links(
    request: Request, query: Query, version: int, stop: int | None, total: int
) -> dict[str, str]:
    """Return the header with the next page of the same version, if any."""
    if stop is None or stop >= total:
        return {}
    turned = {**query.values, "offset": [str(stop)], "version": [str(version)]}
    return {"Link": f'<{request.url.path}?{urlencode(turned, doseq=True)}>; rel="next"'}


def _as_of(query: Query, store: Store) -> tuple[Dataset, str]:
    """Return the data of a version and its hash; of an unknown one the newest."""
    wanted = query.number("version", 1)
    try:
        data = published(store, version=wanted)
    except NoSuchVersion as error:
        query.problems.append(replace(error.problem, column="version", found=str(wanted)))
        query.allowed["version"] = [str(version) for version in range(1, store.version() + 1)]
        data = published(store)
    return data, store.publication(data.version).hash


def _catalog(request: Request, store: Store) -> Response:
    query = query_of(request, ("version", "lang"))
    data, seal = _as_of(query, store)
    query.refuse_what_is_wrong()
    mark = tag("catalog", seal, mark_of_words(data))
    return answer(request, _json(lambda: catalog_dict(data)), JSON, mark)


def _versions(request: Request, store: Store) -> Response:
    query_of(request, ("lang",)).refuse_what_is_wrong()
    made = store.history()
    versions = [public_dict(publication) for publication in made]
    content = {"version": made[0].version, "versions": versions}
    return answer(request, _json(lambda: content), JSON, tag("versions", made[0].hash))


def _targets(request: Request, store: Store) -> Response:
    query = query_of(request, ("version", "lang"))
    data, seal = _as_of(query, store)
    query.refuse_what_is_wrong()
    # A report that is brought in adds goals without a publication.
    mark = tag("targets", seal, mark_of_words(data), [asdict(goal) for goal in data.targets])
    return answer(request, _json(lambda: targets_dict(data)), JSON, mark)


def _description(
    name: str, make: Callable[[Dataset, Words, str], dict[str, Any]], request: Request, store: Store
) -> Response:
    """Return a document about the interface, in the reader's language."""
    query = query_of(request, ("lang",))
    query.refuse_what_is_wrong()
    _ = words_of(request)
    data, seal = _as_of(query, store)
    mark = tag(name, seal, mark_of_words(data), _.language)
    headers = {"Vary": "Accept-Language"}
    return answer(request, _json(lambda: make(data, _, base_path())), JSON, mark, headers)


def _json(make: Callable[[], dict[str, Any]]) -> Iterator[bytes]:
    """Yield a document, made only when it is read."""
    yield (json.dumps(make(), ensure_ascii=False, indent=1) + "\n").encode()
