"""The SPARQL 1.1 Graph Store HTTP Protocol, at /store."""

from __future__ import annotations

import uuid
from contextlib import closing

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from pyoxigraph import DefaultGraph, NamedNode
from werkzeug.routing import BaseConverter

from graph.errors import NotAcceptableError, NotFoundError, RequestError
from graph.rdf.document import Document
from graph.sparql.query import Formats, QueryRequest
from graph.sparql.serialise import GRAPHS
from graph.writing.change import Outcome, Write, content
from server.changing import changed, conditions, made
from server.content_tags import content_tag, held
from server.current import config, home, release
from server.execute import execute
from server.formats import choose
from server.links import absolute
from server.parameters import FORMATS, url_parameters
from server.payload import received
from server.respond import answered
from server.tokens import authorise

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

blueprint = Blueprint("store", __name__)

Graph = NamedNode | DefaultGraph


class _Rest(BaseConverter):
    """All that follows in an address; the framework's own would take slashes out of ``//a``."""

    regex = ".+"
    part_isolating = False


@blueprint.record_once
def _know(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["graph"] = _Rest


@blueprint.get("/store")
@blueprint.get("/store/<graph:name>")
def get(name: str | None = None) -> Response:
    """A graph, in the format asked for, with a strong tag of its content."""
    graph, current = _graph(name), release()
    named = url_parameters().all(*FORMATS)
    media_type = choose(request.headers.get("Accept"), named).graph
    if media_type is None:
        raise NotAcceptableError(tuple(GRAPHS))
    iri = graph.value if isinstance(graph, NamedNode) else None
    digest = content(current.manifest.graphs, iri, union=config().union)
    if digest is None:
        raise _missing(graph)
    tag = content_tag(digest, media_type)
    if same := held(tag):
        return same
    response = answered(execute(current, _query(graph, media_type)))
    response.set_etag(tag)
    return response


def _query(graph: Graph, media_type: str) -> QueryRequest:
    formats = Formats(graph=media_type)
    if isinstance(graph, DefaultGraph):
        return QueryRequest(_ALL, union=config().union, formats=formats)
    return QueryRequest(_ALL, default_graphs=(graph.value,), formats=formats)


@blueprint.put("/store")
@blueprint.put("/store/<graph:name>")
def put(name: str | None = None) -> Response:
    """Replaces a graph by what is sent: 201 where it was not there, else 204."""
    if "Content-Range" in request.headers:  # RFC 9110, section 14.5
        raise RequestError("Content-Range: a graph is replaced as a whole; send all of it")
    return _write(_writable(name))


@blueprint.post("/store")
@blueprint.post("/store/<graph:name>")
def post(name: str | None = None) -> Response:
    """Adds what is sent to a graph; sent to the store itself, to a graph of a new name."""
    if name is None and not _named():
        authorise("write")
        return _write(graph_name(absolute(f"/store/{uuid.uuid4()}")))
    return _write(_writable(name))


@blueprint.delete("/store")
@blueprint.delete("/store/<graph:name>")
def delete(name: str | None = None) -> Response:
    """Takes a graph out; 404 where it is not there."""
    graph = _writable(name)
    return changed(_made(graph), 204)


def _write(graph: Graph) -> Response:
    with closing(received(config().max_load)) as parts:
        outcome = _made(graph, tuple(part.document() for part in parts.held))
    response = changed(outcome, 204 if outcome.there else 201)
    if isinstance(graph, NamedNode) and not outcome.there and not _named():
        # Servers decode a path before we see it: %2F has become a slash in the name.
        response.headers["Location"] = graph.value
    return response


def _made(graph: Graph, documents: tuple[Document, ...] = ()) -> Outcome:
    iri = graph.value if isinstance(graph, NamedNode) else None
    base = iri or request.base_url
    return made(Write(home().path, conditions(), iri, base, request.method, documents))


def _graph(name: str | None) -> Graph:
    """The graph that the request is about: by ``graph``, by ``default``, or its own address."""
    parameters = url_parameters()
    if name is not None:
        if _named():
            raise RequestError("the graph is named twice, by the address and by a parameter")
        if request.query_string and not parameters.names <= set(FORMATS):
            raise RequestError("a graph that the address names has no query; name it by ?graph=IRI")
        if "\ufffd" in name:  # which servers put for what they cannot decode
            raise RequestError("the address is not percent-encoded UTF-8")
        return graph_name(absolute(request.path))
    iri, default = parameters.one("graph"), parameters.one("default")
    if (iri is None) == (default is None):
        raise RequestError("name one graph: ?graph=IRI or ?default")
    return DefaultGraph() if iri is None else graph_name(iri)


def _writable(name: str | None) -> Graph:
    """The graph that the request may change."""
    authorise("write")
    graph = _graph(name)
    if isinstance(graph, DefaultGraph) and config().union:
        raise RequestError(
            "the default graph is the union of the named graphs here and holds nothing itself; "
            "write to ?graph=IRI"
        )
    return graph


def _named() -> bool:
    parameters = url_parameters()
    return "graph" in parameters or "default" in parameters


def graph_name(iri: str) -> NamedNode:
    """The graph of that name. Raises RequestError for what is no absolute IRI."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise RequestError(f"{iri}: not an absolute IRI, so no graph's name") from error


def _missing(graph: Graph) -> NotFoundError:
    shown = graph.value if isinstance(graph, NamedNode) else "the default graph"
    return NotFoundError(f"{shown}: no such graph in release {release().number}")
