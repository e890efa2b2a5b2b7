"""The hash of a graph."""

from __future__ import annotations

import hashlib
import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from graph.home.hashing import graph_entry, graph_key, graph_keys, graph_name, quad_lines
from graph.home.manifest import LABELS, RDFC

GRAPH = NamedNode("http://example.org/graph")
P = NamedNode("http://example.org/p")


def store_of(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


def clique(size: int) -> list[Quad]:
    nodes = [BlankNode() for _ in range(size)]
    return [Quad(one, P, two, GRAPH) for one, two in itertools.permutations(nodes, 2)]


def test_the_hash_is_that_of_the_sorted_lines() -> None:
    # Escapes as in canonical N-Quads, https://www.w3.org/TR/rdf-canon/#canonical-quads
    value = 'a\tb\nc\rd"e\\f\x08\x0c\x7f\x01\x85中😀'
    store = store_of(
        Quad(NamedNode("http://example.org/é"), P, Literal(value), GRAPH),
        Quad(NamedNode("http://example.org/a"), P, Literal("x", language="zh"), GRAPH),
    )
    expected = (
        '<http://example.org/a> <http://example.org/p> "x"@zh <http://example.org/graph> .\n'
        "<http://example.org/é> <http://example.org/p> "
        '"a\\tb\\nc\\rd\\"e\\\\f\\b\\f\\u007F\\u0001\x85中😀" <http://example.org/graph> .\n'
    ).encode()
    entry = graph_entry(store, GRAPH.value)
    assert entry.sha256 == hashlib.sha256(expected).hexdigest()
    assert (entry.triples, entry.method) == (2, RDFC)


@given(st.lists(st.tuples(st.text(max_size=8), st.integers(0, 3)), max_size=12), st.randoms())
def test_lines_are_the_sorted_dump_in_any_order_of_loading(rows, random) -> None:
    quads = [
        Quad(NamedNode(f"http://example.org/{n}"), P, Literal(text), GRAPH) for text, n in rows
    ]
    store = store_of(*quads)
    random.shuffle(quads)
    assert quad_lines(store, GRAPH.value) == quad_lines(store_of(*quads), GRAPH.value)
    dump = store.dump(format=RdfFormat.N_QUADS).splitlines(keepends=True)
    assert quad_lines(store, GRAPH.value) == sorted(dump)


def test_same_triples_in_another_graph_hash_otherwise() -> None:
    default = store_of(Quad(GRAPH, P, GRAPH))
    named = store_of(Quad(GRAPH, P, GRAPH, GRAPH))
    assert graph_entry(default, "default").sha256 != graph_entry(named, GRAPH.value).sha256


def test_labels_of_blank_nodes_do_not_matter() -> None:
    def chain(*labels: str) -> Store:
        a, b, c = map(BlankNode, labels)
        return store_of(Quad(a, P, b, GRAPH), Quad(b, P, c, GRAPH), Quad(c, P, Literal(1), GRAPH))

    one, two = (
        graph_entry(chain("x", "y", "z"), GRAPH.value),
        graph_entry(chain("z", "x", "y"), GRAPH.value),
    )
    assert one == two
    assert one.method == RDFC
    assert one != graph_entry(store_of(Quad(BlankNode(), P, Literal(1), GRAPH)), GRAPH.value)


def test_a_blank_object_is_seen_and_one_in_a_literal_does_no_harm() -> None:
    assert graph_entry(store_of(Quad(GRAPH, P, BlankNode("a"))), "default") == graph_entry(
        store_of(Quad(GRAPH, P, BlankNode("b"))), "default"
    )
    quoted = store_of(Quad(GRAPH, P, Literal("> _:b0 .")))
    plain = hashlib.sha256(b"".join(quad_lines(quoted, "default"))).hexdigest()
    assert graph_entry(quoted, "default").sha256 == plain


def test_a_hard_graph_is_given_up_in_time_and_says_so() -> None:
    store = store_of(*clique(9))
    start = time.monotonic()
    entry = graph_entry(store, GRAPH.value, seconds=0.5)
    assert time.monotonic() - start < 10
    assert (entry.triples, entry.method) == (72, LABELS)
    assert entry == graph_entry(store, GRAPH.value, seconds=0.5)


def test_keys_name_every_graph_and_only_those() -> None:
    blank = BlankNode("g")
    store = store_of(Quad(GRAPH, P, GRAPH, blank), Quad(GRAPH, P, GRAPH, GRAPH))
    assert graph_keys(store) == {"_:g", GRAPH.value}
    store.add(Quad(GRAPH, P, GRAPH))
    store.add_graph(NamedNode("http://example.org/empty"))
    assert graph_keys(store) == {"_:g", GRAPH.value, "default", "http://example.org/empty"}
    assert graph_entry(store, "http://example.org/empty").triples == 0
    assert graph_entry(store, "_:g").triples == 1


@pytest.mark.parametrize("name", [GRAPH, BlankNode("x"), DefaultGraph()])
def test_keys_and_names_go_both_ways(name) -> None:
    assert graph_name(graph_key(name)) == name
