"""From the triples of a network's question to the network, measured and with places."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
from pyoxigraph import Triple

from graph.networks.adoption import ordered
from graph.networks.build import from_triples
from graph.networks.catalogue import Network, Values
from graph.networks.layout import place
from graph.networks.matrix import matrix
from graph.networks.project import grouped, measured, project, strongest, weigh


def draw(asked: Network, triples: Iterable[Triple], values: Values) -> nx.Graph:
    """The network of its question's triples.

    Nodes are IRIs with ``label_en``, ``label_zh``, ``kind``, ``iri``, ``degree``, ``strength``
    and ``x``, ``y`` in [0, 1]; edges have ``weight``, ``count``, ``total`` and ``ratio``. The
    same triples and values give the same network. Raises UnprocessableError for too many edges.
    """
    made = measured(_made(asked, from_triples(triples), values))
    place(made, int(values.options["seed"]))
    numbers = {each.name: each.number(values.options[each.name]) for each in asked.options}
    made.graph |= {"name": asked.name, **values.question, **numbers}
    return made


def _made(asked: Network, made: nx.Graph, values: Values) -> nx.Graph:
    options = values.options
    if asked.making == "ordered":
        return ordered(made)
    if asked.making == "weighed":
        return weigh(made, options["measure"], asked)
    if asked.making == "projected":
        made = project(made, matrix(made, asked.rows, asked.columns), options)
    if asked.making in ("grouped", "projected"):
        # the strongest edges of each node alone fall into groups even where the weights are noise
        return strongest(grouped(made, int(options["seed"])), int(options["top"]))
    return made
