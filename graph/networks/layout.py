"""Where the nodes of a network stand: ``x`` and ``y`` in [0, 1], the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import networkx as nx
import numpy as np

from graph.networks.build import kinds

DRAWN = 400
"""Nodes up to which they are drawn by forces (Fruchterman and Reingold 1991); beyond, in rings."""
PLACES = 4


def place(made: nx.Graph, seed: int) -> None:
    """Give each node its place, to four decimals."""
    for node, (x, y) in _scaled(_positions(made, seed)).items():
        made.nodes[node].update(x=x, y=y)


def _positions(made: nx.Graph, seed: int) -> Mapping[str, Any]:
    if len(made) > DRAWN:
        return cast(Mapping[str, Any], nx.shell_layout(made, list(kinds(made).values())))
    strongest = max((w for _, _, w in made.edges(data="weight")), default=1.0) or 1.0
    drawn = nx.Graph()
    drawn.add_nodes_from(made)
    drawn.add_weighted_edges_from((u, v, w / strongest) for u, v, w in made.edges(data="weight"))
    spread = 2 / max(len(made), 1) ** 0.5
    return cast(Mapping[str, Any], nx.spring_layout(drawn, seed=seed, k=spread))


def _scaled(positions: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    if not positions:
        return {}
    points = np.array(list(positions.values()), dtype=float)
    low, size = points.min(0), np.ptp(points, axis=0)
    inside = np.where(size > 0, (points - low) / np.where(size > 0, size, 1), 0.5).round(PLACES)
    return {node: (float(x), float(y)) for node, (x, y) in zip(positions, inside, strict=True)}
