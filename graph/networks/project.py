"""Bipartite networks weighed, and projected on one of their sides."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np

from graph.errors import UnprocessableError
from graph.networks import matrix as matrices
from graph.networks import similarity
from graph.networks.backbone import adjusted_pairs, attainable, tails
from graph.networks.build import ratio
from graph.networks.catalogue import Network
from graph.networks.communities import communities
from graph.networks.matrix import Matrix

MOST_EDGES = 200_000
LIKENESS = {
    "cosine": similarity.cosine,
    "jaccard": similarity.jaccard,
    "tf-idf-cosine": similarity.tf_idf_cosine,
}
SHARED = {"named": matrices.present, "specialised": matrices.specialised}
GROUPED = 500
"""Nodes up to which a network is searched for communities."""


def weigh(made: nx.Graph, measure: str, asked: Network) -> nx.Graph:
    """The network with its weights as the measure says."""
    if measure == "rate":
        for _, _, told in made.edges(data=True):
            told["weight"] = ratio(asked.per * told["count"], told["total"])
    if measure == "specialisation":
        table = matrices.matrix(made, asked.rows, asked.columns)
        advantage = matrices.specialisation(table.counts)
        for n, k in zip(*np.nonzero(table.counts), strict=True):
            told = made.edges[table.rows[n], table.columns[k]]
            told["weight"] = round(float(advantage[n, k]), 6)
    return made


def project(made: nx.Graph, table: Matrix, options: Mapping[str, str]) -> nx.Graph:
    """The network of a table's rows: an edge for each two that share a column.

    An edge's ``count`` is the columns shared, ``total`` those of either, ``weight`` the likeness
    and, in a backbone, ``p_value`` and ``adjusted_p_value``; the backbone's ``attainable`` is what
    none of the latter can be below. Raises UnprocessableError where all
    edges are more than :data:`MOST_EDGES`.
    """
    backbone = options["edges"] == "backbone"
    flags = SHARED[options["over"] if backbone else "named"](table.counts)
    shared = flags.astype(int) @ flags.astype(int).T
    chances = tails(flags) if backbone else np.ones(shared.shape)
    corrected = adjusted_pairs(chances) if backbone else chances
    kept = corrected <= float(options["level"]) if backbone else shared > 0
    first, second = np.nonzero(np.triu(kept, 1))
    if len(first) > MOST_EDGES:
        raise UnprocessableError(
            f"{len(first):,} edges are more than {MOST_EDGES:,}; ask for edges=backbone"
        )
    alike, sizes = LIKENESS[options["likeness"]](table.counts), flags.sum(1)
    projected = nx.Graph(attainable=_digits(attainable(flags))) if backbone else nx.Graph()
    projected.add_nodes_from((node, made.nodes[node]) for node in table.rows)
    for n, k in zip(first.tolist(), second.tolist(), strict=True):
        count = int(shared[n, k])
        total = int(sizes[n] + sizes[k] - count)
        told = {"weight": _digits(alike[n, k]), "count": count, "total": total}
        told["ratio"] = ratio(count, total)
        if backbone:
            told["p_value"] = _digits(chances[n, k])
            told["adjusted_p_value"] = _digits(corrected[n, k])
        projected.add_edge(table.rows[n], table.rows[k], **told)
    return projected


def strongest(made: nx.Graph, most: int) -> nx.Graph:
    """The network with only the strongest edges of each node, and those that tie with the last."""
    if not most:
        return made
    kept = set()
    for node in made:
        weights = sorted((told["weight"] for told in made[node].values()), reverse=True)
        least = weights[min(most, len(weights)) - 1] if weights else 0.0
        kept |= {frozenset((node, other)) for other, told in made[node].items()
                 if told["weight"] >= least}  # fmt: skip
    made.remove_edges_from([(u, v) for u, v in made.edges if frozenset((u, v)) not in kept])
    return made


def grouped(made: nx.Graph, seed: int) -> nx.Graph:
    """The network with what is known of its communities, each node with its own where there are."""
    if len(made) > GROUPED:
        return made
    found = communities(made, seed)
    made.graph |= {
        "modularity": found.modularity,
        "stability": found.stability,
        "communities": str(len(found.parts)) if found.structure else "no structure",
    }
    for n, part in enumerate(found.parts, 1):
        for node in part:
            made.nodes[node]["community"] = n
    return made


def measured(made: nx.Graph) -> nx.Graph:
    """The network with each node's degree, and its strength, the sum of its edges' weights."""
    for node, strength in made.degree(weight="weight"):
        made.nodes[node].update(degree=made.degree(node), strength=round(float(strength), 6))
    return made


def _digits(value: float) -> float:
    return float(f"{value:.6g}")
