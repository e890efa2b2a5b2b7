"""The order of the matrix and the outlines of the map: made again, and by another path."""

from __future__ import annotations

import json
import time
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.releases import Home
from served import client
from server.links import address
from server.parameters import Parameters
from server.pictures import ask
from server.pictures.frame import Look
from server.pictures.map import DATA
from server.pictures.seriation import Tree, _cluster, distances, order

VECTORS = st.lists(
    st.lists(st.integers(0, 5).map(float), min_size=3, max_size=3), min_size=3, max_size=7
)


def leaves(tree: Tree, flips: list[bool]) -> list[int]:
    """The leaves of a tree, its branches turned as the flips say."""
    if isinstance(tree, int):
        return [tree]
    turned = flips.pop()
    left, right = leaves(tree[0], flips), leaves(tree[1], flips)
    return right + left if turned else left + right


@given(VECTORS)
@settings(max_examples=40)
def test_no_other_turn_of_the_branches_puts_neighbours_nearer(vectors: list[list[float]]) -> None:
    far = distances(vectors)

    def cost(row: list[int]) -> float:
        return sum(far[one][other] for one, other in pairwise(row))

    found = order(vectors)
    assert sorted(found) == list(range(len(vectors)))
    tree = _cluster(far)
    every = product([False, True], repeat=len(vectors) - 1)
    assert cost(found) == pytest.approx(min(cost(leaves(tree, list(each))) for each in every))
    assert order(vectors) == found


def test_like_rows_stand_together() -> None:
    found = order([[1, 0, 0], [0, 0, 1], [2, 0, 0], [0, 0, 3]])
    assert abs(found.index(0) - found.index(2)) == 1
    assert abs(found.index(1) - found.index(3)) == 1


def test_the_outlines_are_those_of_the_source(shared: Path) -> None:
    tool = pytest.importorskip("tools.make_map", reason="needs shapely")
    source = json.loads((shared / "geo" / "provinces_ne50m.geojson").read_text("utf-8"))
    assert json.loads(DATA.read_text("utf-8")) == tool.outlines(source)


@pytest.mark.slow
@pytest.mark.parametrize("name", ask.KINDS)
def test_a_picture_of_what_is_shipped_is_drawn_at_once(home: Home, name: str) -> None:
    served = client(home.path)
    with served.application.test_request_context("/?lang=en"):
        wanted = ask.read(name, Parameters([]))
        found = ask.rows(wanted, ask.query(wanted))
        times = []
        for _ in range(5):
            start = time.process_time()
            svg = ask.drawn(wanted, found, Look("en", address)).svg
            times.append(time.process_time() - start)
    assert len(svg) < 250_000
    # Measured at 2 to 40 ms on a machine of its own.
    assert min(times) < 0.3
