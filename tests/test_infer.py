"""Derived links."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.home.publish import publishing
from graph.infer import INFERRED, RULES
from graph.ingest import ingest
from graph.releases import Home
from made import report, write
from ontology import names
from ontology.names import LH, PROV, RDF, RDFS

REPORT = names.report("110000", 2093)


def derived(home: Home, predicate: NamedNode) -> set[object]:
    store = home.require().store
    return {quad.object for quad in store.quads_for_pattern(REPORT, predicate, None, INFERRED)}


def read_one(home: Home, folder: Path) -> None:
    text = report("北京市", 2093, "发展区块链。", "发展量子科技。")
    assert ingest(home, [write(folder, "a.txt", text)]).release == 2


def test_rules_are_there() -> None:
    assert {rule.stem for rule in RULES} == {"labels", "links", "titles"}


def test_a_report_is_linked_to_its_themes(home: Home, tmp_path: Path) -> None:
    read_one(home, tmp_path)
    assert derived(home, LH.addressesTheme) == {names.theme("blockchain"), names.theme("quantum")}


def test_a_report_has_a_title_in_both_languages(home: Home, tmp_path: Path) -> None:
    read_one(home, tmp_path)
    assert derived(home, RDFS.label) == {
        Literal("Beijing government work report 2093", language="en"),
        Literal("北京2093年政府工作报告", language="zh"),
    }


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
