"""A graph's count and hash, the same for the same triples in any store.

The hash is SHA-256 over the graph's N-Quads lines in code point order. Without blank nodes that
is what RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) hashes, at a fifth of the time; with them,
RDFC-1.0 relabels first, in a process that is killed when it takes too long: its time is
exponential in the worst case.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

from graph.home.manifest import LABELS, RDFC, GraphEntry

DEFAULT = "default"
"""The key of the unnamed graph; a named graph's key is its IRI."""

CANON_SECONDS = 5.0
_MAYBE_BLANK = re.compile(rb"^_:|> _:|<<\(", re.MULTILINE)
_CANONICALIZE = """
import sys
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
dataset = Dataset(parse(sys.stdin.buffer.read(), format=RdfFormat.N_QUADS))
dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
sys.stdout.buffer.write(str(dataset).encode())
"""


def graph_key(name: NamedNode | BlankNode | DefaultGraph) -> str:
    """What a manifest calls a graph: its IRI, ``default``, or ``_:`` and a label."""
    if isinstance(name, NamedNode):
        return name.value
    return DEFAULT if isinstance(name, DefaultGraph) else f"_:{name.value}"


def graph_name(key: str) -> NamedNode | BlankNode | DefaultGraph:
    """The graph that a manifest calls so."""
    if key == DEFAULT:
        return DefaultGraph()
    return BlankNode(key[2:]) if key.startswith("_:") else NamedNode(key)


def graph_keys(store: Store) -> set[str]:
    """The graphs of a store, empty named ones included, the unnamed one only with triples."""
    keys = {graph_key(name) for name in store.named_graphs()}
    if any(True for _ in store.quads_for_pattern(None, None, None, DefaultGraph())):
        keys.add(DEFAULT)
    return keys


def graph_size(store: Store, key: str) -> int:
    """The number of triples in a graph, counted by the engine where a query can name the graph."""
    name = graph_name(key)
    if isinstance(name, BlankNode):
        return sum(1 for _ in store.quads_for_pattern(None, None, None, name))
    pattern = "?s ?p ?o" if key == DEFAULT else f"GRAPH {name} {{ ?s ?p ?o }}"
    answer = store.query(f"SELECT (COUNT(*) AS ?size) {{ {pattern} }}")
    return int(next(iter(cast(QuerySolutions, answer)))["size"].value)


def graph_entry(store: Store, key: str, seconds: float = CANON_SECONDS) -> GraphEntry:
    """Count and hash one graph; ``seconds`` limits the relabelling of blank nodes."""
    lines = quad_lines(store, key)
    method, whole = RDFC, b"".join(lines)
    if _maybe_blank(whole):
        lines, method = _canonical(lines, seconds)
        whole = b"".join(lines)
    return GraphEntry(len(lines), hashlib.sha256(whole).hexdigest(), method)


def _maybe_blank(quads: bytes) -> bool:
    # What any match holds is found many times faster than where one is.
    return (b"_:" in quads or b"<<(" in quads) and bool(_MAYBE_BLANK.search(quads))


def quad_lines(store: Store, key: str) -> list[bytes]:
    """A graph's N-Quads lines, sorted, each with its line feed."""
    name = graph_name(key)
    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=name) or b""
    if key != DEFAULT:  # a line feed in a literal is escaped
        triples = triples.replace(b" .\n", f" {name} .\n".encode())
    return sorted(triples.splitlines(keepends=True))


def _canonical(lines: list[bytes], seconds: float) -> tuple[list[bytes], str]:
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, our own constant)
            [sys.executable, "-c", _CANONICALIZE],
            input=b"".join(lines),
            capture_output=True,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return lines, LABELS
    return sorted(done.stdout.splitlines(keepends=True)), RDFC
