"""Derived links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import infer as inferring
from graph.home.hashing import graph_entry
from graph.home.publish import publishing
from graph.infer import INFERRED, READ, RULES
from graph.ingest import ingest
from graph.releases import Home
from made import report, write
from ontology import names
from ontology.names import DCTERMS, LH, OA, PROV, RDF, RDFS, SKOS, XSD

REPORT = names.report("110000", 2093)


def derived(home: Home, predicate: NamedNode) -> set[object]:
    store = home.require().store
    return {quad.object for quad in store.quads_for_pattern(REPORT, predicate, None, INFERRED)}


def read_one(home: Home, folder: Path) -> None:
    text = report("北京市", 2093, "发展区块链。", "发展量子科技。")
    assert ingest(home, [write(folder, "a.txt", text)]).release == 2


def _short(term: NamedNode) -> str:
    spaces = {"dcterms": DCTERMS, "lh": LH, "oa": OA, "skos": SKOS}
    (found,) = (
        (name, each.iri) for name, each in spaces.items() if term.value.startswith(each.iri)
    )
    return f"{found[0]}:{term.value.removeprefix(found[1])}"


def test_rules_are_there() -> None:
    assert {rule.stem for rule in RULES} == {
        "evidence",
        "labels",
        "links",
        "reports",
        "spans",
        "titles",
    }


def test_what_the_rules_read_is_known() -> None:
    text = "".join(rule.read_text("utf-8").partition("WHERE")[2] for rule in RULES)
    found = set(re.findall(r"\b(?:dcterms|lh|oa|skos):\w+", text))
    told = {_short(value or predicate) for predicate, value in READ}
    assert found == told


def test_links_are_derived_anew_only_where_what_they_rest_on_changed(
    small: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(predicate: NamedNode, value: NamedNode | Literal) -> bool:
        called.clear()
        thing, mine = NamedNode("http://example.org/a"), NamedNode("http://example.org/mine")
        with publishing(small, "change") as draft:
            draft.add([Quad(thing, predicate, value, mine)])
        with publishing(small, "and take it back") as draft:
            draft.remove([Quad(thing, predicate, value, mine)])
        before, now = (small.release(small.require().number - back) for back in (2, 0))
        assert graph_entry(now.store, INFERRED.value) == graph_entry(before.store, INFERRED.value)
        return len(called) == 2

    def noted(store: Store) -> Iterator[Quad]:
        called.append(True)
        return infer(store)

    called: list[bool] = []
    infer = inferring.infer
    monkeypatch.setattr(inferring, "infer", noted)
    label = Literal("x", language="en")
    assert not change(RDFS.comment, label)
    assert not change(RDF.type, NamedNode("http://example.org/Class"))
    assert change(SKOS.prefLabel, label)
    monkeypatch.setattr(inferring, "RULES_VERSION", "another")
    assert change(RDFS.comment, label)


def test_a_report_is_linked_to_its_themes(small: Home, tmp_path: Path) -> None:
    read_one(small, tmp_path)
    assert derived(small, LH.addressesTheme) == {names.theme("blockchain"), names.theme("quantum")}


def test_a_report_is_found_by_its_own_year_province_and_chinese_text(
    small: Home, tmp_path: Path
) -> None:
    read_one(small, tmp_path)
    (text,) = small.require().store.quads_for_pattern(REPORT, LH.currentText, None)
    assert derived(small, LH.reportYear) == {Literal("2093", datatype=XSD.gYear)}
    assert derived(small, LH.reportProvince) == {names.province("110000")}
    assert derived(small, LH.chineseText) == {text.object}


def test_a_report_has_a_title_in_both_languages(small: Home, tmp_path: Path) -> None:
    read_one(small, tmp_path)
    assert derived(small, RDFS.label) == {
        Literal("Beijing government work report 2093", language="en"),
        Literal("北京2093年政府工作报告", language="zh"),
    }


@pytest.mark.slow
def test_what_a_review_rejected_is_left_out(home: Home, tmp_path: Path) -> None:
    read_one(home, tmp_path)
    quantum = names.theme("quantum")
    statements = home.require().store.quads_for_pattern(None, LH.aboutTheme, quantum)
    (statement,) = [
        each.subject
        for each in statements
        if each.graph_name == names.graph("extracted", "110000", 2093)
    ]
    review, batch = names.thing("review", "one"), names.graph("curated", "one")
    with publishing(home, "review") as draft:
        draft.replace_graph(
            batch,
            [
                Quad(review, RDF.type, LH.Review, batch),
                Quad(review, LH.reviews, statement, batch),
                Quad(review, LH.verdict, names.thing("verdict", "rejected"), batch),
                Quad(review, PROV.wasAttributedTo, NamedNode("https://example.org/me"), batch),
            ],
        )
    assert derived(home, LH.addressesTheme) == {names.theme("blockchain")}
