"""The release as VoID describes it (https://www.w3.org/TR/void/): each graph, class, property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.dataset import series
from graph.dataset.about import (
    DATA_LICENSE,
    DESCRIPTION,
    TITLE,
    Subject,
    facts,
    number,
    sources,
    tagged,
)
from graph.dataset.counts import Contents, Counts, Linkset
from graph.home.hashing import DEFAULT
from graph.home.manifest import Manifest
from graph.sparql.serialise import GRAPHS
from ontology import names
from ontology.names import BASE, DATASET, DCAT, DCTERMS, FOAF, PREFIXES, RDF, SD, VOID, XSD


def triples(manifest: Manifest, held: Contents, base: str) -> Iterator[Triple]:
    """The dataset as of a release, served at ``base`` (which ends in a slash).

    Partitions are blank nodes, named in order, so that equal releases give equal bytes.
    """
    dataset = DATASET
    yield from _document(base, dataset)
    yield from facts(
        dataset,
        [
            (RDF.type, VOID.Dataset),
            *tagged(DCTERMS.title, TITLE),
            *tagged(DCTERMS.description, DESCRIPTION),
            (DCTERMS.license, NamedNode(DATA_LICENSE)),
            (DCTERMS.modified, time(manifest)),
            (DCAT.hasCurrentVersion, names.release(manifest.number)),
            (FOAF.homepage, NamedNode(base)),
            (VOID.triples, number(manifest.triples)),
            (VOID.uriSpace, Literal(BASE)),
            *((VOID.vocabulary, each) for each in _vocabularies(held)),
            (VOID.sparqlEndpoint, NamedNode(f"{base}sparql")),
            (VOID.exampleResource, names.province("140000")),
            *((VOID.dataDump, NamedNode(f"{base}dump.{each}.gz")) for each in ("nq", "trig")),
            *((VOID.feature, NamedNode(each.iri)) for each in GRAPHS.values()),
        ],
    )
    yield from sources()
    yield from _partitions(dataset, "all", held.total("classes"), held.total("properties"))
    for index, (key, counts) in enumerate(sorted(held.graphs.items())):
        yield from _graph(manifest, key, counts, f"g{index}")
    yield from series.subsets(manifest, base)
    for linkset in held.linksets:
        yield from _linkset(linkset, held)


def _vocabularies(held: Contents) -> Iterator[NamedNode]:
    """Those with prefixes here that a class or a property is from."""
    used = held.total("classes").keys() | held.total("properties").keys()
    for namespace in PREFIXES.values():
        if any(each.startswith(namespace) for each in used):
            yield NamedNode(namespace)


def graph_facts(key: str, size: int) -> Iterator[Triple]:
    """What a named graph is: a part of the dataset, of that many triples."""
    graph = NamedNode(key)
    yield from facts(
        graph,
        [
            (RDF.type, VOID.Dataset),
            (RDF.type, SD.NamedGraph),
            (SD.name, graph),
            (VOID.triples, number(size)),
            (DCTERMS.isPartOf, DATASET),
        ],
    )


def time(manifest: Manifest) -> Literal:
    """When a release was made."""
    return Literal(manifest.as_dict()["time"], datatype=XSD.dateTime)


def _document(base: str, dataset: NamedNode) -> Iterator[Triple]:
    page = NamedNode(f"{base}void.ttl")
    yield Triple(page, RDF.type, VOID.DatasetDescription)
    yield Triple(page, FOAF.primaryTopic, dataset)


def _graph(manifest: Manifest, key: str, counts: Counts, label: str) -> Iterator[Triple]:
    entry = manifest.graphs[key]
    if key == DEFAULT or key.startswith("_:"):
        node: Subject = BlankNode(label)
        yield Triple(node, RDF.type, VOID.Dataset)
        yield Triple(node, VOID.triples, number(entry.triples))
    else:
        node = NamedNode(key)
        yield from graph_facts(key, entry.triples)
    yield Triple(DATASET, VOID.subset, node)
    yield Triple(node, VOID.distinctSubjects, number(counts.subjects))
    yield Triple(node, VOID.distinctObjects, number(counts.objects))
    yield from _partitions(node, label, counts.classes, counts.properties)


def _partitions(
    node: Subject, label: str, classes: Mapping[str, int], properties: Mapping[str, int]
) -> Iterator[Triple]:
    yield Triple(node, VOID.classes, number(len(classes)))
    yield Triple(node, VOID.properties, number(len(properties)))
    for index, (key, count) in enumerate(sorted(classes.items())):
        part = BlankNode(f"{label}c{index}")
        yield Triple(node, VOID.classPartition, part)
        yield Triple(part, VOID["class"], NamedNode(key))
        yield Triple(part, VOID.entities, number(count))
    for index, (key, count) in enumerate(sorted(properties.items())):
        part = BlankNode(f"{label}p{index}")
        yield Triple(node, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, NamedNode(key))
        yield Triple(part, VOID.triples, number(count))


def _linkset(linkset: Linkset, held: Contents) -> Iterator[Triple]:
    node = NamedNode(linkset.iri)
    own = [held.graphs[linkset.graph]] if linkset.graph else held.graphs.values()
    size = sum(each.properties.get(linkset.predicate, 0) for each in own)
    yield from facts(
        node,
        [
            (RDF.type, VOID.Linkset),
            (VOID.linkPredicate, NamedNode(linkset.predicate)),
            (VOID.subjectsTarget, NamedNode(linkset.subjects)),
            (VOID.objectsTarget, NamedNode(linkset.objects)),
            (VOID.triples, number(size)),
        ],
    )
    yield Triple(DATASET, VOID.subset, node)
