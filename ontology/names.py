"""Every IRI of the project is spelt here, and nowhere else.

The rules for keys are those of the model: ASCII, deterministic, never minted twice for one
thing. All functions return :class:`pyoxigraph.NamedNode`.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

BASE = "https://w3id.org/lianghui/"
ONTOLOGY = NamedNode(BASE + "ontology")
DATASET = NamedNode(BASE + "dataset")
"""The dataset over all its releases; each release is ``dataset/{number}``."""
SHAPES = NamedNode(BASE + "shapes")
COUNTRY_CODE = "000000"
"""Stands in keys where a province's code would, for the State Council."""


class Namespace:
    """A vocabulary: ``LH.ofProvince`` or ``LH["ofProvince"]`` is the term's IRI."""

    __slots__ = ("iri",)

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> NamedNode:
        """Give the term's IRI."""
        if name.startswith("__"):
            raise AttributeError(name)
        return NamedNode(self.iri + name)

    def __getitem__(self, name: str) -> NamedNode:
        """Give the term's IRI, for names that Python cannot spell."""
        return NamedNode(self.iri + name)


BIBO = Namespace("http://purl.org/ontology/bibo/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCMITYPE = Namespace("http://purl.org/dc/dcmitype/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
DQV = Namespace("http://www.w3.org/ns/dqv#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
LH = Namespace(BASE + "ontology#")
LHS = Namespace(BASE + "shapes#")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
QB = Namespace("http://purl.org/linked-data/cube#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("http://schema.org/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SF = Namespace("http://www.opengis.net/ont/sf#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VANN = Namespace("http://purl.org/vocab/vann/")
VOID = Namespace("http://rdfs.org/ns/void#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, str] = {
    "bibo": BIBO.iri,
    "dcat": DCAT.iri,
    "dcmitype": DCMITYPE.iri,
    "dcterms": DCTERMS.iri,
    "dqv": DQV.iri,
    "foaf": FOAF.iri,
    "geo": GEO.iri,
    "lh": LH.iri,
    "lhs": LHS.iri,
    "oa": OA.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "qb": QB.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sd": SD.iri,
    "sf": SF.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "spdx": SPDX.iri,
    "vann": VANN.iri,
    "void": VOID.iri,
    "xsd": XSD.iri,
}
"""Prefixes for serialisations and for the editor, alphabetical."""


def thing(kind: str, *key: str | int) -> NamedNode:
    """``id/{kind}/{key}``, the parts of the key joined by slashes."""
    return NamedNode(f"{BASE}id/{kind}/{'/'.join(map(str, key))}")


def graph(*layer: str | int) -> NamedNode:
    """``graph/{layer}[/...]``, the name of a named graph."""
    return NamedNode(f"{BASE}graph/{'/'.join(map(str, layer))}")


def release(number: int) -> NamedNode:
    """The release with that number, a version of the dataset."""
    return NamedNode(f"{DATASET.value}/{number}")


def activity(*layer: str | int) -> NamedNode:
    """The activity that made the named graph of that layer."""
    return thing("activity", *layer)


def country() -> NamedNode:
    """The one country, whose government is the State Council."""
    return thing("country", "china")


def geometry(code: str) -> NamedNode:
    """The label point of the province with that GB/T 2260 code."""
    return thing("geometry", code)


def government(code: str) -> NamedNode:
    """The government of a province, or the State Council under ``000000``."""
    return thing("government", code)


def mention(text: str, start: int, end: int, theme: str) -> NamedNode:
    """A theme's mention at code points ``start`` to ``end`` of the text with that key."""
    return thing("mention", f"{text}-{start}-{end}-{theme}")


def park_plan(source: str, code: str, year: int, theme: str, slug: str = "unnamed") -> NamedNode:
    """A plan for a park, one per source that tells of it."""
    return thing("park-plan", source, code, year, theme, slug)


def passage(text: str, start: int, end: int) -> NamedNode:
    """The passage at code points ``start`` to ``end`` of the text with that key."""
    return thing("passage", f"{text}-{start}-{end}")


def province(code: str) -> NamedNode:
    """The province with that GB/T 2260 code of six digits."""
    return thing("province", code)


def report(code: str, year: int) -> NamedNode:
    """The work report of a province (``000000``: the State Council) in a year."""
    return thing("report", code, year)


def session(code: str, year: int) -> NamedNode:
    """The Two Sessions of a province (``000000``: the country's) in a year."""
    return thing("session", code, year)


def software(tool: str) -> NamedNode:
    """The agent that a version of the software is; ``tool`` names both, as ``lianghui 0.1.0``."""
    return thing("agent", tool.replace(" ", "-"))


def statement(source: str, code: str, year: int, theme: str, claim: str) -> NamedNode:
    """A statement; ``source`` is an article's slug or ``report-{code}-{year}``."""
    return thing("statement", source, code, year, theme, claim)


def text(key: str) -> NamedNode:
    """The text version with that key: 16 hex digits of the SHA-256 of its UTF-8."""
    return thing("text", key)


def theme(slug: str) -> NamedNode:
    """The theme with that slug, hyphens in it."""
    return thing("theme", slug)
