"""A query rewritten to look up its OPTIONAL parts gives what it gave before."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from bench import asked
from graph.sparql.lateral import lateral
from texts import tight

VARIABLES = ["?a", "?b", "?c", "?d", "?e"]
NODES = [f"<x:{name}>" for name in "123"]
PREDICATES = ["<x:p>", "<x:q>", "<x:r>"]
variable = st.sampled_from(VARIABLES)
pattern = st.builds(
    lambda s, p, o: f"{s} {p} {o} . ",
    st.sampled_from([*VARIABLES, *NODES]),
    st.sampled_from([*PREDICATES, "<x:p>/<x:q>", "<x:p>+", "^<x:q>", "<x:p>*", "<x:r>?"]),
    st.sampled_from([*VARIABLES, *NODES, "1"]),
)
condition = st.one_of(
    st.builds(lambda one, two: f"FILTER ({one} != {two}) ", variable, variable),
    st.builds(lambda one, two: f"FILTER (!BOUND({one}) || {one} = {two}) ", variable, variable),
    st.builds(lambda one: f"FILTER ISIRI({one}) ", variable),
    st.builds("FILTER ({} < 2 && {} > 0) ".format, variable, variable),
    st.builds("FILTER (1 - {} < {} - 1) ".format, variable, variable),
    st.builds(lambda one, inside: f"FILTER NOT EXISTS {{ {one}{inside}}} ", pattern, pattern),
)
values = st.builds(
    lambda one, term: f"VALUES {one} {{ {term} }} ", variable, st.sampled_from([*NODES, "UNDEF"])
)


def optional(inside):
    return st.builds(
        "OPTIONAL {{ {}}} ".format, st.lists(inside, min_size=1, max_size=4).map("".join)
    )


group = st.recursive(
    st.one_of(pattern, pattern, condition),
    lambda inner: st.one_of(pattern, condition, optional(inner)),
    max_leaves=6,
)
spaced = st.builds(
    lambda first, rest, last: f"SELECT * WHERE {{ {first}{''.join(rest)}{last}}}",
    st.one_of(values, pattern),
    st.lists(st.one_of(pattern, optional(group), condition), max_size=4),
    optional(group),
)
query = st.builds(tight, spaced, st.randoms(use_true_random=False))
triple = st.tuples(
    st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from([*NODES, "1"])
)


def bag(store: Store, text: str) -> Counter[str]:
    rows = store.query(text)
    names = [each.value for each in rows.variables]
    return Counter(str(sorted((name, str(row[name])) for name in names)) for row in rows)


def held(triples) -> Store:
    store = Store()
    text = "".join(f"{s} {p} {o} . " for s, p, o in triples)
    store.load(BytesIO(text.encode()), format=RdfFormat.TURTLE)
    return store


@settings(max_examples=200, deadline=None)
@given(st.lists(triple, max_size=14), query)
def test_a_rewritten_query_gives_the_same_rows(triples, text):
    store = held(triples)
    assert bag(store, lateral(text)) == bag(store, text), lateral(text)


@pytest.mark.parametrize(
    "inside",
    [
        "?a <x:q> ?c . ?c <x:r> ?d . OPTIONAL { ?c <x:p> ?e }",
        "?a <x:q> ?c FILTER (?c != ?b) OPTIONAL { ?c <x:p> ?d OPTIONAL { ?d <x:p> ?e } }",
    ],
)
def test_a_well_designed_group_is_looked_up(inside):
    text = f"SELECT * {{ ?a <x:p> ?b OPTIONAL {{ {inside} }} }}"
    assert "?b LATERAL { OPTIONAL" in lateral(text)


def test_a_group_within_any_graph_is_left():
    looked_up = "OPTIONAL { ?a <x:nope> ?c . ?c <x:q> ?d . ?d <x:q> ?e }"
    inside = f"VALUES ?a {{ <x:1> }} {looked_up} MINUS {{ ?z <x:p> ?y }}"
    store = Store()
    store.update("INSERT DATA { GRAPH <x:g> { <x:1> <x:p> 1 } GRAPH <x:h> { <x:2> <x:p> 2 } }")
    text = f"SELECT * {{ GRAPH ?g {{ {inside} }} {inside} }}"
    assert lateral(text).count("LATERAL") == 1
    text = f"SELECT * {{ GRAPH ?g {{ {inside} }} }}"
    assert bag(store, lateral(text)) == bag(store, text)


@pytest.mark.parametrize(
    "inside",
    [
        "?c <x:q> ?d . ?d <x:q> ?e . ?e <x:q> ?f",
        "?a <x:q> ?d . ?a <x:q> ?e",
        "?a <x:q> ?c OPTIONAL { ?c <x:p> ?b }",
        "?a <x:q> ?c OPTIONAL { ?c <x:p> ?d FILTER (?d != ?b) }",
        "?a <x:q> ?c OPTIONAL { ?c <x:p> ?d FILTER (?d<9&&?b>0) }",
        "?a <x:q> ?c OPTIONAL { ?c <x:p> ?d FILTER (?d-?b < 1) }",
        "?a <x:p>* ?c OPTIONAL { ?c <x:p> ?d }",
        "?a <x:p>? ?c OPTIONAL { ?c <x:p> ?d }",
        "?a <x:p> ?c OPTIONAL { ?c <x:p> ?d } MINUS { ?c <x:q> ?d }",
        "{ SELECT ?a { ?a <x:p> ?c } LIMIT 1 }",
        "?a <x:p> ?c OPTIONAL { ?c <x:p> ?e } BIND (1 AS ?d)",
        "SERVICE <x:s> { ?a <x:p> ?c }",
    ],
)
def test_a_group_that_would_change_its_meaning_is_left(inside):
    text = f"SELECT * {{ ?a <x:p> ?b OPTIONAL {{ {inside} }} }}"
    assert "?b LATERAL" not in lateral(text)


def test_every_saved_question_gives_the_same_rows_rewritten(home):
    store = home.require().store
    changed = [
        each.plain
        for each in asked.saved()
        if lateral(each.plain) != each.plain and "CONSTRUCT" not in each.plain
    ]
    assert len(changed) > 5
    for text in changed:
        first, second = (
            store.query(one, use_default_graph_as_union=True) for one in (text, lateral(text))
        )
        assert Counter(map(str, first)) == Counter(map(str, second))
