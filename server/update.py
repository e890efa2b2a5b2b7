"""The update half of the SPARQL 1.1 Protocol, at /update."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import ConditionError, MediaTypeError, RequestError
from graph.releases import Draft
from graph.sparql.keywords import Probe, update_probe, without_loads, without_services
from graph.sparql.operations import operations, touched
from graph.sparql.syntax import refine
from graph.sparql.using import with_dataset
from server.changing import change, changed
from server.current import config
from server.parameters import FORM, Parameters, body_text, form_parameters, url_parameters
from server.tokens import authorise

UPDATE = "application/sparql-update"

SHORT = 100_000
"""Code points up to which an update is parsed before a draft is made for it."""

blueprint = Blueprint("update", __name__)


@blueprint.post("/update")
def post() -> Response:
    """Makes the change that the update in the body says, as one release."""
    authorise("write")
    parameters = url_parameters() + _body_parameters()
    text = prepared(parameters, request.base_url)
    graphs = touched(text)
    with change(f"update: {' '.join(text.split())[:80]}") as draft:
        _require(draft)
        _run(draft, text, graphs)
    response = changed(draft, 204)
    response.set_etag(response.headers["X-Release"])
    return response


def _require(draft: Draft) -> None:
    """Holds the update to ``If-Match``, whose tag is the number of the release it is made for.

    Raises :class:`ConditionError`; asked under the lock, so that no other writer comes between.
    """
    base = draft.base.number if draft.base else 0
    wanted, unwanted = request.if_match, request.if_none_match
    if wanted and not wanted.star_tag and not wanted.is_strong(str(base)):
        raise ConditionError(f"If-Match: the release is {base} now")
    if base and (unwanted.star_tag or unwanted.contains_weak(str(base))):
        raise ConditionError(f"If-None-Match: the release is {base}")


def _body_parameters() -> Parameters:
    limit = config().max_update
    if request.mimetype == FORM:
        return form_parameters(limit)
    if request.mimetype == UPDATE:
        return Parameters([("update", body_text(limit))])
    raise MediaTypeError(
        f"{request.mimetype or 'no Content-Type'}: an update is sent as {FORM} or {UPDATE}"
    )


def prepared(parameters: Parameters, base: str) -> str:
    """The update, sound, with its dataset and without what would fetch.

    Raises :class:`RequestError`, :class:`graph.errors.RemoteRefusedError`.
    """
    if "query" in parameters:
        raise RequestError("this is where updates are made; a query goes to /sparql")
    text = parameters.one("update")
    if text is None:
        raise RequestError("the parameter update is missing")
    probe = update_probe(base)
    text = without_loads(without_services(text, probe), probe)
    default = parameters.all("using-graph-uri")
    named = parameters.all("using-named-graph-uri")
    if default or named or len(text) < SHORT:
        _parse(text, probe)
    if default or named:
        text = with_dataset(text, default, named)
    if config().union and any(operation.on_default for operation in operations(text)):
        _parse(text, probe)
        raise RequestError(
            "the update reads or writes the default graph, which here is the union of the named "
            "graphs and holds nothing itself; name a graph with GRAPH, WITH or USING"
        )
    return text


def _parse(text: str, probe: Probe) -> None:
    """Raises :class:`graph.errors.QuerySyntaxError`, before what is said of a broken text."""
    error = probe(text)
    if error is not None:
        raise refine(text, error)


def _run(draft: Draft, text: str, graphs: frozenset[str] | None) -> None:
    try:
        draft.update(text, base_iri=request.base_url, graphs=graphs)
    except SyntaxError as error:
        raise refine(text, error) from error
