"""What a page is about, for search engines: schema.org as JSON-LD inside the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Flask, request
from markupsafe import Markup
from pyoxigraph import NamedNode

from graph.dataset.about import AUTHORS, DATA_LICENSE, DESCRIPTION, KEYWORDS, TITLE
from graph.dataset.citation import citation
from graph.dataset.dumps import MEDIA_TYPES
from graph.home.manifest import Manifest
from ontology import names
from ontology.names import BASE, DATASET, DCTERMS, FOAF, LH, RDF, SKOS
from server.current import release
from server.labels import Row
from server.linked import identified
from server.links import absolute, address
from server.site.about_thing import said

_THINGS = f"{BASE}id/"
_CONTEXT = "https://schema.org"
TYPES = {
    LH.ApplicationScenario: "DefinedTerm",
    LH.ClaimList: "ItemList",
    LH.IndustrialPark: "Place",
    LH.Passage: "Quotation",
    LH.PolicyDirection: "DefinedTerm",
    LH.PolicyStatement: "Claim",
    LH.Province: "AdministrativeArea",
    LH.ProvincialGovernment: "GovernmentOrganization",
    LH.QualitativeClaim: "Claim",
    LH.Session: "Event",
    LH.SourceArticle: "NewsArticle",
    LH.StatisticObservation: "Observation",
    LH.TextVersion: "DigitalDocument",
    LH.Theme: "DefinedTerm",
    LH.ThemeMention: "Quotation",
    LH.WorkReport: "Report",
}
"""What schema.org calls things of our classes; the others are a Thing."""
_PROPERTIES = {
    DCTERMS.creator: "creator",
    DCTERMS.description: "description",
    DCTERMS.issued: "datePublished",
    DCTERMS.publisher: "publisher",
    DCTERMS.title: "name",
    FOAF.page: "url",
    LH.aboutReport: "about",
    LH.aboutTheme: "about",
    LH.assertedIn: "appearance",
    LH.gbCode: "identifier",
    LH.geonamesFeature: "sameAs",
    LH.isoCode: "identifier",
    LH.ofProvince: "spatialCoverage",
    LH.wikidataItem: "sameAs",
    LH.year: "temporalCoverage",
    SKOS.altLabel: "alternateName",
    SKOS.definition: "description",
    SKOS.inScheme: "inDefinedTermSet",
    SKOS.notation: "termCode",
    SKOS.prefLabel: "name",
}
_BY_IRI = {predicate.value: name for predicate, name in _PROPERTIES.items()}
_TYPE_BY_IRI = {term.value: name for term, name in TYPES.items()}


def register(app: Flask) -> None:
    """Gives the templates what their page is about."""

    @app.context_processor
    def words() -> dict[str, Any]:
        return {"structured": structured}


def structured() -> Markup:
    """The data block of this page; empty where it is about nothing of ours."""
    place, found = identified(request.path), None
    if place and place[1].startswith(_THINGS):
        found = _thing(NamedNode(place[1]))
    elif place and place[1].startswith(DATASET.value):
        found = _dataset(release().manifest)
    if not found:
        return Markup()
    # Nothing of what is said can end the block: no < stands in it.
    text = json.dumps({"@context": _CONTEXT} | found, ensure_ascii=False).replace("<", "\\u003c")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704


def _thing(iri: NamedNode) -> dict[str, Any]:
    rows = said(release(), iri)
    types = [row["o"]["value"] for row in rows if row["p"]["value"] == RDF.type.value]
    known = [_TYPE_BY_IRI[each] for each in types if each in _TYPE_BY_IRI]
    return {
        "@id": iri.value,
        "@type": known[0] if known else "Thing",
        **_values(rows),
        "mainEntityOfPage": absolute(request.path),
        "subjectOf": {"@type": "Dataset", "@id": DATASET.value},
    }


def _values(rows: Sequence[Row]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        if name := _BY_IRI.get(row["p"]["value"]):
            found.setdefault(name, []).append(_value(row["o"]))
    return {name: each[0] if len(each) == 1 else each for name, each in sorted(found.items())}


def _value(term: Any) -> Any:
    value = term["value"]
    if term["type"] == "uri":
        return {"@id": value}
    tag = term.get("xml:lang")
    return {"@value": value, "@language": tag} if tag else value


def _dataset(manifest: Manifest) -> dict[str, Any]:
    return {
        "@id": DATASET.value,
        "@type": "Dataset",
        "name": [{"@value": text, "@language": tag} for tag, text in TITLE.items()],
        "description": [{"@value": text, "@language": tag} for tag, text in DESCRIPTION.items()],
        "keywords": [word for words in KEYWORDS.values() for word in words],
        "creator": {"@type": "Organization", "name": AUTHORS},
        "license": DATA_LICENSE,
        "version": str(manifest.number),
        "dateModified": manifest.as_dict()["time"],
        "creditText": citation(manifest),
        "identifier": names.release(manifest.number).value,
        "url": BASE + "dataset",
        "spatialCoverage": {"@type": "Country", "name": "China"},
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": [media_type, "application/gzip"],
                "contentUrl": address(f"/dataset/{manifest.number}/dump.{form}.gz"),
            }
            for form, media_type in MEDIA_TYPES.items()
        ],
    }
