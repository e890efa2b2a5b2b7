"""Things, vocabularies and graphs at their own addresses, as linked data asks."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from graph.dataset.void import graph_facts
from graph.errors import NotAcceptableError, NotFoundError
from graph.questions import PARAMETERS
from graph.sparql.query import Formats, QueryRequest
from graph.sparql.serialise import GRAPHS
from ontology.names import PROV
from ontology.names import graph as graph_name
from server import vocabulary
from server.current import release
from server.dataset import tagged
from server.execute import execute
from server.formats import EXTENSIONS, HTML, choose_document, document_type
from server.links import address
from server.respond import answered, tag, unchanged
from server.site import graphs
from server.things import require, thing

THING = f"""CONSTRUCT {{ ?thing ?p ?o }} WHERE {{ GRAPH ?g {{ ?thing ?p ?o }}
  FILTER NOT EXISTS {{ ?thing {PROV.invalidatedAtTime} ?time }} }} ORDER BY ?p ?o"""
"""All that is said of a thing; nothing of one that was withdrawn."""
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
DESCRIBED = """CONSTRUCT { ?s ?p ?o } WHERE {
  { ?s ?p ?o } UNION { VALUES (?s ?p ?o) { %s } } } ORDER BY ?s ?p ?o"""
"""A graph with what is said of the graph itself."""
_PARAMETERS = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  ?s ?p ?o FILTER (?s = {PARAMETERS} || STRSTARTS(STR(?s), "{PARAMETERS.value}#")) }}
  ORDER BY ?s ?p ?o"""
blueprint = Blueprint("resources", __name__)


@blueprint.get("/id/<kind>/<path:key>")
def identified(kind: str, key: str) -> Response:
    """Sends whoever asks for a thing on to a document about it (303, since a thing is none)."""
    require(thing(kind, key))
    media_type = choose_document(request.headers.get("Accept"))
    if media_type is None:
        raise NotAcceptableError((HTML, *EXTENSIONS.values()))
    if media_type == HTML:
        return _see_other(address(f"/page/{kind}/{key}"))
    endings = {each: f".{ending}" for ending, each in EXTENSIONS.items()}
    # A format without an ending is chosen there as it was here.
    return _see_other(address(f"/data/{kind}/{key}{endings.get(media_type, '')}"))


@blueprint.get("/data/<kind>/<path:key>")
def data(kind: str, key: str) -> Response:
    """The document about a thing, in the format of its ending, else by Accept."""
    key, media_type = ending(key)
    iri = thing(kind, key)
    response = document(QueryRequest(THING, bindings=(("thing", str(iri)),)), media_type, iri)
    response.headers.add("Link", f'<{iri.value}>; rel="describes"')
    response.headers.add(
        "Link", f'<{address(f"/page/{kind}/{key}")}>; rel="alternate"; type="{HTML}"'
    )
    return response


@blueprint.get("/ontology", defaults={"name": "ontology"})
@blueprint.get("/ontology.<suffix>", defaults={"name": "ontology"})
@blueprint.get("/shapes", defaults={"name": "shapes"})
@blueprint.get("/shapes.<suffix>", defaults={"name": "shapes"})
def terms(name: str, suffix: str | None = None) -> Response:
    """The ontology or the shapes: a page that documents the terms, or the graph itself."""
    media_type = _wanted(suffix)
    if media_type == HTML:
        return vocabulary.page_of(name)
    return whole(graph_name(name), media_type)


@blueprint.get("/ontology/<path:version>", defaults={"name": "ontology"})
@blueprint.get("/shapes/<path:version>", defaults={"name": "shapes"})
def version(name: str, version: str) -> Response:
    """The ontology or the shapes as of a version, from a release that was made with it."""
    version, media_type = ending(version)
    media_type = media_type or _wanted()
    if media_type == HTML:
        return vocabulary.page_of(name, version)
    return tagged(vocabulary.versioned(name, version, media_type), media_type)


@blueprint.get("/parameter")
@blueprint.get("/parameter.<suffix>")
def parameters(suffix: str | None = None) -> Response:
    """What the saved questions can be asked with."""
    media_type = _wanted(suffix)
    if media_type == HTML:
        return vocabulary.page_of("parameter")
    graph = vocabulary.GRAPHS["parameter"].value
    query = QueryRequest(_PARAMETERS, default_graphs=(graph,))
    return document(query, media_type, PARAMETERS)


@blueprint.get("/graph/<path:layer>")
def graph(layer: str) -> Response:
    """A named graph: a page about it, or all its triples and what is said of it itself."""
    layer, media_type = ending(layer)
    iri = graph_name(*layer.split("/"))
    media_type = media_type or _wanted()
    if media_type == HTML:
        return graphs.graph(iri)
    entry = release().manifest.graphs.get(iri.value)
    if entry is None:
        raise NotFoundError(f"{iri.value}: no such graph in release {release().number}")
    itself = " ".join(
        f"({each.subject} {each.predicate} {each.object})"
        for each in graph_facts(iri.value, entry.triples)
    )
    query = QueryRequest(DESCRIBED % itself, default_graphs=(iri.value,))
    return document(query, media_type, iri)


def whole(iri: NamedNode, media_type: str) -> Response:
    """All triples of a graph; raises :class:`NotFoundError` where it has none."""
    return document(QueryRequest(GRAPH, default_graphs=(iri.value,)), media_type, iri)


def document(query: QueryRequest, media_type: str | None, iri: NamedNode) -> Response:
    """The answer to a CONSTRUCT of ours, in a format or by Accept, tagged; 404 if empty."""
    wanted = media_type or choose_document(request.headers.get("Accept"), html=False)
    if wanted is None:
        raise NotAcceptableError(tuple(GRAPHS))
    query = replace(query, formats=Formats(graph=wanted))
    name = tag(release().number, query)
    if same := unchanged(name):
        return same
    answer = execute(release(), query)
    if not answer.rows:
        require(iri)
    return answered(answer, name)


def ending(key: str) -> tuple[str, str | None]:
    """A path without the ending that names a format, and that format."""
    stem, dot, suffix = key.rpartition(".")
    media_type = EXTENSIONS.get(suffix) if dot else None
    return (stem, media_type) if media_type else (key, None)


def _wanted(suffix: str | None = None) -> str:
    return document_type(suffix, request.headers.get("Accept"))


def _see_other(location: str) -> Response:
    return Response(status=303, headers={"Location": location})
