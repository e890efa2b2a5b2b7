"""What the service can do, as SPARQL 1.1 Service Description says it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from flask import Response
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.rdf.document import READ
from graph.sparql.operations import DEFAULT
from graph.sparql.query import QueryAnswer
from graph.sparql.serialise import GRAPHS, ROWS, tidy, write_triples
from ontology.names import RDF, SD, VOID, XSD
from server.current import Release, config, release
from server.links import absolute
from server.respond import answered

FORMATS = ("text/html", *GRAPHS)


def answer(media_type: str) -> Response:
    """The description of the service at this address."""
    out = io.BytesIO()
    count, _ = write_triples(_triples(release()), media_type, out)
    body = tidy(media_type, out.getvalue())
    return answered(QueryAnswer(media_type, body, len(body), count))


def _triples(current: Release) -> Iterator[Triple]:
    # Named by IRIs: of two services without, clients take the last one's endpoint for queries.
    service, update = NamedNode(absolute("/sparql")), NamedNode(absolute("/update"))
    dataset = BlankNode("dataset")
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, service)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    for iri in (*(each.iri for each in ROWS.values()), *(each.iri for each in GRAPHS.values())):
        yield Triple(service, SD.resultFormat, NamedNode(iri))
    yield from _features(service)
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(update, RDF.type, SD.Service)
    yield Triple(update, SD.endpoint, update)
    yield Triple(update, SD.supportedLanguage, SD.SPARQL11Update)
    for iri in dict.fromkeys(each.iri for each in READ.values()):
        yield Triple(update, SD.inputFormat, NamedNode(iri))
    yield Triple(update, SD.defaultDataset, dataset)
    yield from _dataset(dataset, current)


def _features(service: NamedNode) -> Iterator[Triple]:
    yield Triple(service, SD.feature, SD.EmptyGraphs)
    if config().union:
        yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    if config().allow_remote:
        yield Triple(service, SD.feature, SD.BasicFederatedQuery)


def _dataset(dataset: BlankNode, current: Release) -> Iterator[Triple]:
    """The dataset with its graphs, their sizes those of the release."""
    all_sizes = {name: entry.triples for name, entry in current.manifest.graphs.items()}
    unnamed, whole = all_sizes.pop(DEFAULT, 0), sum(all_sizes.values())
    # A graph that a blank node names has no name that a query could give it by.
    sizes = {name: size for name, size in all_sizes.items() if not name.startswith("_:")}
    default = BlankNode("default")
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, default)
    for index in range(len(sizes)):
        yield Triple(dataset, SD.namedGraph, BlankNode(f"named{index}"))
    yield Triple(default, RDF.type, SD.Graph)
    yield Triple(default, VOID.triples, _number(unnamed + whole * config().union))
    for index, (iri, size) in enumerate(sorted(sizes.items())):
        named, graph = BlankNode(f"named{index}"), BlankNode(f"graph{index}")
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, NamedNode(iri))
        yield Triple(named, SD.graph, graph)
        yield Triple(graph, RDF.type, SD.Graph)
        yield Triple(graph, VOID.triples, _number(size))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
