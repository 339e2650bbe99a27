"""Answer requests of the HTTP interface besides figures: refusals, version marks.

Knows requests and responses and no figure. Every answer that is an error is JSON with a sentence
in the reader's language.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from metrics.i18n import LANGUAGES, Message, Words, best_language, message, words
from metrics.model.dataset import Dataset
from metrics.operations.settings import API_TOKEN_VARIABLE, reading_is_closed
from metrics.problems import Problem
from metrics.text import shown

LONGEST_QUERY = 32_768  # characters of a query; longer ones ask for more than any figures have
SHAPE = "2"  # counts up when answers change without figures or words doing so
_SAFE = {"X-Content-Type-Options": "nosniff"}


class BadRequest(ValueError):
    """Refuse a request for what does not exist; hold the allowed values by name."""

    def __init__(
        self, problems: Sequence[Problem], allowed: Mapping[str, Sequence[str]], status: int = 400
    ) -> None:
        self.problems, self.allowed, self.status = tuple(problems), dict(allowed), status
        super().__init__(f"{len(self.problems)} parameters ask for what does not exist")


def words_of(request: Request) -> Words:
    """Return a request's language: `lang`, else the client's, else Chinese."""
    asked = request.query_params.get("lang", "")
    preferred = request.headers.get("accept-language", "")
    return words(asked if asked in LANGUAGES else best_language(preferred))


@dataclass(frozen=True)
class Query:
    """Hold a request's parameters by name, and its problems so far."""

    values: dict[str, list[str]]
    problems: list[Problem] = field(default_factory=list)
    allowed: dict[str, Sequence[str]] = field(default_factory=dict)

    def number(self, name: str, least: int = 0) -> int | None:
        """Return a parameter that is a whole number, None without or when it is none."""
        text = self.values.get(name, [""])[0]
        if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) >= least:
            return int(text)
        if name in self.values:
            wrong = message("This is not a whole number from {least} on", least=least)
            self.problems.append(_wrong(name, text, wrong))
        return None

    def refuse_what_is_wrong(self) -> None:
        """Raise BadRequest when anything is wrong."""
        if self.problems:
            raise BadRequest(self.problems, self.allowed)


def query_of(request: Request, names: Sequence[str], many: Sequence[str] = ()) -> Query:
    """Return the parameters of a request; raises BadRequest for one that is too long.

    Wrong are names that are none of `names`, and those given twice that are none of `many`.
    """
    if len(request.url.query) > LONGEST_QUERY:
        text = message("The address is too long")
        raise BadRequest([Problem("too-long", "error", text)], {}, 414)
    query = Query({})
    for name, value in request.query_params.multi_items():
        query.values.setdefault(name, []).append(value)
    for name, values in query.values.items():
        if name not in names:
            wrong = message("There is no parameter {name}", name=shown(name))
            query.problems.append(_wrong(name, values[0], wrong))
            query.allowed["parameters"] = list(names)
        elif name not in many and len(values) > 1:
            wrong = message("The parameter {name} is given more than once", name=name)
            query.problems.append(_wrong(name, values[1], wrong))
    if (asked := query.values.get("lang", ["zh"])[0]) not in LANGUAGES:
        query.problems.append(_wrong("lang", asked, message("There is no such language")))
        query.allowed["lang"] = list(LANGUAGES)
    return query


def _wrong(name: str, found: str, text: Message) -> Problem:
    return Problem("parameter", "error", text, column=name, found=found)


def refusal(bad: BadRequest, _: Words) -> Response:
    """Return the answer to a bad request: its problems and the allowed values."""
    return failure(
        bad.status,
        _("The request asks for what does not exist"),
        headers={"Vary": "Accept-Language"},
        problems=[
            {
                "parameter": shown(problem.column or ""),
                "found": shown(problem.found or ""),
                "message": _.say(problem.message),
            }
            for problem in bad.problems
        ],
        allowed=bad.allowed,
    )


def failure(
    status: int, text: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """Return an error as JSON; nobody keeps it."""
    sent = {**_SAFE, "Cache-Control": "no-store", **(headers or {})}
    return JSONResponse({"error": text, **more}, status, sent)


def not_let_in(request: Request) -> Response | None:
    """Return the refusal where reading is closed and the request has no valid token."""
    if not reading_is_closed():
        return None
    token = os.environ.get(API_TOKEN_VARIABLE, "").encode()
    scheme, _space, given = request.headers.get("authorization", "").partition(" ")
    sent = given.strip().encode("latin-1")
    if token and scheme.lower() == "bearer" and hmac.compare_digest(sent, token):
        return None
    _ = words_of(request)
    text = _("The figures of this server are read after signing in only.")
    return failure(401, text, headers={"WWW-Authenticate": "Bearer", "Vary": "Accept-Language"})


def tag(*parts: object) -> str:
    """Return the mark of an answer, the same for the same parts.

    Weak: the same figures may be sent compressed or not.
    """
    content = "\0".join(map(str, (SHAPE, *parts))).encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


@lru_cache(maxsize=4)
def mark_of_words(dataset: Dataset) -> str:
    """Return a mark of everything in a data set but its figures."""
    words_of_data = (dataset.catalogue, dataset.vocabulary, dict(dataset.editions), dataset.bureau)
    parts = (*words_of_data, dict(dataset.report_places))
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()


def answer(
    request: Request,
    pieces: Iterator[bytes],
    kind: str,
    mark: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer with its mark, or 304 to a client that has it already.

    `pieces` are asked for only when somebody reads them, in a thread of their own.
    """
    privacy = "private, no-cache" if reading_is_closed() else "no-cache"
    sent = {**_SAFE, "ETag": mark, "Cache-Control": privacy, **(headers or {})}
    if _has_it(request.headers.get("if-none-match", ""), mark):
        return Response(status_code=304, headers=sent)
    body = iter(()) if request.method == "HEAD" else pieces
    return StreamingResponse(body, headers=sent, media_type=kind)


def _has_it(asked: str, mark: str) -> bool:
    known = [each.strip().removeprefix("W/") for each in asked.split(",")]
    return asked.strip() == "*" or mark.removeprefix("W/") in known
