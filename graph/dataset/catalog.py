"""The releases as DCAT 3 and DCAT-AP 3.0.1 describe them, from their manifests and dumps.

Sources of the rules: https://www.w3.org/TR/vocab-dcat-3/ and
https://semiceu.github.io/DCAT-AP/releases/3.0.1/. Every node is typed here, as the shapes ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from graph.dataset import distributions, series
from graph.dataset.about import (
    AUTHOR,
    AUTHORITY,
    AUTHORS,
    CODE_LICENSE,
    DATA_LICENSE,
    DESCRIPTION,
    KEYWORDS,
    PUBLIC,
    SOURCES,
    TITLE,
    Facts,
    facts,
    sources,
    tagged,
)
from graph.dataset.dumps import Dump
from graph.dataset.void import time
from graph.home.manifest import Manifest
from ontology import names
from ontology.names import (
    DATASET,
    DCAT,
    DCTERMS,
    FOAF,
    ONTOLOGY,
    PROV,
    RDF,
    RDFS,
    SHAPES,
    SKOS,
)

CATALOG = NamedNode(f"{DATASET.value}#catalog")
SOFTWARE = NamedNode(f"{DATASET.value}#software")
PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")
LICENSE, CHINA, THEME = (
    NamedNode(DATA_LICENSE),
    NamedNode(f"{AUTHORITY}country/CHN"),
    NamedNode(f"{AUTHORITY}data-theme/GOVE"),
)
_LANGUAGES = [NamedNode(f"{AUTHORITY}language/{each}") for each in ("ENG", "ZHO")]


def triples(
    manifest: Manifest,
    others: Sequence[Manifest],
    dumps: Sequence[Dump],
    base: str,
    told: Manifest | None = None,
) -> Iterator[Triple]:
    """The catalogue of a dataset whose current release is ``manifest``.

    ``others`` are the releases that are kept, ``dumps`` those of the release that is ``told`` of
    with its years, else of the current one; ``base`` (ending in a slash) is where it is served.
    """
    releases = {each.number: each for each in (*others, manifest)}
    told = told or manifest
    yield from _terms()
    yield from sources()
    yield from _catalog(manifest, base)
    yield from _service(base)
    yield from _dataset(manifest, sorted(releases), base)
    for _, each in sorted(releases.items()):
        yield from _release(each, base, kept=each.parent in releases)
        made = dumps if each.number == told.number else ()
        yield from distributions.of_release(each, made, base)
    yield from distributions.by_sparql(manifest, base)
    yield from series.by_year(told, base)


def _terms() -> Iterator[Triple]:
    """What others name, typed as the shapes ask."""
    for node, kind in [
        (LICENSE, DCTERMS.LicenseDocument),
        (NamedNode(CODE_LICENSE), DCTERMS.LicenseDocument),
        (CHINA, DCTERMS.Location),
        (PUBLIC, DCTERMS.RightsStatement),
        (THEME, SKOS.Concept),
        (ONTOLOGY, DCTERMS.Standard),
        (SHAPES, DCTERMS.Standard),
        *((each, DCTERMS.LinguisticSystem) for each in _LANGUAGES),
        *((NamedNode(source), DCAT.Dataset) for source in SOURCES),
        *((NamedNode(licence), DCTERMS.LicenseDocument) for _, licence in SOURCES.values()),
    ]:
        yield Triple(node, RDF.type, kind)
    yield Triple(THEME, SKOS.prefLabel, Literal("Government and public sector", language="en"))
    yield from facts(AUTHOR, [(RDF.type, FOAF.Agent), (FOAF.name, Literal(AUTHORS))])


def _common() -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    """What holds of the catalogue, of the dataset and of each of its releases."""
    yield from tagged(DCTERMS.title, TITLE)
    yield from tagged(DCTERMS.description, DESCRIPTION)
    yield DCTERMS.publisher, AUTHOR
    yield DCTERMS.creator, AUTHOR
    yield DCTERMS.license, LICENSE
    yield DCTERMS.spatial, CHINA
    yield from ((DCTERMS.language, each) for each in _LANGUAGES)


def _about() -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield DCTERMS.accessRights, PUBLIC
    yield DCTERMS.conformsTo, ONTOLOGY
    yield DCTERMS.conformsTo, SHAPES
    yield DCAT.theme, THEME
    for tag, words in KEYWORDS.items():
        yield from ((DCAT.keyword, Literal(word, language=tag)) for word in words)


def _catalog(manifest: Manifest, base: str) -> Iterator[Triple]:
    yield from facts(
        CATALOG,
        [
            (RDF.type, DCAT.Catalog),
            *_common(),
            (DCAT.dataset, DATASET),
            (DCAT.dataset, series.SERIES),
            *((DCAT.dataset, each) for each in series.members(manifest).values()),
            (DCAT.service, NamedNode(f"{base}sparql")),
            (FOAF.homepage, NamedNode(base)),
        ],
    )
    yield Triple(NamedNode(base), RDF.type, FOAF.Document)


def _service(base: str) -> Iterator[Triple]:
    service = NamedNode(f"{base}sparql")
    yield from facts(
        service,
        [
            (RDF.type, DCAT.DataService),
            (RDF.type, RDFS.Resource),
            *tagged(DCTERMS.title, {"en": "SPARQL endpoint", "zh": "SPARQL 端点"}),
            (DCTERMS.publisher, AUTHOR),
            (DCTERMS.license, LICENSE),
            (DCTERMS.accessRights, PUBLIC),
            (DCTERMS.conformsTo, PROTOCOL),
            (DCAT.endpointURL, service),
            (DCAT.endpointDescription, service),
            (DCAT.servesDataset, DATASET),
        ],
    )
    yield Triple(PROTOCOL, RDF.type, DCTERMS.Standard)


def _dataset(manifest: Manifest, numbers: Sequence[int], base: str) -> Iterator[Triple]:
    page = NamedNode(f"{base}dataset")
    yield from facts(
        DATASET,
        [
            (RDF.type, DCAT.Dataset),
            *_common(),
            *_about(),
            (DCTERMS.identifier, Literal(DATASET.value)),
            (DCTERMS.modified, time(manifest)),
            (DCAT.landingPage, page),
            (DCAT.hasCurrentVersion, names.release(manifest.number)),
            *((DCAT.hasVersion, names.release(each)) for each in numbers),
            *((DCAT.distribution, each) for each in distributions.names_of(manifest)),
        ],
    )
    yield Triple(page, RDF.type, FOAF.Document)


def _release(manifest: Manifest, base: str, *, kept: bool) -> Iterator[Triple]:
    """What is said of a release; ``kept`` tells that the one before it is still there."""
    node, activity = names.release(manifest.number), distributions.part(manifest, "publication")
    version = str(manifest.number)
    titles = {"en": f"{TITLE['en']}, release {version}", "zh": f"{TITLE['zh']}，版本 {version}"}
    words: Facts = [each for each in _common() if each[0] != DCTERMS.title]
    yield from facts(
        node,
        [
            (RDF.type, DCAT.Dataset),
            *tagged(DCTERMS.title, titles),
            *words,
            *_about(),
            (DCTERMS.identifier, Literal(node.value)),
            (DCTERMS.issued, time(manifest)),
            (DCAT.version, Literal(version)),
            (DCAT.isVersionOf, DATASET),
            (DCAT.landingPage, NamedNode(f"{base}dataset/{version}")),
            (PROV.wasGeneratedBy, activity),
        ],
    )
    yield Triple(NamedNode(f"{base}dataset/{version}"), RDF.type, FOAF.Document)
    if manifest.parent is not None:
        if kept:
            yield Triple(node, DCAT.previousVersion, names.release(manifest.parent))
        yield Triple(node, PROV.wasRevisionOf, names.release(manifest.parent))
    yield from facts(
        activity,
        [
            (RDF.type, PROV.Activity),
            (RDFS.label, Literal(manifest.reason)),
            (PROV.endedAtTime, time(manifest)),
            (PROV.wasAssociatedWith, SOFTWARE),
            *((PROV.used, each) for each in _versions(manifest)),
        ],
    )
    yield from facts(
        SOFTWARE, [(RDF.type, PROV.SoftwareAgent), (DCTERMS.license, NamedNode(CODE_LICENSE))]
    )


def _versions(manifest: Manifest) -> Iterator[NamedNode]:
    if version := manifest.versions.get("ontology"):
        yield NamedNode(f"{ONTOLOGY.value}/{version}")
