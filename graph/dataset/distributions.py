"""Where the releases can be had, as DCAT describes it: dumps, endpoint, and the series by year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from graph.dataset.about import (
    AUTHOR,
    AUTHORITY,
    DATA_LICENSE,
    PUBLIC,
    Facts,
    facts,
    number,
    tagged,
)
from graph.dataset.dumps import MEDIA_TYPES, Dump
from graph.home.manifest import Manifest
from ontology import names
from ontology.names import BASE, DATASET, DCAT, DCTERMS, RDF, RDFS, SPDX, XSD

SERIES = NamedNode(f"{DATASET.value}#reports")
_IANA = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = f"{AUTHORITY}file-type/"
_FORMATS = {"nq": "RDF_N_QUADS", "trig": "RDF_TRIG", "ttl": "RDF_TURTLE"}
_GZIP = NamedNode(f"{_IANA}application/gzip")
_SHA256 = SPDX.checksumAlgorithm_sha256
_EXTRACTED = re.compile(re.escape(f"{BASE}graph/extracted/") + r"\d{6}/(\d{4})")


def part(manifest: Manifest, name: str) -> NamedNode:
    """A part of a release's description."""
    return NamedNode(f"{names.release(manifest.number).value}#{name}")


def names_of(manifest: Manifest) -> list[NamedNode]:
    """The distributions of a release."""
    return [part(manifest, each) for each in (*MEDIA_TYPES, "sparql")]


def of_release(manifest: Manifest, dumps: Sequence[Dump], base: str) -> Iterator[Triple]:
    """The dumps of a release with their checksums, and the endpoint that answers from it."""
    node = names.release(manifest.number)
    yield from facts(node, [(DCAT.distribution, each) for each in names_of(manifest)])
    for each in dumps:
        yield from _dump(each, manifest, base)
    service = NamedNode(f"{base}sparql")
    yield from facts(
        part(manifest, "sparql"),
        [
            *_distribution({"en": "By SPARQL", "zh": "通过 SPARQL 查询"}),
            (DCAT.accessURL, service),
            (DCAT.accessService, service),
        ],
    )


def by_year(manifest: Manifest, base: str) -> Iterator[Triple]:
    """The series of what was read in the reports of one year, told by the names of the graphs."""
    years: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(manifest.graphs):
        if found := _EXTRACTED.fullmatch(key):
            years[found[1]].append(key)
    members = {year: NamedNode(f"{SERIES.value}-{year}") for year in sorted(years)}
    yield from _series(list(members.values()))
    previous = None
    for year, node in members.items():
        yield from _member(year, node, years[year])
        if previous is not None:
            yield Triple(node, DCAT.prev, previous)
        previous = node
        for key in years[year]:
            yield from _graph(key, base)


def _dump(dump: Dump, manifest: Manifest, base: str) -> Iterator[Triple]:
    node, checksum = part(manifest, dump.form), part(manifest, f"{dump.form}-checksum")
    address = NamedNode(f"{base}dataset/{manifest.number}/dump.{dump.form}.gz")
    name = {"nq": "N-Quads", "trig": "TriG"}[dump.form]
    yield from facts(
        node,
        [
            *_distribution({"en": f"All graphs as {name}", "zh": f"全部命名图（{name}）"}),
            (DCAT.accessURL, address),
            (DCAT.downloadURL, address),
            (DCAT.byteSize, number(dump.packed.size, XSD.nonNegativeInteger)),
            (DCAT.compressFormat, _GZIP),
            (SPDX.checksum, checksum),
            *_format(dump.form, MEDIA_TYPES[dump.form]),
        ],
    )
    yield Triple(address, RDF.type, RDFS.Resource)
    yield Triple(_GZIP, RDF.type, DCTERMS.MediaType)
    yield from _types(dump.form, MEDIA_TYPES[dump.form])
    yield from facts(
        checksum,
        [
            (RDF.type, SPDX.Checksum),
            (SPDX.algorithm, _SHA256),
            (SPDX.checksumValue, Literal(dump.packed.sha256, datatype=XSD.hexBinary)),
        ],
    )
    yield Triple(_SHA256, RDF.type, SPDX.ChecksumAlgorithm)


def _series(members: Sequence[NamedNode]) -> Iterator[Triple]:
    words = {"en": "Government work reports by year", "zh": "按年份的政府工作报告"}
    ends: Facts = [(DCAT.first, members[0]), (DCAT.last, members[-1])] if members else []
    # Typed as a dataset too, since a catalogue's members have to be, and no reasoner runs.
    kinds: Facts = [(RDF.type, DCAT.DatasetSeries), (RDF.type, DCAT.Dataset)]
    yield from facts(SERIES, [*kinds, *_member_facts(words), *ends])


def _member(year: str, node: NamedNode, graphs: Sequence[str]) -> Iterator[Triple]:
    words = {
        "en": f"What was read in the government work reports of {year}",
        "zh": f"{year}年政府工作报告中读出的内容",
    }
    period = NamedNode(f"{node.value}-year")
    dates = [
        (DCAT.startDate, Literal(f"{year}-01-01", datatype=XSD.date)),
        (DCAT.endDate, Literal(f"{year}-12-31", datatype=XSD.date)),
    ]
    yield from facts(
        node,
        [
            (RDF.type, DCAT.Dataset),
            *_member_facts(words),
            (DCTERMS.isPartOf, DATASET),
            (DCTERMS.temporal, period),
            (DCAT.inSeries, SERIES),
            *((DCAT.distribution, NamedNode(f"{key}#ttl")) for key in graphs),
        ],
    )
    yield from facts(period, [(RDF.type, DCTERMS.PeriodOfTime), *dates])


def _graph(key: str, base: str) -> Iterator[Triple]:
    path = key.removeprefix(BASE)
    page, file = NamedNode(f"{base}{path}"), NamedNode(f"{base}{path}.ttl")
    words = {"en": f"The graph {path}", "zh": f"命名图 {path}"}
    yield from facts(
        NamedNode(f"{key}#ttl"),
        [
            *_distribution(words),
            (DCAT.accessURL, page),
            (DCAT.downloadURL, file),
            *_format("ttl", "text/turtle"),
        ],
    )
    yield Triple(page, RDF.type, RDFS.Resource)
    yield Triple(file, RDF.type, RDFS.Resource)
    yield from _types("ttl", "text/turtle")


def _member_facts(words: Mapping[str, str]) -> Facts:
    return [
        *tagged(DCTERMS.title, words),
        *tagged(DCTERMS.description, words),
        (DCTERMS.publisher, AUTHOR),
        (DCTERMS.license, NamedNode(DATA_LICENSE)),
        (DCTERMS.accessRights, PUBLIC),
    ]


def _distribution(words: Mapping[str, str]) -> Facts:
    return [
        (RDF.type, DCAT.Distribution),
        *tagged(DCTERMS.title, words),
        (DCTERMS.license, NamedNode(DATA_LICENSE)),
    ]


def _format(form: str, media_type: str) -> Facts:
    return [
        (DCAT.mediaType, NamedNode(_IANA + media_type)),
        (DCTERMS["format"], NamedNode(_FILE_TYPES + _FORMATS[form])),
    ]


def _types(form: str, media_type: str) -> Iterator[Triple]:
    yield Triple(NamedNode(_IANA + media_type), RDF.type, DCTERMS.MediaType)
    yield Triple(NamedNode(_FILE_TYPES + _FORMATS[form]), RDF.type, DCTERMS.MediaTypeOrExtent)
