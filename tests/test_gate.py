"""What the gate refuses, and that it says so as the reference implementation does."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from graph import gate
from graph.errors import RefusedError
from graph.gate import check, compiled, judge, report_graph, require, validate_data
from graph.shacl import focus, slices
from graph.shacl.compile import compile_shapes
from graph.shacl.looks import looks
from graph.shacl.shape import ShapeError, Shapes
from ontology.names import LH, LHS, OA, PREFIXES, QB, RDF, SH, XSD, graph, report, statement, thing
from tests.shacl_reference import (
    FAULTS,
    Verdict,
    faulty,
    our_verdicts,
    reference_verdicts,
    text_of,
    valid_base,
)
from tests.synthetic_reports import add_reports

KINDS = 45
"""The fewest kinds of fault that must be there."""
GROUPS = 15
"""So many stores hold all faults between them."""
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""The reference takes seconds an example, so a failing one is shown as it was found."""


PREFIXED = "\n".join(
    f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("lh", "owl", "rdfs", "sh", "xsd")
)


def lone(of: NamedNode) -> list[NamedNode]:
    """A class that has no subclasses."""
    return [of]


def expected_shape(path: Path) -> str:
    found = re.match(r"# shape: lhs:(\S+)\n# \S", path.read_text("utf-8"))
    assert found, f"{path.name}: the header names the shape and the fault"
    return LHS[found[1]].value


def test_there_are_enough_kinds_of_fault():
    assert len({expected_shape(path) for path in FAULTS}) >= KINDS


def test_the_valid_base_passes_in_both_engines():
    assert check(valid_base(), None, text_of) == []
    assert reference_verdicts(valid_base()) == set()


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_is_refused_by_exactly_its_own_shape(path):
    violations = check(faulty(path), None, text_of)
    assert {violation.shape for violation in violations} == {expected_shape(path)}
    for violation in violations:
        assert set(violation.messages) == {"en", "zh"}
        assert "{" not in "".join(violation.messages.values())


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.stem)
def test_a_fault_is_found_from_what_changed(path):
    base, draft = valid_base(), faulty(path)
    changed = {q.graph_name.value for q in set(base) ^ set(draft)}
    found = {violation.shape for violation in check(draft, changed, text_of, base)}
    assert found == {expected_shape(path)}


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_the_reference_agrees_on_each_fault(group):
    """Several at a time: the reference takes seconds, however many there are."""
    paths = FAULTS[group::GROUPS]
    store = faulty(*paths)
    ours = our_verdicts(store)
    assert {expected_shape(path) for path in paths} <= {shape for _, shape, *_ in ours}
    assert ours == reference_verdicts(store)


@pytest.mark.slow
def test_the_reference_agrees_on_all_faults_at_once():
    store = valid_base()
    for path in FAULTS:
        store.update(path.read_text("utf-8"))
    ours = our_verdicts(store)
    assert len({shape for _, shape, *_ in ours}) >= KINDS
    assert ours == reference_verdicts(store)


def mutations(quads: list[Quad]) -> st.SearchStrategy[list[tuple[str, Quad, Quad]]]:
    one = st.tuples(st.sampled_from(["drop", "swap", "graft"]), *[st.sampled_from(quads)] * 2)
    return st.lists(one, min_size=1, max_size=6)


def mutated(changes: list[tuple[str, Quad, Quad]]) -> Store:
    store = valid_base()
    for kind, one, other in changes:
        if kind != "graft":
            store.remove(one)
        if kind != "drop":
            store.add(Quad(one.subject, one.predicate, other.object, one.graph_name))
    return store


def base_quads() -> list[Quad]:
    ours = (q for q in valid_base() if q.graph_name.value.startswith(graph("x").value[:-1]))
    return sorted((q for q in ours if q.graph_name != graph("ontology")), key=str)


