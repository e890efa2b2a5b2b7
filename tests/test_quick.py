"""A query whose groups are rewritten gives what it gave before, and sooner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from bench import asked
from graph.releases import Home
from graph.sparql.algebra import sizes
from graph.sparql.quick import quick, regrouped
from test_lateral import NODES, VARIABLES, bag, group, held, optional, triple, variable
from test_order import parses, plain
from texts import tight

simple = st.lists(plain, min_size=1, max_size=3).map(lambda each: " . ".join(each) + " . ")
condition = st.one_of(
    st.builds("FILTER ({} != {}) ".format, variable, st.sampled_from([*VARIABLES, *NODES])),
    st.builds("FILTER (!BOUND({}) || {} = <x:1>) ".format, variable, variable),
)
tested = st.recursive(
    st.builds("{}{}".format, simple, st.one_of(st.just(""), condition)),
    lambda inner: st.builds(
        "{}{} {{ {} }} ".format, simple, st.sampled_from(["MINUS", "FILTER NOT EXISTS"]), inner
    ),
    max_leaves=3,
)
test = st.builds(
    "{} {{ {} }} ".format,
    st.sampled_from(["MINUS", "MINUS", "FILTER NOT EXISTS", "FILTER EXISTS"]),
    tested,
)
values = st.builds(
    lambda names, rows: f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }} ",
    st.just(["?a", "?b"]),
    st.lists(
        st.tuples(*[st.sampled_from([*NODES, "UNDEF", "UNDEF"])] * 2).map(
            lambda row: f"({' '.join(row)})"
        ),
        min_size=1,
        max_size=2,
    ),
)
bind = st.builds(
    lambda one, other: f"BIND (IF(BOUND({one}), {one}, {other}) AS ?f) ", variable, variable
)
joined = st.one_of(
    st.builds("{{ {} }} ".format, tested),
    st.builds("{{ {} }} UNION {{ {} }} ".format, tested, simple),
    st.builds("{{ SELECT ?a ?b {{ {}{} }} }} ".format, values, tested),
)
part = st.one_of(
    simple, simple, condition, test, test, optional(group), optional(tested), values, joined
)
spaced = st.builds(
    lambda selected, parts, bound: f"SELECT {selected} WHERE {{ {''.join([*parts, bound])}}}",
    st.sampled_from(["*", "?a ?b ?c", "?a ?d ?e"]),
    st.lists(part, min_size=1, max_size=5),
    st.one_of(st.just(""), bind, bind.flatmap(lambda one: simple.map(lambda two: one + two))),
)


query = st.builds(tight, spaced, st.randoms(use_true_random=False))


@pytest.fixture(scope="module", autouse=True)
def _small_stores_have_many() -> Iterator[None]:
    """Two solutions are as many as are counted: else nothing would be many in a small store."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sizes, "CAP", 2)
        patch.setattr("graph.sparql.algebra.rewrite.CAP", 2)
        yield


def same_rows(triples: list[tuple[str, str, str]], text: str) -> None:
    store = held(triples)
    sooner = quick(text, store)
    assert bag(store, sooner) == bag(store, text), sooner


@settings(max_examples=60, deadline=None)
@given(st.lists(triple, max_size=14), query.filter(parses))
def test_a_rewritten_query_gives_the_same_rows(
    triples: list[tuple[str, str, str]], text: str
) -> None:
    same_rows(triples, text)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(triple, min_size=6, max_size=20), query.filter(parses))
def test_many_rewritten_queries_give_the_same_rows(
    triples: list[tuple[str, str, str]], text: str
) -> None:
    same_rows(triples, text)


