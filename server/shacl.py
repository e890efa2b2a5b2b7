"""What the shapes say of data that are sent, at /shacl; nothing of them is stored."""

from __future__ import annotations

from contextlib import closing

from flask import Blueprint, Response, current_app, request

from graph.errors import NotAcceptableError
from graph.rdf.document import READ_NAMED
from graph.sparql.query import QueryAnswer
from graph.sparql.serialise import GRAPHS
from graph.validation.judge import JSON, Asked, answer
from server.current import config, release
from server.engine import Engine
from server.errors import CONSTRAINED
from server.execute import client
from server.formats import choose_report
from server.notes import NOTES, TOKEN
from server.parameters import FORMATS, url_parameters
from server.payload import received
from server.respond import answered
from server.store_protocol import graph_name

blueprint = Blueprint("shacl", __name__)


@blueprint.post("/shacl")
def post() -> Response:
    """The validation report on the data in the body, judged beside the current release.

    200 whether they conform or not; the report says which. ``graph`` in the address is where
    triples that name no graph are to go.
    """
    parameters = url_parameters()
    named = parameters.all(*FORMATS)
    media_type = choose_report(request.headers.get("Accept"), named)
    graph = parameters.one("graph")
    if graph is not None:
        graph_name(graph)
    if media_type is None:
        raise NotAcceptableError((*GRAPHS, JSON))
    with closing(received(config().max_body, tuple(READ_NAMED))) as parts:
        documents = tuple(part.document() for part in parts.held)
        asked = Asked(release().path, documents, request.base_url, media_type, graph)
        found = _judged(asked)
    request.environ.setdefault(NOTES, {}).update(rows=found.rows)
    response = answered(found)
    response.headers["Cache-Control"] = "no-store"
    response.headers.add("Link", CONSTRAINED)
    return response


def _judged(asked: Asked) -> QueryAnswer:
    if not config().isolated:
        return answer(None, asked)
    engine: Engine = current_app.extensions["lianghui.engine"]
    return engine.judge(asked, client(), request.environ.get(TOKEN))