def of_numbers(verdicts: set[Verdict]) -> set[Verdict]:
    """Without bounds on years: the reference gives a year a place among the numbers."""
    return {
        each
        for each in verdicts
        if not each[2].endswith("clusiveConstraintComponent")
        or not str(each[4]).endswith("#gYear>")
    }


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(changes=mutations(base_quads()))
def test_the_reference_agrees_on_mutated_data(changes):
    store = mutated(changes)
    assert of_numbers(our_verdicts(store)) == of_numbers(reference_verdicts(store))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(changes=mutations(base_quads()))
def test_judging_a_change_refuses_what_judging_everything_does(changes):
    base, draft = valid_base(), mutated(changes)
    graphs = {q.graph_name.value for q in set(base) ^ set(draft)}
    partly, wholly = check(draft, graphs, text_of, base), check(draft, None, text_of)
    assert bool(partly) == bool(wholly)
    assert all(violation in wholly for violation in partly)


def test_texts_are_judged_by_their_words_however_few_are_held_at_a_time(monkeypatch):
    draft = valid_base()
    for path in FAULTS:
        if "_:" not in (fault := path.read_text("utf-8")) and "[" not in fault:
            draft.update(fault)
    at_once = check(draft, None, text_of)
    monkeypatch.setattr(gate, "TEXTS", 1)
    assert check(draft, None, text_of) == at_once
    assert len({violation.shape for violation in at_once}) > KINDS - 5


def on_disk(store: Store, folder: Path) -> Store:
    copy = Store(str(folder))
    copy.bulk_extend(store)
    return copy


def test_slices_are_judged_as_the_whole_is_however_small_they_are(monkeypatch, tmp_path):
    store = valid_base()
    for path in FAULTS:
        store.update(path.read_text("utf-8"))
    at_once = check(store, None, text_of, in_memory=True)
    assert len({violation.shape for violation in at_once}) >= KINDS
    disk = on_disk(store, tmp_path / "store")
    for size in (len(store), 20):
        monkeypatch.setattr(slices, "SIZE", size)
        assert check(disk, None, text_of) == at_once


@pytest.mark.slow
@settings(max_examples=15, deadline=None, phases=UNSHRUNK)
@given(changes=mutations(base_quads()))
def test_slices_of_mutated_data_are_judged_as_the_whole_is(tmp_path_factory, changes):
    store = mutated(changes)
    disk = on_disk(store, tmp_path_factory.mktemp("sliced") / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "SIZE", 300)
        assert check(disk, None, text_of) == check(store, None, text_of, in_memory=True)


@settings(max_examples=3, deadline=None, phases=UNSHRUNK)
@given(seed=st.randoms(use_true_random=False))
def test_chosen_nodes_are_judged_as_among_all(seed):
    store = valid_base()
    for path in FAULTS:
        store.update(path.read_text("utf-8"))
    every = sorted({str(quad.subject) for quad in store})
    chosen = {node for node in every if seed.random() < 0.5}
    wholly = check(store, None, text_of, in_memory=True)
    assert judge(store, chosen, text_of) == [v for v in wholly if v.focus in chosen]


@settings(max_examples=5, deadline=None, phases=UNSHRUNK)
@given(changes=mutations(base_quads()))
def test_no_rule_is_passed_over_by_a_look_that_it_shares(changes):
    store = mutated(changes)
    rules = [rule for rule in compiled(frozenset()) if not rule.of_content]
    joined = [look for look in looks(rules) if look.query]
    assert {len(look.rules) for look in joined} > {1}
    for look in joined:
        seen = list(store.query(look.query, use_default_graph_as_union=True))
        alone = [store.query(rule.query(), use_default_graph_as_union=True) for rule in look.rules]
        assert seen or not any(list(rows) for rows in alone)


def test_a_change_is_judged_by_its_nodes_while_it_is_small_beside_the_store(monkeypatch):
    store = valid_base()
    sizes = Counter(quad.graph_name.value for quad in store)
    middle = next(name for name, size in sizes.items() if 10 < size < len(store) / focus.SHARE)
    monkeypatch.setattr(focus, "MANY", 10)
    assert focus.concerned(store, None, [middle])
    assert focus.concerned(store, None, sizes) is None
    monkeypatch.setattr(focus, "MOST", sizes[middle] - 1)
    assert focus.concerned(store, None, [middle]) is None


