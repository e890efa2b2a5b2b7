"""The one place that chooses HTTP statuses: every error becomes a problem document (RFC 9457).

Who reads pages gets it as a page.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, json, request
from werkzeug.exceptions import HTTPException, NotFound

from graph import errors
from graph.shacl.report import as_dict, report_bytes
from graph.sparql.serialise import GRAPHS, ROWS
from ontology.names import BASE, LHS
from server.current import home
from server.formats import HTML, content_type, negotiate
from server.links import SAFE
from server.site import problems

_LOG = logging.getLogger("lianghui")
PROBLEM = "application/problem+json"
CONSTRAINED = f'<{LHS.iri.rstrip("#")}>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
"""The link to the shapes that data are judged by."""
MAX_DETAIL = 2000
MAX_RESULTS = 100
"""Results of the gate that a refusal lists; more are counted in ``truncated``."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its name in the address of its type, its status and its title."""

    name: str
    status: int
    title: str
    headers: tuple[tuple[str, str], ...] = ()


_CHALLENGE = 'Bearer realm="lianghui"'
_RETRY = (("Retry-After", "1"),)
_ENGINE = Kind("engine", 503, "Another engine does not answer as it should", _RETRY)
KINDS: dict[type[Exception], Kind] = {
    errors.QuerySyntaxError: Kind("query-syntax", 400, "The query or update does not parse"),
    errors.DataSyntaxError: Kind("data-syntax", 400, "The data do not parse"),
    errors.QueryFailedError: Kind("query-failed", 400, "The query cannot be run"),
    errors.NotAcceptableError: Kind("not-acceptable", 406, "No acceptable format"),
    errors.MediaTypeError: Kind("media-type", 415, "The body's media type is not read here"),
    errors.TooLargeError: Kind("too-large", 413, "The body is too large"),
    errors.SlowBodyError: Kind("slow", 408, "The body came too slowly"),
    errors.UnprocessableError: Kind("unprocessable", 422, "What the request says cannot be used"),
    errors.ConditionError: Kind("condition", 412, "A condition of the request does not hold"),
    errors.RequestError: Kind("request", 400, "The request breaks the protocol"),
    errors.InputError: Kind("input", 422, "What was given cannot be used"),
    errors.QueryTooComplexError: Kind("query-too-complex", 400, "The query is too complex"),
    errors.QueryTimeoutError: Kind("query-time", 504, "The query ran past its time limit"),
    errors.QueryMemoryError: Kind("query-memory", 500, "The query needed too much memory"),
    errors.AnswerTooLargeError: Kind("answer-size", 500, "The answer is too large"),
    errors.NotRenderedError: Kind("not-rendered", 406, "The picture cannot be drawn here"),
    errors.QueryBusyError: Kind("query-busy", 503, "Too many queries are waiting"),
    errors.QueryCancelledError: Kind("cancelled", 503, "Whoever asked has gone"),
    errors.WorkerDiedError: Kind("worker", 500, "The query could not be run to its end"),
    errors.EngineUnreachableError: _ENGINE,
    errors.EngineElsewhereError: _ENGINE,
    errors.EngineFailedError: _ENGINE,
    errors.EngineUnknownError: _ENGINE,
    errors.RemoteRefusedError: Kind("remote-refused", 403, "Nothing is fetched from elsewhere"),
    errors.RemoteFailedError: Kind("remote-failed", 502, "Another service gave no usable answer"),
    errors.RemoteTimeoutError: Kind("remote-time", 504, "Another service did not answer in time"),
    errors.NotAllowedError: Kind("not-allowed", 403, "Not allowed"),
    errors.NotAuthenticatedError: Kind(
        "not-authenticated",
        401,
        "A token is needed",
        (("WWW-Authenticate", _CHALLENGE),),
    ),
    errors.GoneError: Kind("gone", 410, "Withdrawn"),
    errors.NoReleaseError: Kind("no-release", 503, "There is no release yet", _RETRY),
    errors.NotFoundError: Kind("not-found", 404, "Not found"),
    errors.RefusedError: Kind("refused", 409, "The rules refuse this change"),
    errors.HomeBusyError: Kind("busy", 503, "Another change is being made", _RETRY),
    errors.StorageFullError: Kind("storage-full", 507, "The disk is full"),
    errors.DamagedHomeError: Kind("damaged", 500, "The stored data contradict each other"),
    errors.LianghuiError: Kind("internal", 500, "Something went wrong here"),
}
"""How each error is told; an error's own class counts before those that it derives from."""

FAULTS = ("damaged", "internal", "worker")
"""The kinds that whoever runs the service has to look into."""
UNEXPECTED = Kind("internal", 500, "Something went wrong here")
_FRAMEWORK = {
    400: KINDS[errors.RequestError],
    404: KINDS[errors.NotFoundError],
    405: Kind("method-not-allowed", 405, "Method not allowed"),
    413: KINDS[errors.TooLargeError],
    416: Kind("range", 416, "There is no such range"),
}
"""How is told what the framework refuses, by its status."""
DOCUMENTED = frozenset({UNEXPECTED, *_FRAMEWORK.values(), *KINDS.values()})
"""Every kind that has a page of its own."""


