"""The same places in other datasets: ``graph/links``.

No ``owl:sameAs`` is stated: no source says that a province here and an item there are one thing
in every respect, and the two properties say what is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import DCTERMS, LH, VOID, graph, province, thing
from tools.facts.places import REFERENCE, cities, city
from tools.facts.tables import CODE, Tables
from tools.facts.terms import a, labels, node

LINKS = graph("links")


def links(tables: Tables) -> Iterator[Quad]:
    """Both linksets with their descriptions."""
    features = [(province(row[CODE]), row["geonames_id"]) for row in tables.provinces]
    features += [(city(key), key) for key in cities(tables)]
    yield from _linkset(
        "geonames",
        LH.geonamesFeature,
        [
            (subject, NamedNode(f"https://sws.geonames.org/{key}/"))
            for subject, key in features
            if key
        ],
        NamedNode("https://www.geonames.org/"),
        *labels(DCTERMS.title, en="Links to GeoNames", zh="与 GeoNames 的链接"),
    )
    yield from _linkset(
        "wikidata",
        LH.wikidataItem,
        [
            (
                province(row[CODE]),
                NamedNode(f"http://www.wikidata.org/entity/{row['wikidata_qid']}"),
            )
            for row in tables.provinces
            if row["wikidata_qid"]
        ],
        NamedNode("https://www.wikidata.org/"),
        *labels(DCTERMS.title, en="Links to Wikidata", zh="与维基数据的链接"),
    )


def _linkset(
    slug: str,
    predicate: NamedNode,
    pairs: list[tuple[NamedNode, NamedNode]],
    target: NamedNode,
    *titles: tuple[NamedNode, Literal | NamedNode | None],
) -> Iterator[Quad]:
    yield from node(
        LINKS,
        thing("linkset", slug),
        *a(VOID.Linkset),
        (VOID.linkPredicate, predicate),
        (VOID.subjectsTarget, REFERENCE),
        (VOID.objectsTarget, target),
        (VOID.triples, Literal(len(pairs))),
        *titles,
    )
    for subject, other in pairs:
        yield Quad(subject, predicate, other, LINKS)