def test_an_unchanged_graph_is_not_judged():
    base = valid_base()
    assert judge(base, frozenset(), text_of) == []
    assert check(base, [], text_of, base) == []


def test_removing_what_others_refer_to_is_refused():
    base, draft = valid_base(), valid_base()
    for quad in list(draft.quads_for_pattern(report("120000", 2019), None, None)):
        draft.remove(quad)
    violations = check(draft, [graph("documents").value], text_of, base)
    cited = str(statement("made-up-note", "120000", 2019, "blockchain", "cited"))
    assert cited in {violation.focus for violation in violations}


def test_a_component_of_a_cube_concerns_its_observations():
    base, draft = valid_base(), valid_base()
    component = thing("component", "minimum")
    (quad,) = draft.quads_for_pattern(component, QB.measure, None)
    draft.remove(quad)
    draft.add(Quad(component, QB.measure, LH.value, quad.graph_name))
    found = check(draft, [quad.graph_name.value], text_of, base)
    assert any("/id/observation/" in violation.focus for violation in found)


def test_emptying_the_dataset_passes():
    base = valid_base()
    changed = [name.value for name in base.named_graphs()]
    assert check(Store(), changed, text_of, base) == []


def test_a_refusal_names_the_node_and_the_remedy():
    path = next(path for path in FAULTS if path.stem == "code-duplicate")
    with pytest.raises(RefusedError, match=r"province/1\d0000.*110000.*one of the two is wrong"):
        require(faulty(path), None, text_of)


def test_other_peoples_data_passes():
    store = valid_base()
    anything = Quad(thing("x", "y"), XSD.any, Literal("1", datatype=XSD.double), NamedNode("x:g"))
    store.add(anything)
    assert check(store, ["x:g"], text_of) == []


def test_data_beside_the_graph_is_judged_with_what_it_refers_to():
    review = thing("review", "new")
    quads = [
        Quad(review, RDF.type, LH.Review),
        Quad(review, LH.verdict, thing("verdict", "accepted")),
        Quad(review, LH.reviews, statement("gone", "110000", 2019, "blockchain", "x")),
    ]
    found = validate_data(quads, valid_base(), text_of)
    assert [v.shape for v in found] == [LHS["Review-wasAttributedTo"].value]
    alone = {v.shape for v in validate_data(quads)}
    assert alone == {LHS["Review-wasAttributedTo"].value, LHS["verdict"].value}


def test_the_report_is_a_standard_one():
    violations = check(faulty(*FAULTS[:3]), None, text_of)
    triples = list(parse(report_graph(violations), format=RdfFormat.TURTLE))
    results = [t for t in triples if t.predicate == SH.result]
    assert len(results) == len(violations) > 0
    assert {t.object for t in triples if t.predicate == SH.sourceShape} == {
        NamedNode(violation.shape) for violation in violations
    }
    assert b"sh:conforms true" in report_graph([])


def test_a_triple_in_a_values_place_is_refused_and_reported():
    triple = Triple(NamedNode("x:a"), NamedNode("x:b"), Literal("c"))
    found = validate_data([Quad(thing("province", "1"), LH.gbCode, triple)])
    (kind,) = (v for v in found if v.component == SH.DatatypeConstraintComponent.value)
    assert kind.value == '<<( <x:a> <x:b> "c" )>>'
    report = list(parse(report_graph(found), format=RdfFormat.TURTLE))
    assert triple in {t.object for t in report if t.predicate == SH.value}


