"""Queries in which everything stands beside everything give the same rows rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.sparql.algebra import chains, rewrite, sizes
from graph.sparql.quick import quick, regrouped
from test_lateral import bag
from test_order import parses
from texts import tight

VARIABLES = ("?a", "?b", "?c", "?d", "$a")
VERBS = ("<x:p>", "<x:q>", "<x:r>", "<x:p>/<x:q>", "^<x:q>", "<x:p>|<x:q>", "<x:q>+", "?v")
DEEPEST = 2


@pytest.fixture(scope="module", autouse=True)
def _small_stores_have_many() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (chains, rewrite, sizes):
            patch.setattr(module, "CAP", 2)
        yield


class Maker:
    """Makes a store and queries about it of a source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.bound = 0

    def store(self) -> Store:
        pick, node = self.chance.choice, lambda: NamedNode(f"x:{self.chance.randrange(6)}")
        graphs = (DefaultGraph(), NamedNode("x:g"), NamedNode("x:h"))
        store = Store()
        for _ in range(pick([5, 20, 60])):
            verb = NamedNode(f"x:{pick('pqr')}")
            store.add(Quad(node(), verb, pick([node(), Literal(pick([0, 1]))]), pick(graphs)))
        return store

    def query(self) -> str:
        selected = self.chance.choice(["?a ?b ?c ?d", "?a ?b", "DISTINCT ?a ?d", "*"])
        return f"SELECT {selected} {{ {self.group(0)} }}"

    def group(self, depth: int) -> str:
        most = 4 if depth < DEEPEST else 2
        return " ".join(self.part(depth) for _ in range(self.chance.randint(1, most)))

    def part(self, depth: int) -> str:
        if depth > DEEPEST or self.chance.random() < 0.5:
            return self.pattern()
        inner = f"{{ {self.group(depth + 1)} }}"
        kinds = {
            self.values: 4,
            lambda: f"OPTIONAL {inner}": 4,
            lambda: f"MINUS {inner}": 6,
            lambda: f"FILTER EXISTS {inner}": 2,
            lambda: f"FILTER NOT EXISTS {inner}": 2,
            self.condition: 3,
            self.bind: 2,
            lambda: f"{{ {self.pattern()} }} UNION {inner}": 2,
            lambda: f"{{ SELECT ?a ?b {inner} }}": 2,
            lambda: f"GRAPH ?g {inner}": 1,
            lambda: inner: 2,
        }
        return self.chance.choices([*kinds], [*kinds.values()])[0]()

    def pattern(self) -> str:
        pick = self.chance.choice
        start = pick([*VARIABLES * 2, "<x:0>", "<x:1>"])
        ends = [*VARIABLES * 2, "<x:2>", "<x:3>", "1"]
        more = f" ; {pick(VERBS)} {pick(ends)}" if self.chance.random() < 0.2 else ""
        return f"{start} {pick(VERBS)} {pick(ends)}{more} ."

    def condition(self) -> str:
        one, other = self.chance.choices(VARIABLES, k=2)
        conditions = [
            f"{one} != {other}",
            f"BOUND( {one} )",
            f"( {one} < 2 ) && 1 > {other}",
            f"{one} < 2 && {other} > 0 || - {one} < {other}",
            f"{one} - {other} < 1 - {one} && {other} - 1 > {one}",
            f"{one} < <x:2> && {other} > <x:1> || {one} IN ( <x:1> , <x:3> )",
        ]
        return f"FILTER ( {self.chance.choice(conditions)} )"

    def bind(self) -> str:
        self.bound += 1
        given = self.chance.choice(["?a", "1", "?b - 1", "1 - ?b", "COALESCE(?a, 2)"])
        return f"BIND ({given} AS ?z{self.bound})"

    def values(self) -> str:
        names = self.chance.sample(["?a", "?b", "?c", "?d"], self.chance.choice([1, 2]))
        terms = ("UNDEF", "UNDEF", "<x:0>", "<x:1>", "1")
        rows = [f"({' '.join(self.chance.choices(terms, k=len(names)))})" for _ in range(2)]
        few = self.chance.choice([1, 1, 2])
        return f"VALUES ({' '.join(names)}) {{ {' '.join(rows[:few])} }}"


def same_rows(chance: Random) -> None:
    made = Maker(chance)
    store, text = made.store(), tight(made.query(), chance)
    if parses(text) and (sooner := quick(text, store)) != text:
        assert bag(store, sooner) == bag(store, text), f"{text}\n{sooner}"


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_mixed_query_gives_the_same_rows(chance: Random) -> None:
    same_rows(chance)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_many_mixed_queries_give_the_same_rows(seed: int) -> None:
    chance = Random(seed)
    for _ in range(1_000):
        same_rows(chance)


@pytest.mark.parametrize(
    "inside",
    [
        "MINUS { ?s <x:p> 1 } ?s <x:p> ?o . ?o <x:p> ?z",
        "VALUES ?s { <x:1> } ?s <x:p> ?o MINUS { MINUS { ?s <x:q> 1 } ?s <x:p> 1 }",
        "?s <x:p> ?o FILTER NOT EXISTS { MINUS { ?s <x:q> 1 } ?s <x:p> ?z . ?z <x:p> ?y }",
        "?s <x:p> ?o OPTIONAL { ?s <x:q> ?y FILTER NOT EXISTS { ?y <x:p> ?o . ?o <x:q> ?z } }",
        "?s <x:p> ?o OPTIONAL { MINUS { ?s <x:q> ?z } ?o <x:q> ?y } ?s <x:r> ?o",
        "?s <x:p> 1 BIND (RAND() AS ?z) ?s <x:q> ?o",
        r"?s <x:p> 1 MINUS { ?\u0073 <x:q> 1 } ?s <x:q> ?o",
    ],
)
def test_what_would_differ_stays(inside: str) -> None:
    store = Store()
    for number in range(9):
        store.add(Quad(NamedNode(f"x:{number}"), NamedNode("x:p"), Literal(1)))
    text = f"SELECT ?s {{ {inside} }}"
    assert regrouped(text, store) == text
