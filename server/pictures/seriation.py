"""Puts like beside like: clusters by the cosine of the values, the leaves in their best order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from operator import mul

Vector = Sequence[float]
Tree = int | tuple["Tree", "Tree"]


def order(vectors: Sequence[Vector]) -> list[int]:
    """The places of the vectors, neighbours as alike as their clustering allows.

    Average linkage on cosine distances, then the order of leaves with the least sum of distances
    between neighbours (Bar-Joseph and others 2001). Ties go to what comes first.
    """
    if len(vectors) < 3:
        return list(range(len(vectors)))
    far = distances(vectors)
    best = _Leaves(far)
    pairs = best.solve(_cluster(far))
    return best.walk(*min(pairs, key=lambda pair: (pairs[pair], pair)))


def distances(vectors: Sequence[Vector]) -> list[list[float]]:
    """One minus the cosine of each two; 1 from nothing to anything, 0 from nothing to nothing."""
    norms = [sqrt(sum(each * each for each in vector)) for vector in vectors]
    units = [
        [each / norm for each in vector] if norm else None
        for vector, norm in zip(vectors, norms, strict=True)
    ]
    found = [[0.0] * len(units) for _ in units]
    for (at, one), (to, other) in combinations(enumerate(units), 2):
        found[at][to] = found[to][at] = _distance(one, other)
    return found


def _distance(one: Vector | None, other: Vector | None) -> float:
    if one is None or other is None:
        return float(one is not other)
    cosine: float = sum(map(mul, one, other))
    return max(0.0, 1 - cosine)


def _cluster(far: Sequence[Sequence[float]]) -> Tree:
    trees: dict[int, Tree] = {each: each for each in range(len(far))}
    sizes = dict.fromkeys(trees, 1)
    between = {(a, b): far[a][b] for a in trees for b in trees if a < b}
    while len(trees) > 1:
        a, b = min(between, key=lambda pair: (between[pair], pair))
        for c in trees.keys() - {a, b}:
            joined = sizes[a] * between[min(a, c), max(a, c)]
            joined += sizes[b] * between.pop((min(b, c), max(b, c)))
            between[min(a, c), max(a, c)] = joined / (sizes[a] + sizes[b])
        del between[a, b]
        trees[a], sizes[a] = (trees[a], trees.pop(b)), sizes[a] + sizes.pop(b)
    return trees.popitem()[1]


Ends = dict[tuple[int, int], float]
"""The least cost of a cluster's leaves from one end to the other."""


class _Leaves:
    """The best order of a tree's leaves for each pair of ends, and how it came about."""

    def __init__(self, far: Sequence[Sequence[float]]) -> None:
        self._far = far
        self._joined: dict[tuple[int, int], tuple[int, int]] = {}

    def solve(self, tree: Tree) -> Ends:
        """The costs of the tree's orders by their ends, from either side."""
        if isinstance(tree, int):
            return {(tree, tree): 0.0}
        left, right = self.solve(tree[0]), self.solve(tree[1])
        costs: Ends = {}
        inner = sorted({first for first, _ in right})
        for start in sorted({first for first, _ in left}):
            costs |= self._from(start, left, right, inner)
        return costs | {(end, start): cost for (start, end), cost in costs.items()}

    def _from(self, start: int, left: Ends, right: Ends, inner: Sequence[int]) -> Ends:
        lasts = [(cost, last) for (first, last), cost in left.items() if first == start]
        reach = {
            enter: min((cost + self._far[last][enter], last) for cost, last in lasts)
            for enter in inner
        }
        costs: Ends = {}
        for end in inner:
            cost, enter = min(
                (reach[enter][0] + right[enter, end], enter)
                for enter in inner
                if (enter, end) in right
            )
            costs[start, end] = cost
            self._joined[start, end] = (reach[enter][1], enter)
        return costs

    def walk(self, start: int, end: int) -> list[int]:
        """The leaves from one end to the other."""
        if start == end:
            return [start]
        if (start, end) in self._joined:
            last, enter = self._joined[start, end]
            return self.walk(start, last) + self.walk(enter, end)
        return self.walk(end, start)[::-1]