@pytest.mark.parametrize(
    "said",
    [
        "sh:closed true",
        "sh:path lh:a ; sh:maxCount 9",
        "sh:path lh:a ; sh:datatype xsd:hexBinary",
        "sh:path lh:a ; sh:qualifiedMinCount 1",
        "sh:path lh:a ; sh:lessThan lh:b",
        'sh:sparql [ sh:select "ASK { }" ]',
        "sh:severity sh:Warning",
        "sh:deactivated true",
        "sh:minCount 1",
        "sh:targetNode lh:b",
        "sh:targetObjectsOf lh:b",
        "sh:targetShape lh:b",
        "a rdfs:Class",
        "sh:or ()",
        "sh:path lh:a ; sh:minLength lh:b",
        "sh:path () ; sh:minCount 1",
        'sh:path lh:a ; sh:pattern "a(?=b)"',
        'sh:path lh:a ; sh:pattern "a" ; sh:flags "y"',
        "sh:path lh:a ; sh:property [ sh:path lh:b ; sh:minCount 1 ]",
        "sh:property [ sh:path lh:a ; sh:property [ sh:path lh:b ; sh:minCount 1 ] ]",
        "sh:property [ sh:minCount 1 ]",
        "sh:property lh:nowhere",
        "sh:node lh:nowhere",
        "sh:node lh:shape",
        "sh:not [ sh:or ( lh:shape ) ]",
        'sh:sparql [ sh:select "SELECT ?this WHERE { ?this ?PATH ?value }" ]',
    ],
)
def test_what_cannot_be_compiled_is_an_error(said):
    with pytest.raises(ShapeError):
        compile_shapes(Shapes([f"{PREFIXED} lh:shape sh:targetClass lh:A ; {said} ."]), lone)


@pytest.mark.parametrize("said", ["a rdfs:Class", "a owl:Class", "sh:targetShape lh:b"])
def test_a_shape_that_has_targets_of_no_known_kind_is_not_passed_over(said):
    with pytest.raises(ShapeError):
        compile_shapes(Shapes([f"{PREFIXED} lh:shape sh:class lh:B ; {said} ."]), lone)


def test_every_shape_that_refuses_has_a_fault_or_a_mate():
    """A cross-node rule without a sample of its own would be a rule that nobody has seen refuse."""
    rules = {rule.shape for rule in compiled(frozenset()) if "SPARQL" in rule.component}
    assert rules <= {expected_shape(path) for path in FAULTS}


def test_judging_a_small_change_takes_a_moment():
    base, draft = valid_base(), valid_base()
    draft.add(Quad(thing("review", "2"), RDF.type, thing("x", "y"), graph("curated", "first")))
    check(draft, None, text_of)
    start = time.process_time()
    check(draft, [graph("curated", "first").value], text_of, base)
    assert time.process_time() - start < 0.5


@pytest.mark.slow
def test_as_much_as_the_real_reports_is_judged_in_seconds(capsys):
    store = valid_base()
    texts = add_reports(store, reports=62, passages=105)
    assert len(store) > 140_000
    start = time.perf_counter()
    assert check(store, None, texts.get) == []
    ours = time.perf_counter() - start
    small = valid_base()
    start = time.perf_counter()
    assert reference_verdicts(small) == set()
    theirs = time.perf_counter() - start
    with capsys.disabled():
        print(
            f"\n{len(store)} triples {ours:.1f} s; pyshacl {len(small)} triples {theirs:.1f} s;",
            end="",
        )
        print(f" {theirs / len(small) / (ours / len(store)):.0f} times as long a triple")
    assert ours < 20


def test_one_wrong_quote_among_many_reports_is_found():
    base, draft = valid_base(), valid_base()
    texts = add_reports(draft, reports=2, passages=20)
    changed = {q.graph_name.value for q in set(base) ^ set(draft)}
    assert check(draft, changed, texts.get, base) == []
    quote = next(draft.quads_for_pattern(None, OA.exact, None, graph("extracted", "110000", 2031)))
    draft.remove(quote)
    draft.add(Quad(quote.subject, OA.exact, Literal("區塊鏈"), quote.graph_name))
    found = check(draft, changed, texts.get, base)
    assert [(v.focus, v.shape) for v in found] == [(str(quote.subject), LHS.Quote.value)]
