"""Describe the HTTP interface: an OpenAPI document, and an index.

Made from the same definitions that answer requests: filters and their values from the data,
columns from the observation.
"""

from typing import Any

from metrics.analysis.filter_names import FILTER_NAMES
from metrics.analysis.selection import (
    EARLIEST,
    FILTERS,
    LATEST,
    MULTI_FILTERS,
    allowed_values,
    years_present,
)
from metrics.i18n import LANGUAGES, Words
from metrics.model.dataset import Dataset
from metrics.model.observation import COLUMNS
from metrics.model.vocabulary import name_in

OPENAPI, INTERFACE = "3.1.0", "1.0"
Json = dict[str, Any]
_TEXT: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}


def index(dataset: Dataset, _: Words, base: str = "") -> Json:
    """Return the addresses below the path `base`, for people and programs."""
    return {
        "name": _title(dataset, _),
        "version": dataset.version,
        "sample": dataset.bureau.sample,
        "endpoints": {base + path: text for path, (text, _names, _kind) in _endpoints(_).items()},
    }


def description(dataset: Dataset, _: Words, base: str = "") -> Json:
    """Return the OpenAPI document, with the values that the data allow.

    `base` is the path below which the server answers.
    """
    parameters = _parameters(dataset, _)
    return {
        "openapi": OPENAPI,
        "info": {"title": _title(dataset, _), "version": INTERFACE},
        **({"servers": [{"url": base}]} if base else {}),
        "paths": {
            path: {"get": _operation(path, text, names, kind, _)}
            for path, (text, names, kind) in _endpoints(_).items()
        },
        "components": {
            "parameters": parameters,
            "schemas": {"Row": _row(_), "Figures": _figures(), "Problem": _problem()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _title(dataset: Dataset, _: Words) -> str:
    return _("{bureau}: annual metrics", bureau=name_in(dataset.bureau, _.language))


def _endpoints(_: Words) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Return each path's purpose, its parameters, and the kind of its answer."""
    paged = (*FILTERS, "version", "limit", "offset", "lang")
    return {
        "/api/metrics.csv": (_("Figures as CSV (UTF-8 with BOM)"), paged, "text/csv"),
        "/api/metrics.json": (_("Figures as JSON"), paged, "application/json"),
        "/api/catalog.json": (
            _("Metrics, categories, units, qualifiers and regions"),
            ("version", "lang"),
            "application/json",
        ),
        "/api/targets.json": (
            _("Goals beside the results that answer them"),
            ("version", "lang"),
            "application/json",
        ),
        "/api/versions.json": (_("All publications, newest first"), ("lang",), "application/json"),
        "/api/openapi.json": (_("This interface as OpenAPI"), ("lang",), "application/json"),
        "/api": (_("What there is"), ("lang",), "application/json"),
    }


def _operation(path: str, text: str, names: tuple[str, ...], kind: str, _: Words) -> Json:
    schema: Json = _TEXT if kind == "text/csv" else {"type": "object"}
    if path == "/api/metrics.json":
        schema = {"$ref": "#/components/schemas/Figures"}
    headers = {
        "ETag": {"schema": _TEXT, "description": _("Changes with the figures or their words")}
    }
    if "limit" in names:
        headers["X-Total-Count"] = {"schema": _COUNT, "description": _("Rows on all pages")}
        headers["Link"] = {"schema": _TEXT, "description": _("The next page, if there is one")}
    failures = {
        "400": _("The request asks for what does not exist"),
        "401": _("The figures of this server are read after signing in only."),
        "503": _("The figures cannot be read now"),
    }
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": path.removeprefix("/api").strip("/").replace(".", "_") or "index",
        "summary": text,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        "responses": {
            "200": {"description": text, "headers": headers, "content": {kind: {"schema": schema}}},
            "304": {"description": _("The client has this already")},
            **{
                code: {"description": meaning, "content": problem}
                for code, meaning in failures.items()
            },
        },
    }


def _parameters(dataset: Dataset, _: Words) -> Json:
    years = [EARLIEST, *map(str, years_present(dataset)), LATEST]
    found = {name: _choice(name, dataset, _) for name in MULTI_FILTERS}
    for name in ("from", "to", "year"):
        found[name] = _one(name, _.say(FILTER_NAMES[name]), {"enum": years})
    found["q"] = _one("q", _("Words in the name or an alias of the metric"), _TEXT)
    newest = {"type": "integer", "minimum": 1, "maximum": max(1, dataset.version)}
    found["version"] = _one("version", _("As of this publication; default: the newest"), newest)
    found["limit"] = _one("limit", _("At most so many rows"), {"type": "integer", "minimum": 1})
    found["offset"] = _one("offset", _("Rows to leave out at the beginning"), _COUNT)
    found["lang"] = _one("lang", _("Language of messages"), {"enum": list(LANGUAGES)})
    return found


def _choice(name: str, dataset: Dataset, _: Words) -> Json:
    """Return a filter of several values; a metric may also go by name or alias."""
    values = list(allowed_values(dataset, name))
    one: Json = {"type": "string", **({"enum": values} if values else {})}
    if name == "metric":
        other = {"type": "string", "description": _("A name or an alias")}
        one = {"anyOf": [one, other]}
    schema = {"type": "array", "items": one}
    meaning = _.say(FILTER_NAMES[name])
    return {**_one(name, meaning, schema), "style": "form", "explode": True}


def _one(name: str, text: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": text, "schema": schema}


def _row(_: Words) -> Json:
    """Return the shape of a row: the columns, the metric's slug, its table."""
    exact = {"value", "upper"}
    kinds = {name: {"type": ["string", "null"]} for name in exact} | {"year": {"type": "integer"}}
    columns = {
        column.name: {**kinds.get(column.name, _TEXT), "description": _.say(column.meaning)}
        for column in COLUMNS
    }
    table = {
        "type": ["object", "null"],
        "description": _("Where the figure stands in an uploaded table; null for other figures"),
    }
    evidence = {
        "type": ["object", "null"],
        "description": _(
            "Where the figure stands in the text of its report: year and title of the report, the "
            "characters from start to end, the sentence; null where the text is not kept"
        ),
    }
    goals = {"type": "array", "items": {"type": "object"}}
    return _object({**columns, "slug": _TEXT, "table": table, "evidence": evidence, "goals": goals})


def _figures() -> Json:
    return _object(
        {
            "version": _COUNT,
            "sample": {"type": "boolean"},
            "filters": {"type": "object"},
            "sources": {"type": "array", "items": {"type": "object"}},
            "count": _COUNT,
            "total": _COUNT,
            "everything": _COUNT,
            "rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
        }
    )


def _problem() -> Json:
    problem = _object({"parameter": _TEXT, "found": _TEXT, "message": _TEXT})
    values = {"type": "array", "items": _TEXT}
    return {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": _TEXT,
            "reason": _TEXT,
            "problems": {"type": "array", "items": problem},
            "allowed": {"type": "object", "additionalProperties": values},
        },
    }


def _object(properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}
