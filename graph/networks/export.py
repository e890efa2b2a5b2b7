"""Networks as files: GraphML, GEXF, node-link JSON, Cytoscape's JSON and CSV.

The same network gives the same bytes: no clock, and nodes and edges in the network's order.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

_GEXF = "http://www.gexf.net/1.2draft"
_NODE = ("iri", "label_en", "label_zh", "x", "y")
_EDGE = ("weight", "count", "total", "ratio")


def graphml(made: nx.Graph) -> bytes:
    """GraphML, with every attribute of nodes, edges and network."""
    return ("\n".join(nx.generate_graphml(made, named_key_ids=True)) + "\n").encode()


def gexf(made: nx.Graph) -> bytes:
    """GEXF 1.2 with flat attributes, the places also as ``viz:position``; no date.

    The format has no attributes of a network; ours are told in ``meta`` as a description.
    """
    drawn = made.copy()
    drawn.graph.clear()
    for _, told in drawn.nodes(data=True):
        told["label"] = told["label_en"]
        told["viz"] = {"position": {"x": told["x"], "y": told["y"], "z": 0.0}}
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(drawn)
    for meta in writer.xml.findall("meta") + writer.xml.findall(f"{{{_GEXF}}}meta"):
        writer.xml.remove(meta)
    if made.graph:
        meta = ElementTree.Element("meta")
        told = (f"{name}={value}" for name, value in made.graph.items())
        ElementTree.SubElement(meta, "description").text = "; ".join(told)
        writer.xml.insert(0, meta)
    ElementTree.indent(writer.xml)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + _text(str(writer)) + b"\n"


def node_link(made: nx.Graph) -> bytes:
    """JSON as networkx and D3 read it: ``nodes`` with ``id``, ``edges`` with their ends."""
    return _json(nx.node_link_data(made, edges="edges"))


def cytoscape(made: nx.Graph) -> bytes:
    """Cytoscape's JSON, with each node's place as its ``position``."""
    found = nx.cytoscape_data(made)
    for node in found["elements"]["nodes"]:
        node["data"]["name"] = node["data"]["label_en"]
        node["position"] = {"x": node["data"]["x"], "y": node["data"]["y"]}
    for n, edge in enumerate(found["elements"]["edges"]):
        edge["data"]["id"] = f"e{n}"
    return _json(found)


def table(made: nx.Graph) -> bytes:
    """CSV: a row for each edge with both ends; a node without edges has a row without a target."""
    told = {name: None for _, _, data in made.edges(data=True) for name in data}
    more = [name for name in told if name not in _EDGE]
    header = [f"source_{name}" for name in _NODE] + [f"target_{name}" for name in _NODE]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*header, *_EDGE, *more])
    for node in made:
        if not made.degree(node):
            writer.writerow([made.nodes[node][name] for name in _NODE])
    for source, target, data in made.edges(data=True):
        ends = [made.nodes[end][name] for end in (source, target) for name in _NODE]
        writer.writerow([*ends, *(data.get(name, "") for name in (*_EDGE, *more))])
    return out.getvalue().encode()


def _text(xml: str) -> bytes:
    """The element alone, without the declaration that the writer may put before it."""
    return xml[xml.index("<gexf") :].strip().encode()


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


_WRITERS: Mapping[str, Callable[[nx.Graph], bytes]] = {
    "json": node_link,
    "graphml": graphml,
    "gexf": gexf,
    "cyjs": cytoscape,
    "csv": table,
}


def written(made: nx.Graph, form: str) -> bytes:
    """The network in the format with that ending, one of the catalogue's."""
    return _WRITERS[form](made)
