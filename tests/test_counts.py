"""What is derived for the questions says the same as the facts that it was derived from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store

from bench import asked
from graph.counts.publish import count, counted
from graph.counts.tally import COUNTS
from graph.home.publish import publishing
from graph.infer import infer
from graph.ingest import ingest
from graph.networks.analytics import matters
from graph.releases import Home
from graph.review import Verdict, review
from graph.shipped import shipped
from graph.withdraw import withdraw
from made import report, write
from ontology import names
from ontology.names import DCTERMS, LH, OA, RDF, XSD
from queries import Question, load
from questions_world import world
from test_cube import CONSTRAINTS, normalised, violated

PAIRS = {path.stem: load()[path.stem] for path in sorted(asked.PLAIN.glob("*.rq"))}
FACTS = names.graph("extracted", "made")
REPORTS = [("110000", 2093), ("110000", 2094), ("140000", 2093)]
THEMES = ("blockchain", "big-data")
ROLES = ("plan", "review")
DIRECTIONS = ("industrial-parks", "research-transfer")
Said = tuple[int, int, int, frozenset[int], frozenset[int], str]


def bag(store: Store, text: str) -> Counter[tuple[str, ...]]:
    """The rows of an answer, or its triples, in no order."""
    answer = store.query(text, use_default_graph_as_union=True)
    if isinstance(answer, QueryTriples):
        return Counter({tuple(map(str, triple)) for triple in answer})
    columns = sorted(each.value for each in cast(QuerySolutions, answer).variables)
    return Counter(tuple(str(row[each]) for each in columns) for row in answer)


def agree(store: Store, question: Question, values: dict[str, str]) -> int:
    """The number of rows; the plain formulation and the shipped one give the same."""
    both = asked.with_values(question, values, store)
    shipped_rows = bag(store, both.shipped)
    assert shipped_rows == bag(store, both.plain), (question.name, values)
    return shipped_rows.total()


def given_values(question: Question, **known: str) -> list[dict[str, str]]:
    """The defaults, then what is known, then each parameter that may be left out by itself."""
    own = {each.name: each for each in question.parameters}
    base = {name: value for name, value in known.items() if name in own and own[name].default}
    more = [
        {**base, each.name: known.get(each.name) or each.example}
        for each in own.values()
        if each.default is None
    ]
    return [{}, base, *more]


def test_there_are_pairs() -> None:
    assert len(PAIRS) > 20


@cache
def made_world() -> Store:
    store = Store()
    store.extend(world())
    return store


@pytest.mark.parametrize("name", PAIRS)
def test_a_question_answers_as_its_plain_formulation(name: str) -> None:
    """On made-up reports with reviews of all verdicts, silent provinces and unknown ones."""
    known = {"year": "2093", "later": "2094", "below": "95", "minimum": "1", "distance": "30"}
    for values in given_values(PAIRS[name], **known):
        agree(made_world(), PAIRS[name], values)


@pytest.mark.slow
def test_and_so_it_does_on_the_shipped_graph_as_it_changes(home: Home, tmp_path: Path) -> None:
    known = {"theme": "artificial-intelligence", "year": "2025", "later": "2026"}

    def all_agree(most: int) -> dict[str, int]:
        store = Store()  # in memory, where the plain formulations take a fourth of the time
        store.bulk_extend(home.require().store)
        return {
            name: max(agree(store, each, values) for values in given_values(each, **known)[:most])
            for name, each in PAIRS.items()
        }

    assert {name for name, rows in all_agree(10).items() if not rows} == {"orphaned-reviews"}
    ingest(home, [write(tmp_path, "a.txt", report("北京市", 2093, "建设区块链园区。"))])
    extracted = [
        quad.subject.value
        for quad in home.require().store.quads_for_pattern(
            None, LH.aboutTheme, names.theme("artificial-intelligence")
        )
        if "/statement/report-" in quad.subject.value
    ]
    first, second, *_ = sorted(extracted)
    review(home, Verdict(first, "reject", "me"))
    review(home, Verdict(second, "correct", "me", ("governance",)))
    review(home, Verdict(second, "correct", "you", ("infrastructure", "governance")))
    all_agree(2)
    withdraw(home, "110000/2093")
    all_agree(2)


statements = st.lists(
    st.tuples(
        st.integers(0, len(REPORTS) - 1),
        st.integers(0, len(THEMES) - 1),
        st.integers(0, len(ROLES)),
        st.frozensets(st.integers(0, len(DIRECTIONS) - 1)),
        st.frozensets(st.integers(0, 3), max_size=3),
        st.sampled_from(["", "", "accepted", "corrected", "rejected"]),
    ),
    max_size=8,
)


def facts(said: list[Said]) -> list[Quad]:
    """Statements of few reports and themes that share mentions, some with a review."""
    found = []
    for number, (where, what, role, directions, mentions, verdict) in enumerate(said):
        (code, year), theme = REPORTS[where], THEMES[what]
        node = names.statement(f"report-{code}-{year}", code, year, theme, str(number))
        told = [
            (RDF.type, LH.PolicyStatement),
            (LH.aboutReport, names.report(code, year)),
            (LH.aboutTheme, names.theme(theme)),
            (LH.basis, names.thing("basis", "curated")),
            (LH.ofProvince, names.province(code)),
            (LH.year, Literal(str(year), datatype=XSD.gYear)),
            *((LH.role, names.thing("role", each)) for each in ROLES[role : role + 1]),
            *((LH.hasDirection, names.thing("direction", DIRECTIONS[each])) for each in directions),
            *((LH.restsOn, names.thing("mention", code, year, theme, each)) for each in mentions),
            *((LH.evidence, names.thing("passage", code, year, each // 2)) for each in mentions),
        ]
        found += [Quad(node, predicate, value, FACTS) for predicate, value in told]
        for each in mentions:
            mention = names.thing("mention", code, year, theme, each)
            found.append(Quad(mention, OA.exact, Literal("ABBB"[each], language="zh"), FACTS))
        if verdict:
            node_of_review = names.thing("review", str(number))
            found += [
                Quad(node_of_review, LH.reviews, node, FACTS),
                Quad(node_of_review, LH.verdict, names.thing("verdict", verdict), FACTS),
            ]
    return found


@cache
def background() -> tuple[Quad, ...]:
    """Provinces, themes and directions, and three reports whose texts were read."""
    own = shipped()
    kept = [quad for name in ("reference", "ontology") for quad in own[names.graph(name)]]
    documents = names.graph("documents")
    for code, year in REPORTS:
        node, text = names.report(code, year), names.text(f"{code}{year}")
        kept += [
            Quad(node, RDF.type, LH.WorkReport, documents),
            Quad(node, LH.ofProvince, names.province(code), documents),
            Quad(node, LH.year, Literal(str(year), datatype=XSD.gYear), documents),
            Quad(node, LH.currentText, text, documents),
            Quad(text, names.DCTERMS.language, Literal("zh"), documents),
            Quad(text, LH.charLength, Literal(1000), documents),
        ]
    return tuple(kept)


@cache
def bare() -> Store:
    store = Store()
    store.extend(background())
    return store


DERIVED = ("lh:counted", "lh:firstNamed", "lh:naming", "lh:pairsThemes", "lh:total")
COUNTING = [name for name, each in PAIRS.items() if any(term in each.sparql for term in DERIVED)]


@settings(max_examples=10, deadline=None)
@given(statements, st.sampled_from([{}, {"role": "role/plan"}, {"direction": "D3"}]))
def test_statements_that_share_mentions_are_counted_right(
    said: list[Said], narrowed: dict[str, str]
) -> None:
    store = bare()
    added = facts(said)
    store.extend(added)
    derived = [*infer(store), *counted(store)]
    store.extend(derived)
    try:
        assert len(COUNTING) > 20
        for name in COUNTING:
            own = {each.name for each in PAIRS[name].parameters}
            asked_with = {"year": "2093", "later": "2094", **narrowed}
            agree(store, PAIRS[name], {key: asked_with[key] for key in own & asked_with.keys()})
    finally:
        for quad in (*added, *derived):
            store.remove(quad)


@pytest.mark.slow
def test_counts_stay_where_no_fact_changed_and_follow_one_that_did(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def entry() -> str:
        return home.require().manifest.graphs[COUNTS.value].sha256

    before = entry()
    monkeypatch.setattr("graph.counts.publish.tally", None)  # whoever counts anew has to ask it
    with publishing(home, "a note") as draft:
        draft.add(
            [Quad(names.theme("quantum"), RDF.value, Literal("note"), NamedNode("http://x/g"))]
        )
    assert entry() == before
    monkeypatch.undo()
    ingest(home, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    store = home.require().store
    found = list(store.quads_for_pattern(None, LH.countedReport, names.report("110000", 2093)))
    assert len(found) == 1
    withdraw(home, "110000/2093")
    with home.change("again") as draft:
        count(draft)
        assert COUNTS.value not in draft.changed_graphs()
        draft.cancel()


@pytest.mark.parametrize("predicate", [DCTERMS.language, LH.charLength, LH.evidence, OA.exact])
def test_a_graph_of_others_matters_where_it_says_what_is_counted(predicate: NamedNode) -> None:
    store, other = Store(), NamedNode("http://example.org/graph")
    thing = NamedNode("http://example.org/thing")
    store.add(Quad(thing, RDF.value, thing, other))
    assert not matters(store, other.value)
    store.add(Quad(thing, predicate, thing, other))
    assert matters(store, other.value)


@pytest.mark.slow
def test_the_tallies_are_a_valid_cube(home: Home) -> None:
    """IC-12, unique observations, would compare all pairs: their names tell the dimensions."""
    merged = Store()
    for graph in (names.graph("ontology"), names.graph("reference"), COUNTS):
        for quad in home.require().store.quads_for_pattern(None, None, None, graph):
            merged.add(Quad(quad.subject, quad.predicate, quad.object))
    normalised(merged)
    tried = [each for each in CONSTRAINTS if each.stem not in ("ic-12", "ic-17")]
    assert [each.stem for each in tried if violated(merged, each)] == []
    assert len(list(merged.quads_for_pattern(None, RDF.type, LH.Tally))) > 1000
