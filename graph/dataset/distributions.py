"""Where the releases can be had, as DCAT describes it: dumps and endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from graph.dataset.about import (
    AUTHORITY,
    DATA_LICENSE,
    Facts,
    facts,
    number,
    tagged,
)
from graph.dataset.dumps import MEDIA_TYPES, Dump
from graph.home.manifest import Manifest
from ontology import names
from ontology.names import DCAT, DCTERMS, RDF, RDFS, SPDX, XSD

_IANA = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = f"{AUTHORITY}file-type/"
_FORMATS = {"nq": "RDF_N_QUADS", "trig": "RDF_TRIG", "ttl": "RDF_TURTLE"}
_GZIP = NamedNode(f"{_IANA}application/gzip")
_SHA256 = SPDX.checksumAlgorithm_sha256


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
            *distribution({"en": "By SPARQL", "zh": "通过 SPARQL 查询"}),
            (DCAT.accessURL, service),
            (DCAT.accessService, service),
        ],
    )


def _dump(dump: Dump, manifest: Manifest, base: str) -> Iterator[Triple]:
    node, checksum = part(manifest, dump.form), part(manifest, f"{dump.form}-checksum")
    address = NamedNode(f"{base}dataset/{manifest.number}/dump.{dump.form}.gz")
    name = {"nq": "N-Quads", "trig": "TriG"}[dump.form]
    yield from facts(
        node,
        [
            *distribution({"en": f"All graphs as {name}", "zh": f"全部命名图（{name}）"}),
            (DCAT.accessURL, address),
            (DCAT.downloadURL, address),
            (DCAT.byteSize, number(dump.packed.size, XSD.nonNegativeInteger)),
            (DCAT.compressFormat, _GZIP),
            (SPDX.checksum, checksum),
            *format_facts(dump.form, MEDIA_TYPES[dump.form]),
        ],
    )
    yield Triple(address, RDF.type, RDFS.Resource)
    yield Triple(_GZIP, RDF.type, DCTERMS.MediaType)
    yield from format_types(dump.form, MEDIA_TYPES[dump.form])
    yield from facts(
        checksum,
        [
            (RDF.type, SPDX.Checksum),
            (SPDX.algorithm, _SHA256),
            (SPDX.checksumValue, Literal(dump.packed.sha256, datatype=XSD.hexBinary)),
        ],
    )
    yield Triple(_SHA256, RDF.type, SPDX.ChecksumAlgorithm)


def distribution(words: Mapping[str, str]) -> Facts:
    """What every distribution says of itself, called so."""
    return [
        (RDF.type, DCAT.Distribution),
        *tagged(DCTERMS.title, words),
        (DCTERMS.license, NamedNode(DATA_LICENSE)),
    ]


def format_facts(form: str, media_type: str) -> Facts:
    """What a distribution says of its format."""
    return [
        (DCAT.mediaType, NamedNode(_IANA + media_type)),
        (DCTERMS["format"], NamedNode(_FILE_TYPES + _FORMATS[form])),
    ]


def format_types(form: str, media_type: str) -> Iterator[Triple]:
    """The format itself, typed as the shapes ask."""
    yield Triple(NamedNode(_IANA + media_type), RDF.type, DCTERMS.MediaType)
    yield Triple(NamedNode(_FILE_TYPES + _FORMATS[form]), RDF.type, DCTERMS.MediaTypeOrExtent)
