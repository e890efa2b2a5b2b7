"""What the package brings along: the ontology, its schemes and shapes, and the facts."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from ontology import FILES, names

DATA = Path(__file__).parent / "data"
Graphs = dict[NamedNode, set[Quad]]
LAYERS = {"terms": "ontology", "schemes": "reference", "shapes": "shapes"}


def shipped() -> Graphs:
    """Every shipped graph with its quads.

    Blank nodes (lists in shapes) bear RDFC-1.0's labels, so that two builds are equal.
    """
    found: dict[NamedNode, set[Quad]] = defaultdict(set)
    for kind, layer in LAYERS.items():
        graph = names.graph(layer)
        found[graph] |= {
            Quad(quad.subject, quad.predicate, quad.object, graph)
            for path in FILES[kind]
            for quad in parse(path=str(path), format=RdfFormat.TURTLE)
        }
    for path in sorted(DATA.glob("*.trig")):
        for quad in parse(path=str(path), format=RdfFormat.TRIG):
            if not isinstance(quad.graph_name, NamedNode):
                raise ValueError(f"{path.name}: a triple outside a named graph: {quad}")
            found[quad.graph_name].add(quad)
    canonical = {graph: _canonical(quads) for graph, quads in found.items()}
    return defaultdict(set, canonical)


def _canonical(quads: set[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)
