"""What the dataset is called, what it is about, and under which licences it may be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.names import DATASET, XSD

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
AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""Where the EU keeps the codes that DCAT-AP asks for."""
PUBLIC = NamedNode(f"{AUTHORITY}access-right/PUBLIC")
"""Anybody may have it."""


Subject = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal
Facts = Iterable[tuple[NamedNode, Value]]


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
