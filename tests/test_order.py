"""A query whose patterns are put in another order gives what it gave before, and sooner."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.releases import Home
from graph.sparql.order import ordered
from test_lateral import NODES, PREDICATES, VARIABLES, bag, group, held, optional, triple, values

verb = st.sampled_from([*PREDICATES, "<x:p>/<x:q>", "<x:r>?", "^<x:q>", "?e", "a"])
item = st.sampled_from(
    [*VARIABLES, *NODES, "1", '"word"', '"word"@en', '"1"^^<x:t>', "[ <x:p> ?a ]"]
)
objects = st.lists(item, min_size=1, max_size=2).map(" , ".join)
plain = st.builds(
    lambda subject, lists: f"{subject} {' ; '.join(f'{v} {o}' for v, o in lists)}",
    st.sampled_from([*VARIABLES, *NODES, "_:b"]),
    st.lists(st.tuples(verb, objects), min_size=1, max_size=3),
)
block = st.lists(plain, min_size=1, max_size=4).map(" . ".join)
part = st.one_of(
    block,
    block.map(lambda each: f"{each} . # ?a <x:p> 1 .\n"),
    values.filter(lambda each: "UNDEF" not in each),
    st.builds(
        "FILTER ({} != {}) ".format, st.sampled_from(VARIABLES), item.filter(lambda o: o[0] != "[")
    ),
    st.builds("{{ {} }} UNION {{ {} }} ".format, block, block),
    st.builds("{{ SELECT ?a ?b WHERE {{ {} }} GROUP BY ?a ?b }} ".format, block),
    st.builds("FILTER NOT EXISTS {{ {} }} ".format, block),
    optional(group),
    optional(block),
)
query = st.lists(part, min_size=1, max_size=4).map(
    lambda parts: f"SELECT * WHERE {{ {' '.join(parts)} }}"
)


def parses(text: str) -> bool:
    try:
        Store().query(text)
    except SyntaxError:
        return False
    return True


@settings(max_examples=150, deadline=None)
@given(st.lists(triple, max_size=14), query.filter(parses))
def test_a_query_in_another_order_gives_the_same_rows(
    triples: list[tuple[str, str, str]], text: str
) -> None:
    store = held(triples)
    assert bag(store, ordered(text, store)) == bag(store, text), ordered(text, store)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "SELECT * { ?s <x:many> 1 ; <x:few> 1 . }",
            "SELECT * { ?s <x:few> 1 . ?s <x:many> 1 . }",
        ),
        (
            "SELECT * { ?s <x:many> ?o , ?n FILTER (?o != ?n) ."
            " ?s a 1 ; <x:many> ?m ; <x:few> ?f }",
            "SELECT * { ?s <x:many> ?o , ?n FILTER (?o != ?n) ."
            " ?s a 1 . ?s <x:few> ?f . ?s <x:many> ?m }",
        ),
        (
            "PREFIX x: <x:> SELECT * { { ?s x:many ?o . ?o x:few ?s } MINUS { ?s x:few 1 } }",
            "PREFIX x: <x:> SELECT * { { ?o x:few ?s . ?s x:many ?o } MINUS { ?s x:few 1 } }",
        ),
        (
            "SELECT * { VALUES (?m ?f ?x) { (1 2 UNDEF) }"
            " ?s <x:many> ?m ; <x:few> ?x ; <x:few> ?f }",
            "SELECT * { VALUES (?m ?f ?x) { (1 2 UNDEF) }"
            " ?s <x:few> ?f . ?s <x:few> ?x . ?s <x:many> ?m }",
        ),
        (
            "SELECT * { VALUES ?o { 1 } VALUES ?p { 1 2 } ?s <x:many> ?o , ?p ; <x:few> ?o }",
            "SELECT * { VALUES ?o { 1 } VALUES ?p { 1 2 }"
            " ?s <x:few> ?o . ?s <x:many> ?p . ?s <x:many> ?o }",
        ),
    ],
)  # fmt: skip
def test_the_rarest_comes_first(text: str, expected: str) -> None:
    few, many = [("<x:1>", "<x:few>", "1")], [(f"<x:{n}>", "<x:many>", "1") for n in range(9)]
    assert ordered(text, held([*few, *many])) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { VALUES ?v { <x:many> <x:few> <x:few> } ?s ?v ?o }",
        "SELECT * { ?s <x:many>/<x:few> ?o . ?o <x:few>* ?s }",
        "SELECT * { ?s <x:many> 1 . SERVICE <x:there> { ?s <x:few> 1 } ?s <x:few> 1 }",
        "SELECT ?s { ?s <x:many> ?o } GROUP BY ?s ?o ORDER BY ?s",
        "ASK { ?s <x:many> ?o . ?s",
        "nonsense . ?s ?p . ?o }",
    ],
)
def test_what_is_no_run_of_plain_patterns_stays(text: str) -> None:
    assert ordered(text, held([("<x:1>", "<x:few>", "1")])) == text


def test_a_group_that_is_looked_up_for_each_solution_stays() -> None:
    inner = "?o <x:many> ?p . ?q <x:few> ?p"
    after = "?o <x:many> 1 . ?o <x:few> 1"
    text = f"SELECT * {{ ?s ?p ?o LATERAL {{ OPTIONAL {{ {inner} }} }} {after} }}"
    few, many = [("<x:1>", "<x:few>", "1")], [(f"<x:{n}>", "<x:many>", "1") for n in range(9)]
    sorted_ = "?o <x:few> 1 . ?o <x:many> 1"
    assert ordered(text, held([*few, *many])) == text.replace(after, sorted_)


@pytest.mark.slow
def test_a_bad_order_costs_no_more_than_a_good_one(home: Home) -> None:
    lh, key = "https://w3id.org/lianghui/ontology#", "https://w3id.org/lianghui/id"
    patterns = [
        f"?s <{lh}role> <{key}/role/plan>",
        f"?s <{lh}aboutTheme> <{key}/theme/blockchain>",
        f"?s <{lh}restsOn> ?m",
    ]
    store = home.require().store

    def took(text: str) -> float:
        began = time.process_time()
        for _ in range(10):
            list(store.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]
        return time.process_time() - began

    bad = f"SELECT * {{ {' . '.join(patterns)} }}"
    good = f"SELECT * {{ {' . '.join([patterns[1], patterns[0], patterns[2]])} }}"
    assert ordered(bad, store) == good
    assert took(good) < took(bad) / 2