MANY = [(f"<x:{n}>", "<x:many>", f"<x:{n % 3}>") for n in range(9)]
FEW = [("<x:1>", "<x:few>", "<x:2>")]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "?s <x:p> 1 MINUS { ?s <x:q> 1 } ?s <x:r> ?z",
            "?s <x:p> 1 . ?s <x:r> ?z . MINUS { ?s <x:q> 1 . }",
        ),
        (
            "VALUES (?s ?n) { (<x:1> UNDEF) } OPTIONAL { ?n <x:q> ?m } ?s <x:p> ?o",
            "VALUES (?s) { (<x:1>) } ?s <x:p> ?o . OPTIONAL { ?n <x:q> ?m . }",
        ),
        (
            "VALUES ?o { 1 } ?s <x:p> ?o MINUS { ?t <x:q> ?o ; <x:r> ?s }",
            "VALUES (?o) { (1) } ?s <x:p> ?o ."
            " MINUS { VALUES (?o) { (1) } ?t <x:q> ?o . ?t <x:r> ?s . }",
        ),
        (
            "?s <x:few> ?o MINUS { ?s <x:many> ?t . ?t <x:many> ?u }",
            "?s <x:few> ?o . FILTER NOT EXISTS { ?s <x:many> ?t . LATERAL { ?t <x:many> ?u . } }",
        ),
        (
            "?s <x:many> ?o . ?o <x:many> ?z MINUS { ?s <x:many> ?t }",
            "?s <x:many> ?o . MINUS { ?s <x:many> ?t . } LATERAL { ?o <x:many> ?z . }",
        ),
        (
            "?s <x:p> 1 FILTER (?o<?p&&?s>?p) MINUS { ?s <x:q> 1 } ?s <x:r> ?z",
            "?s <x:p> 1 . ?s <x:r> ?z . FILTER (?o<?p&&?s>?p) MINUS { ?s <x:q> 1 . }",
        ),
        (
            "?s <x:p> ?o FILTER EXISTS { ?o <x:q> ?z . ?s <x:r> ?o MINUS { ?z <x:q> 1 } }",
            "?s <x:p> ?o . FILTER EXISTS { ?s <x:r> ?o . LATERAL { ?o <x:q> ?z . }"
            " FILTER NOT EXISTS { ?z <x:q> 1 . } }",
        ),
    ],
)
def test_what_is_equal_and_sooner(inside: str, expected: str) -> None:
    store = held([*MANY, *FEW])
    found = re.sub("_[0-9a-f]{12}", "", regrouped(f"SELECT ?s {{ {inside} }}", store))
    assert found == f"SELECT ?s {{ {expected} }}"


@pytest.mark.parametrize(
    "inside",
    [
        "?s <x:p> 1 ; <x:p> ?o MINUS { ?s <x:q> ?z } ?o <x:r> ?z",
        "?s <x:p> ?o MINUS { ?s <x:q> 1 } ?o <x:r> ?z",
        "?s <x:p> 1 BIND (1 AS ?z) ?s <x:r> ?z",
        "?s <x:p> 1 OPTIONAL { ?s <x:q> ?z } ?s <x:r> ?z",
        "?s <x:few> ?o MINUS { ?t <x:many> ?u }",
        "OPTIONAL { ?s <x:few> ?o } MINUS { ?s <x:many> ?u }",
        "VALUES ?o { 1 2 } ?s <x:p> ?o MINUS { ?t <x:q> ?o }",
        "?s <x:p> [] MINUS { ?s <x:q> ?z } ?s <x:r> ?z",
        "?s <x:p>* ?o MINUS { ?s <x:q> ?z } ?s <x:r> ?o",
        "?s <x:p> ?o FILTER NOT EXISTS { ?s <x:q> ?z . ?z <x:r> ?y FILTER (?o != ?z) }",
        "?s <x:p> ?o FILTER NOT EXISTS { ?s <x:q> ?z . ?z <x:r> ?y FILTER (?z-?o > 1) }",
        "SERVICE <x:there> { ?s <x:p> ?o } MINUS { ?s <x:q> 1 } ?o <x:r> ?z",
    ],
)
def test_what_may_differ_or_is_not_known_stays(inside: str) -> None:
    text = f"SELECT ?s {{ {inside} }}"
    assert regrouped(text, held([*MANY, *FEW])) == text


def test_a_column_that_is_selected_stays_though_it_has_no_value() -> None:
    text = "SELECT * { VALUES (?s ?n) { (<x:1> UNDEF) } OPTIONAL { ?s <x:q> ?m } }"
    assert regrouped(text, Store()) == text


@pytest.mark.parametrize(
    "behind",
    ["GROUP BY ?a HAVING EXISTS", "GROUP BY ?a HAVING NOT EXISTS", "ORDER BY ?a EXISTS"],
)
def test_a_group_behind_the_pattern_is_not_taken_for_it(behind: str) -> None:
    store = held([("<x:1>", "<x:v>", "1"), ("<x:2>", "<x:v>", "1"), ("<x:3>", "<x:p>", "<x:1>")])
    test = f"{behind} {{ ?x <x:p> ?y FILTER NOT EXISTS {{ ?y <x:v> ?z . ?x <x:p> ?a }} }}"
    text = f"SELECT ?a {{ ?a <x:v> ?v }} {test}"
    assert quick(text, store) == text
    text = f"SELECT ?a {{ ?a <x:v> 1 MINUS {{ ?a <x:q> 1 }} ?a <x:v> ?v }} {test}"
    assert quick(text, store) != text
    assert bag(store, quick(text, store)) == bag(store, text)


@pytest.mark.slow
def test_every_plain_question_gives_the_same_rows_rewritten(home: Home) -> None:
    store = home.require().store
    texts = [each.plain for each in asked.saved() if "CONSTRUCT" not in each.plain]
    sooner = {text: quick(text, store) for text in texts}
    changed = [text for text in texts if regrouped(text, store) != text]
    assert len(changed) > 20
    for text in changed:
        first, second = (
            cast(QuerySolutions, store.query(one, use_default_graph_as_union=True))
            for one in (text, sooner[text])
        )
        assert Counter(map(str, first)) == Counter(map(str, second)), sooner[text]
