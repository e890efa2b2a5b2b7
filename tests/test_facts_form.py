"""The form of all shipped facts, and that no text of others is in them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

import ontology
from ontology import names
from ontology.names import LH, RDF, SKOS, XSD
from shipped_facts import DATA, ROOT, facts, facts_store, short

TAGS = {"en", "zh", "zh-hant", "zh-latn"}
DATATYPES = {
    XSD.date,
    XSD.gYear,
    XSD.gYearMonth,
    XSD.integer,
    XSD.string,
    RDF.langString,
    names.GEO.wktLiteral,
}
WINDOWS = {18: re.compile(r"[\u4e00-\u9fff]{6}"), 40: re.compile(r"[A-Za-z]{3}")}
"""Characters in a row that no report or article may share with what is shipped, in Chinese and in
English; the pattern tells such a stretch from codes and indentation."""


@pytest.fixture(scope="module")
def store() -> Store:
    return facts_store()


@pytest.fixture(scope="module")
def quads() -> tuple[Quad, ...]:
    return facts()


def grams(text: str) -> Iterator[str]:
    """All stretches of a text that are long enough to be a sentence's."""
    for window in WINDOWS:
        yield from (text[start : start + window] for start in range(len(text) - window + 1))


def test_every_triple_is_in_one_graph(quads: tuple[Quad, ...], store: Store) -> None:
    counted = Counter((quad.subject, quad.predicate, quad.object) for quad in store)
    assert len(counted) > len(quads) > 2000
    assert [triple for triple, number in counted.items() if number > 1] == []


def test_facts_have_no_blank_nodes_and_known_literals_only(quads: tuple[Quad, ...]) -> None:
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)
    literals = [quad.object for quad in quads if isinstance(quad.object, Literal)]
    assert {each.datatype for each in literals} == DATATYPES
    assert {each.language for each in literals if each.language} == TAGS


def test_preferred_labels_are_one_a_language_and_not_repeated(quads: tuple[Quad, ...]) -> None:
    labels = [quad for quad in quads if quad.predicate == SKOS.prefLabel]
    counted = Counter((quad.subject, quad.object.language) for quad in labels)  # type: ignore[union-attr]
    assert counted
    assert set(counted.values()) == {1}
    preferred = {(quad.subject, quad.object) for quad in labels}
    assert not {(q.subject, q.object) for q in quads if q.predicate == SKOS.altLabel} & preferred


def test_every_thing_of_ours_that_is_named_is_described(
    store: Store, quads: tuple[Quad, ...]
) -> None:
    described = {quad.subject for quad in store}
    named = {quad.object for quad in quads if is_thing(quad.object)}
    assert named
    assert {each.value for each in named - described if isinstance(each, NamedNode)} == set()


def is_thing(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(names.BASE + "id/")


def test_every_term_is_declared(quads: tuple[Quad, ...]) -> None:
    terms = Store()
    terms.load(ontology.turtle("terms"), format=RdfFormat.TURTLE)
    declared = {quad.subject for quad in terms}
    used = {term for quad in quads for term in (quad.predicate, quad.object) if is_term(term)}
    assert used
    assert {short(each) for each in used - declared} == set()


def is_term(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(LH.iri)


def test_every_code_is_read_as_a_string(quads: tuple[Quad, ...]) -> None:
    codes = [quad.object for quad in quads if quad.predicate == LH.gbCode]
    assert len(codes) == 34
    assert all(isinstance(code, Literal) and code.datatype == XSD.string for code in codes)


def test_the_script_makes_the_same_bytes_again(shared: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.make_facts", str(shared), str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DATA.glob("*.trig")}


def test_no_sentence_of_a_report_or_the_article_is_shipped(
    quads: tuple[Quad, ...], shared: Path
) -> None:
    sources = [*(ROOT / "tools").rglob("*.py"), *(ROOT / "tests").glob("*facts*.py")]
    assert len(sources) > 20
    ours = {each for each in own_grams(quads, sources) if WINDOWS[len(each)].search(each)}
    assert len(ours) > 10_000
    texts = [
        path
        for path in sorted((shared / "corpus").rglob("*"))
        if path.suffix in {".txt", ".jsonl", ".tmx"}
    ]
    assert len(texts) > 60
    for path in texts:
        text = path.read_text("utf-8", "replace")
        assert not ours.intersection(grams(text)), path.name


def own_grams(quads: Iterable[Quad], sources: Iterable[Path]) -> Iterator[str]:
    for quad in quads:
        if isinstance(quad.object, Literal):
            yield from grams(quad.object.value)
    for path in sources:
        for line in path.read_text("utf-8").splitlines():
            yield from grams(line)
