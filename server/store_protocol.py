"""The SPARQL 1.1 Graph Store HTTP Protocol, at /store."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256

from flask import Blueprint, Response, request
from pyoxigraph import DefaultGraph, NamedNode, Quad, parse
from werkzeug.datastructures import ETags

from graph.errors import ConditionError, NotAcceptableError, NotFoundError, RequestError
from graph.releases import Draft
from graph.sparql.operations import DEFAULT
from graph.sparql.query import Formats, QueryRequest
from graph.sparql.serialise import GRAPHS
from server.changing import change, changed
from server.current import Release, config, release
from server.execute import execute
from server.formats import choose
from server.parameters import url_parameters
from server.payload import READ, Part, received
from server.respond import answered
from server.tokens import authorise

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

blueprint = Blueprint("store", __name__)

Graph = NamedNode | DefaultGraph


@blueprint.get("/store")
@blueprint.get("/store/<path:name>")
def get(name: str | None = None) -> Response:
    """A graph, in the format asked for, with a strong tag of its content."""
    graph, current = _graph(name), release()
    named = url_parameters().all("format", "output", "results")
    media_type = choose(request.headers.get("Accept"), named).graph
    if media_type is None:
        raise NotAcceptableError(tuple(GRAPHS))
    digest = content(current, graph)
    if digest is None:
        raise _missing(graph)
    tag = f"{digest}.{sha256(media_type.encode()).hexdigest()[:6]}"
    held = request.if_none_match
    for each in (tag, f"{tag}-gzip"):
        if each in held.as_set(include_weak=True) or held.star_tag:
            return _unchanged(each)
    response = answered(execute(current, _query(graph, media_type)))
    response.set_etag(tag)
    return response


def _unchanged(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag)
    return response


def _query(graph: Graph, media_type: str) -> QueryRequest:
    formats = Formats(graph=media_type)
    if isinstance(graph, DefaultGraph):
        return QueryRequest(_ALL, union=config().union, formats=formats)
    return QueryRequest(_ALL, default_graphs=(graph.value,), formats=formats)


@blueprint.put("/store")
@blueprint.put("/store/<path:name>")
def put(name: str | None = None) -> Response:
    """Replaces a graph by what is sent: 201 where it was not there, else 204."""
    return _write(_writable(name), replace=True)


@blueprint.post("/store")
@blueprint.post("/store/<path:name>")
def post(name: str | None = None) -> Response:
    """Adds what is sent to a graph; sent to the store itself, to a graph of a new name."""
    if name is None and not _named():
        authorise("write")
        graph = _iri(f"{request.base_url.rstrip('/')}/{uuid.uuid4()}")
        response = _write(graph, replace=False)
        response.headers["Location"] = graph.value
        return response
    return _write(_writable(name), replace=False)


@blueprint.delete("/store")
@blueprint.delete("/store/<path:name>")
def delete(name: str | None = None) -> Response:
    """Takes a graph out; 404 where it is not there."""
    graph = _writable(name)
    with change(f"DELETE {_shown(graph)}") as draft:
        if not _meets(draft, graph):
            raise _missing(graph)
        if isinstance(graph, NamedNode):
            draft.remove_graph(graph)
        else:
            draft.replace_graph(graph, ())
    return changed(draft, 204)


def _write(graph: Graph, *, replace: bool) -> Response:
    with (
        closing(received(config().max_load)) as parts,
        change(f"{request.method} {_shown(graph)}") as draft,
    ):
        there = _meets(draft, graph)
        quads = (quad for part in parts.held for quad in _quads(part, graph))
        if replace or not there:
            draft.replace_graph(graph, quads)
        else:
            draft.add(quads)
    return changed(draft, 204 if there else 201)


def _quads(part: Part, graph: Graph) -> Iterator[Quad]:
    """The triples of a part, relative IRIs resolved against the graph's own."""
    base = graph.value if isinstance(graph, NamedNode) else request.base_url
    try:
        for quad in parse(
            part.data,
            format=READ[part.media_type],
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        ):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except (SyntaxError, ValueError) as error:
        raise RequestError(f"the body is not {part.media_type}: {error}") from error


def _meets(draft: Draft, graph: Graph) -> bool:
    """Whether the graph is there; raises :class:`ConditionError` if a condition does not hold."""
    digest = content(draft.base, graph) if draft.base else None
    wanted, unwanted = request.if_match, request.if_none_match
    if wanted and (digest is None or not (wanted.star_tag or digest in _digests(wanted))):
        raise ConditionError("If-Match: the graph is not what it was")
    if unwanted and digest is not None and (unwanted.star_tag or digest in _digests(unwanted)):
        raise ConditionError("If-None-Match: the graph is there already")
    return digest is not None


def _digests(tags: ETags) -> set[str]:
    return {tag.partition(".")[0] for tag in tags.as_set()}


def content(current: Release, graph: Graph) -> str | None:
    """The hash of a graph's content, None where there is no such graph."""
    graphs = current.manifest.graphs
    if isinstance(graph, NamedNode):
        entry = graphs.get(graph.value)
        return entry.sha256[:32] if entry else None
    names = sorted(graphs) if config().union else [DEFAULT]
    hashes = [f"{name} {graphs[name].sha256}" for name in names if name in graphs]
    return sha256("\n".join(hashes).encode()).hexdigest()[:32]


def _graph(name: str | None) -> Graph:
    """The graph that the request is about: by ``graph``, by ``default``, or its own address."""
    parameters = url_parameters()
    if name is not None:
        if _named():
            raise RequestError("the graph is named twice, by the address and by a parameter")
        return _iri(request.base_url)
    iri, default = parameters.one("graph"), parameters.one("default")
    if (iri is None) == (default is None):
        raise RequestError("name one graph: ?graph=IRI or ?default")
    return DefaultGraph() if iri is None else _iri(iri)


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


def _iri(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise RequestError(f"{iri}: not an absolute IRI, so no graph's name") from error


def _shown(graph: Graph) -> str:
    return graph.value if isinstance(graph, NamedNode) else "the default graph"


def _missing(graph: Graph) -> NotFoundError:
    return NotFoundError(f"{_shown(graph)}: no such graph in release {release().number}")
