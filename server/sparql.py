"""The query half of the SPARQL 1.1 Protocol, at /sparql."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request

from graph.errors import MediaTypeError, NotAcceptableError, RequestError
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.sparql.scan import scan
from graph.sparql.tokens import deterministic
from server import description
from server.config import Config
from server.current import config, release
from server.execute import execute
from server.formats import HTML, choose, choose_document
from server.notes import AHEAD
from server.parameters import FORM, FORMATS, Parameters, body_text, form_parameters, url_parameters
from server.respond import answered, tag, unchanged
from server.site import editor
from server.sparql_hints import explained

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_SAFE = " ,<>:/?#[]@!$&'()*+;=%\"-._~"

blueprint = Blueprint("sparql", __name__)


@blueprint.get("/sparql")
def get() -> Response:
    """Answers the query in the address; without one tells of the service or shows the editor."""
    if ahead := request.environ.get(AHEAD):
        return answer(ahead.asked.parameters, ahead.query)
    parameters = url_parameters()
    if "update" in parameters:
        raise RequestError("an update is sent by POST to /update, never by GET")
    if "query" in parameters:
        return answer(parameters)
    media_type = choose_document(request.headers.get("Accept"))
    if media_type is None:
        raise NotAcceptableError(description.FORMATS)
    example = parameters.one("example")
    return editor.editor(example) if media_type == HTML else description.answer(media_type)


@blueprint.post("/sparql")
def post() -> Response:
    """Answers the query in the body: a form, or the query itself."""
    if ahead := request.environ.get(AHEAD):
        return answer(ahead.asked.parameters, ahead.query)
    return answer(url_parameters() + _body_parameters())


def _body_parameters() -> Parameters:
    limit = config().max_body
    if request.mimetype == FORM:
        return form_parameters(limit)
    if request.mimetype == QUERY:
        return Parameters([("query", body_text(limit))])
    if request.mimetype == UPDATE:
        raise MediaTypeError("an update goes to /update")
    raise MediaTypeError(
        f"{request.mimetype or 'no Content-Type'}: a query is sent as {FORM} or {QUERY}"
    )


def answer(parameters: Parameters, query: QueryRequest | None = None) -> Response:
    """The answer to the query that the parameters hold, ``query`` where it was read before."""
    query = query or asked(parameters, request.base_url, request.headers.get("Accept"), config())
    named = parameters.all(*FORMATS)
    if "html" in named:
        return editor.results(query)
    explain = parameters.one("explain") == "1"
    name = tag(release().number, query, *(("explain",) if explain else ()))
    certain = deterministic(query.text)
    if certain and (same := unchanged(name)):
        return same
    found = execute(release(), query, seconds(parameters, config()))
    if explain and not found.rows:
        return _explained(found, query, name)
    return answered(found, name if request.method in {"GET", "HEAD"} else None)


def _explained(found: QueryAnswer, query: QueryRequest, name: str) -> Response:
    """An empty answer with what is to blame, in its JSON and, for every format, in a header."""
    answer, hints = explained(found, query)
    response = answered(answer, name if request.method in {"GET", "HEAD"} else None)
    response.headers["X-Unknown-Terms"] = quote(", ".join(hint["term"] for hint in hints), _SAFE)
    return response


def asked(parameters: Parameters, base: str, accept: str | None, settings: Config) -> QueryRequest:
    """The query with its dataset, bindings and formats; raises :class:`RequestError`."""
    if "update" in parameters:
        raise RequestError("this is where queries are answered; an update goes to /update")
    text = parameters.one("query")
    if text is None:
        raise RequestError("the parameter query is missing")
    scan(text)  # before anything else reads it: a long one would keep the server busy
    values = parameters.all(*FORMATS)
    return QueryRequest(
        text,
        base=base,
        union=settings.union,
        default_graphs=parameters.all("default-graph-uri"),
        named_graphs=parameters.all("named-graph-uri"),
        bindings=tuple(parameters.bindings()),
        formats=choose(accept, values),
    )


def seconds(parameters: Parameters, settings: Config) -> float:
    """The time that the query may take: what was asked for, at most what the service allows."""
    limit = settings.query_seconds
    try:
        wanted = float(parameters.one("timeout") or limit)
    except ValueError as error:
        raise RequestError("timeout is a number of seconds") from error
    return min(wanted, limit) if wanted > 0 else limit
