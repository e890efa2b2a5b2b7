"""What the dataset is called, what it is about, and under which licences it may be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.names import DATASET, DCTERMS, XSD

TITLE = {
    "en": "Lianghui: what China's provinces promise at the Two Sessions",
    "zh": "两会：中国各省政府工作报告中的承诺",
}
DESCRIPTION = {
    "en": "Which province says what about which theme in its government work report, in which"
    " direction, and where exactly that is written; with what other sources claim beside it.",
    "zh": "各省份在政府工作报告中就哪些主题、朝什么方向说了什么，出处在何处；"
    "并列出其他来源的说法。",
}
KEYWORDS = {
    "en": ("government work report", "Two Sessions", "China", "provinces", "policy"),
    "zh": ("政府工作报告", "两会", "省份", "政策"),
}
AUTHORS = "The Lianghui authors"
AUTHOR = NamedNode(f"{DATASET.value}#authors")
CODE_LICENSE = "https://www.apache.org/licenses/LICENSE-2.0"
DATA_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
SOURCES = {
    "https://www.geonames.org/": ("GeoNames", DATA_LICENSE),
    "https://www.naturalearthdata.com/": (
        "Natural Earth",
        "https://www.naturalearthdata.com/about/terms-of-use/",
    ),
    "https://www.wikidata.org/": ("Wikidata", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""Where identifiers, points and neighbours come from: name and licence, as in LICENSE-DATA."""
AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""Where the EU keeps the codes that DCAT-AP asks for."""
PUBLIC = NamedNode(f"{AUTHORITY}access-right/PUBLIC")
"""Anybody may have it."""


Subject = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal
Facts = Iterable[tuple[NamedNode, Value]]


def sources() -> Iterator[Triple]:
    """What the dataset takes from others, with their licences (Natural Earth: public domain)."""
    for iri, (name, license_) in SOURCES.items():
        said: Facts = [
            *((predicate, Literal(name)) for predicate in (DCTERMS.title, DCTERMS.description)),
            (DCTERMS.license, NamedNode(license_)),
        ]
        yield Triple(DATASET, DCTERMS.source, NamedNode(iri))
        yield from facts(NamedNode(iri), said)


def facts(subject: Subject, said: Facts) -> Iterator[Triple]:
    """Triples about one subject."""
    for predicate, value in said:
        yield Triple(subject, predicate, value)


def tagged(predicate: NamedNode, words: Mapping[str, str]) -> Iterator[tuple[NamedNode, Literal]]:
    """One literal for each language."""
    for tag, text in words.items():
        yield predicate, Literal(text, language=tag)


def number(value: int, datatype: NamedNode = XSD.integer) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=datatype)
