"""The update half of the SPARQL 1.1 Protocol, at /update."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import MediaTypeError, RequestError
from graph.writing.change import Update
from server.changing import changed, conditions, made
from server.current import config, home
from server.parameters import FORM, Parameters, body_text, form_parameters, url_parameters
from server.tokens import authorise

UPDATE = "application/sparql-update"

blueprint = Blueprint("update", __name__)


@blueprint.post("/update")
def post() -> Response:
    """Makes the change that the update in the body says, as one release.

    The tag that ``If-Match`` names is the number of the release that it is made for.
    """
    authorise("write")
    response = changed(made(_asked(url_parameters() + _body_parameters())), 204)
    response.set_etag(response.headers["X-Release"])
    return response


def _body_parameters() -> Parameters:
    limit = config().max_update
    if request.mimetype == FORM:
        return form_parameters(limit)
    if request.mimetype == UPDATE:
        return Parameters([("update", body_text(limit))])
    raise MediaTypeError(
        f"{request.mimetype or 'no Content-Type'}: an update is sent as {FORM} or {UPDATE}"
    )


def _asked(parameters: Parameters) -> Update:
    """The update with its dataset; raises :class:`RequestError`."""
    if "query" in parameters:
        raise RequestError("this is where updates are made; a query goes to /sparql")
    text = parameters.one("update")
    if text is None:
        raise RequestError("the parameter update is missing")
    return Update(
        home().path,
        conditions(),
        text,
        base=request.base_url,
        default=parameters.all("using-graph-uri"),
        named=parameters.all("using-named-graph-uri"),
        union=config().union,
    )