def kind_of(error: Exception) -> Kind:
    """The kind of problem that an error is."""
    return next((KINDS[each] for each in type(error).__mro__ if each in KINDS), UNEXPECTED)


def problem(kind: Kind, detail: str, **more: Any) -> Response:
    """A problem document as the answer, or as a page for who asks for one."""
    document = {
        "type": f"{BASE}problem/{kind.name}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail[:MAX_DETAIL],
        "instance": quote(request.path, safe=SAFE),
        "request": g.get("request_id", ""),
    }
    document.update({name: value for name, value in more.items() if value not in (None, "")})
    answer = _page(kind, document) if _reads_pages() else None
    answer = answer or Response(json.dumps(document, ensure_ascii=False), mimetype=PROBLEM)
    answer.status_code = kind.status
    answer.headers.extend(kind.headers)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _reads_pages() -> bool:
    """Whether HTML is liked best of all that is given here, as only browsers have it."""
    offered = (PROBLEM, "application/json", *GRAPHS, *ROWS, HTML)
    wanted = negotiate(request.headers.get("Accept"), offered, {"application/xhtml+xml": HTML})
    return wanted == HTML and request.method in {"GET", "HEAD"}


def _page(kind: Kind, document: dict[str, Any]) -> Response | None:
    """The problem as a page; None where what is wrong spoils that too."""
    try:
        return problems.shown(kind.name, document)
    except Exception:
        _LOG.exception("%s: the page of a problem", request.path)
        return None


def known(error: errors.LianghuiError) -> Response:
    """The answer to an error that was raised on purpose."""
    kind = kind_of(error)
    if kind.name in FAULTS:
        _LOG.error("%s: %s: %s", request.path, g.get("request_id"), error)
    if isinstance(error, errors.RefusedError):
        return _refused(kind, error)
    answer = problem(kind, _told(error), **_details(error))
    answer.headers.update(_headers(error))
    return answer


def _headers(error: errors.LianghuiError) -> dict[str, str]:
    """What an error says in headers beside what all of its kind say."""
    if isinstance(error, errors.QueryBusyError):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, errors.TokenUnknownError):  # RFC 6750, section 3
        said = 'error="invalid_token", error_description="no such token is known here"'
        return {"WWW-Authenticate": f"{_CHALLENGE}, {said}"}
    if isinstance(error, errors.ScopeTooSmallError):
        said = f'error="insufficient_scope", scope="{error.scope}"'
        return {"WWW-Authenticate": f"{_CHALLENGE}, {said}"}
    return {}


def _told(error: errors.LianghuiError) -> str:
    """What is told of it, files named from the home on: where it lies is the log's."""
    if isinstance(error, errors.HomeBusyError):  # who writes is the log's too
        return "another change is being made here; try again later"
    detail = str(error)
    for path in map(re.escape, {str(home().path), str(home().path.resolve())}):
        detail = re.sub(rf"(?<![\w./-]){path}/", "", detail)
        detail = re.sub(rf"(?<![\w./-]){path}:", "the home:", detail)
    return detail


def _refused(kind: Kind, error: errors.RefusedError) -> Response:
    """The refusal as a problem document, or as SHACL's report for who prefers RDF."""
    wanted = negotiate(request.headers.get("Accept"), (PROBLEM, *GRAPHS))
    if wanted is None or wanted == PROBLEM:
        answer = problem(kind, _told(error), **_details(error))
    else:
        body = report_bytes(error.violations, wanted)
        answer = Response(body, status=kind.status, content_type=content_type(wanted))
    answer.headers.add("Link", CONSTRAINED)
    return answer


def _details(error: errors.LianghuiError) -> dict[str, Any]:
    if isinstance(error, errors.QuerySyntaxError):
        return {
            "line": error.line,
            "column": error.column,
            "near": error.near,
            "hint": error.hint,
        }
    if isinstance(error, errors.DataSyntaxError):
        return {"line": error.line, "column": error.column}
    if isinstance(error, errors.NotAcceptableError):
        return {"available": list(error.offered)}
    if isinstance(error, errors.ParameterError):
        return {"parameter": error.name, "allowed": list(error.allowed)}
    if isinstance(error, errors.RefusedError):
        results = [as_dict(each) for each in error.violations[:MAX_RESULTS]]
        return {"results": results, "truncated": len(error.violations) > MAX_RESULTS}
    return {}


def http(error: HTTPException) -> Response:
    """The answer to what the framework refuses, its headers (Allow) kept."""
    status = error.code or 500
    kind = _FRAMEWORK.get(status) or Kind("request", status, error.name)
    said = error.description or error.name
    if isinstance(error, NotFound) and said == NotFound.description:
        said = f"{request.path}: nothing is at this address; /openapi.json lists those there are"
    answer = problem(kind, said)
    for header, value in error.get_headers():
        if header.lower() not in {"content-type", "content-length"}:
            answer.headers[header] = value
    return answer


def unexpected(error: Exception) -> Response:
    """The answer to a fault of ours: nothing of it is shown, all of it is logged."""
    _LOG.exception("%s: %s", request.path, g.get("request_id"), exc_info=error)
    return problem(UNEXPECTED, "the log has the details under this request's number")


def register(app: Flask) -> None:
    """Has the app answer every error with a problem document."""
    app.register_error_handler(errors.LianghuiError, known)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unexpected)
