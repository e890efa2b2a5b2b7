"""The series of what was read in the reports of one year, each year with where it can be had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from graph.dataset.about import AUTHOR, DATA_LICENSE, PUBLIC, Facts, facts, number, tagged
from graph.dataset.distributions import distribution, format_facts, format_types, part
from graph.home.manifest import Manifest
from graph.home.years import years
from ontology.names import DATASET, DCAT, DCTERMS, RDF, RDFS, VOID, XSD

SERIES = NamedNode(f"{DATASET.value}#reports")
_FORMS = {"nq": ("application/n-quads", "N-Quads"), "ttl": ("text/turtle", "Turtle")}
"""The formats that are told of: one with the graphs, one without; the others have endings too."""


def members(manifest: Manifest) -> dict[str, NamedNode]:
    """Each year's dataset."""
    return {year: NamedNode(f"{SERIES.value}-{year}") for year in years(manifest)}


def by_year(manifest: Manifest, base: str) -> Iterator[Triple]:
    """The series and its members as DCAT describes them, told by the names of the graphs."""
    nodes = members(manifest)
    yield from _series(list(nodes.values()))
    previous = None
    for year, node in nodes.items():
        yield from _dataset(manifest, year, node)
        if previous is not None:
            yield Triple(node, DCAT.prev, previous)
        previous = node
        for form in _FORMS:
            yield from _distribution(manifest, year, form, base)


def subsets(manifest: Manifest, base: str) -> Iterator[Triple]:
    """The years as VoID describes them: parts of the dataset, with their graphs and dumps."""
    nodes = members(manifest)
    for year, graphs in years(manifest).items():
        size = sum(manifest.graphs[key].triples for key in graphs)
        place = _address(manifest, year, base)
        yield Triple(DATASET, VOID.subset, nodes[year])
        yield from facts(
            nodes[year],
            [
                (RDF.type, VOID.Dataset),
                *tagged(DCTERMS.title, _words(year)),
                (DCTERMS.license, NamedNode(DATA_LICENSE)),
                (VOID.triples, number(size)),
                *((VOID.subset, NamedNode(key)) for key in graphs),
                *((VOID.dataDump, NamedNode(f"{place}.{form}")) for form in _FORMS),
            ],
        )


def _address(manifest: Manifest, year: str, base: str) -> str:
    return f"{base}dataset/{manifest.number}/years/{year}"


def _words(year: str) -> Mapping[str, str]:
    return {
        "en": f"What was read in the government work reports of {year}",
        "zh": f"{year}年政府工作报告中读出的内容",
    }


def _series(nodes: Sequence[NamedNode]) -> Iterator[Triple]:
    words = {"en": "Government work reports by year", "zh": "按年份的政府工作报告"}
    ends: Facts = [(DCAT.first, nodes[0]), (DCAT.last, nodes[-1])] if nodes else []
    # Typed as a dataset too, since a catalogue's members have to be, and no reasoner runs.
    kinds: Facts = [(RDF.type, DCAT.DatasetSeries), (RDF.type, DCAT.Dataset)]
    yield from facts(SERIES, [*kinds, *_common(words), *ends])


def _dataset(manifest: Manifest, year: str, node: NamedNode) -> Iterator[Triple]:
    period = NamedNode(f"{node.value}-year")
    dates = [
        (DCAT.startDate, Literal(f"{year}-01-01", datatype=XSD.date)),
        (DCAT.endDate, Literal(f"{year}-12-31", datatype=XSD.date)),
    ]
    yield from facts(
        node,
        [
            (RDF.type, DCAT.Dataset),
            *_common(_words(year)),
            (DCTERMS.isPartOf, DATASET),
            (DCTERMS.temporal, period),
            (DCAT.inSeries, SERIES),
            *((DCAT.distribution, _file(manifest, year, form)) for form in _FORMS),
        ],
    )
    yield from facts(period, [(RDF.type, DCTERMS.PeriodOfTime), *dates])


def _file(manifest: Manifest, year: str, form: str) -> NamedNode:
    return part(manifest, f"reports-{year}-{form}")


def _distribution(manifest: Manifest, year: str, form: str, base: str) -> Iterator[Triple]:
    media_type, name = _FORMS[form]
    place = NamedNode(_address(manifest, year, base))
    file = NamedNode(f"{place.value}.{form}")
    words = {"en": f"The graphs of {year} as {name}", "zh": f"{year}年的命名图（{name}）"}
    yield from facts(
        _file(manifest, year, form),
        [
            *distribution(words),
            (DCAT.accessURL, place),
            (DCAT.downloadURL, file),
            *format_facts(form, media_type),
        ],
    )
    yield Triple(place, RDF.type, RDFS.Resource)
    yield Triple(file, RDF.type, RDFS.Resource)
    yield from format_types(form, media_type)


def _common(words: Mapping[str, str]) -> Facts:
    return [
        *tagged(DCTERMS.title, words),
        *tagged(DCTERMS.description, words),
        (DCTERMS.publisher, AUTHOR),
        (DCTERMS.license, NamedNode(DATA_LICENSE)),
        (DCTERMS.accessRights, PUBLIC),
    ]
