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
    """The distributions of the current release."""
    return [part(manifest, each) for each in (*MEDIA_TYPES, "sparql")]


def of_release(manifest: Manifest, dumps: Sequence[Dump], base: str) -> Iterator[Triple]:
    """The dumps of a release, those that were made with their sizes and checksums."""
    made = {each.form: each for each in dumps}
    for form in MEDIA_TYPES:
        yield Triple(names.release(manifest.number), DCAT.distribution, part(manifest, form))
        yield from _dump(form, manifest, base)
        if form in made:
            yield from _size(made[form], manifest)


def by_sparql(manifest: Manifest, base: str) -> Iterator[Triple]:
    """The endpoint, which answers from the current release and from no other."""
    node, service = part(manifest, "sparql"), NamedNode(f"{base}sparql")
    yield Triple(names.release(manifest.number), DCAT.distribution, node)
    yield from facts(
        node,
        [
            *distribution({"en": "By SPARQL", "zh": "通过 SPARQL 查询"}),
            (DCAT.accessURL, service),
            (DCAT.accessService, service),
        ],
    )


def _dump(form: str, manifest: Manifest, base: str) -> Iterator[Triple]:
    address = NamedNode(f"{base}dataset/{manifest.number}/dump.{form}.gz")
    name = {"nq": "N-Quads", "trig": "TriG"}[form]
    yield from facts(
        part(manifest, form),
        [
            *distribution({"en": f"All graphs as {name}", "zh": f"全部命名图（{name}）"}),
            (DCAT.accessURL, address),
            (DCAT.downloadURL, address),
            (DCAT.compressFormat, _GZIP),
            *format_facts(form, MEDIA_TYPES[form]),
        ],
    )
    yield Triple(address, RDF.type, RDFS.Resource)
    yield Triple(_GZIP, RDF.type, DCTERMS.MediaType)
    yield from format_types(form, MEDIA_TYPES[form])


def _size(dump: Dump, manifest: Manifest) -> Iterator[Triple]:
    node, checksum = part(manifest, dump.form), part(manifest, f"{dump.form}-checksum")
    size = number(dump.packed.size, XSD.nonNegativeInteger)
    yield from facts(node, [(DCAT.byteSize, size), (SPDX.checksum, checksum)])
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
