"""A release written out: sorted, so that equal releases give equal bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, serialize

from graph.errors import NotFoundError
from graph.home.hashing import graph_name
from graph.home.release import Release
from ontology.names import PREFIXES

FORMATS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}


def dump_release(release: Release, out: BinaryIO, *, form: str, graph: str | None = None) -> None:
    """Write the release's quads as N-Quads (``nq``) or TriG, by graph and then by triple.

    ``graph`` keeps to one named graph. Raises NotFoundError where the release has none such.
    """
    if graph is not None and graph not in release.manifest.graphs:
        raise NotFoundError(f"graph {graph}: not in release {release.number}")
    keys = [graph] if graph is not None else sorted(release.manifest.graphs)
    quads = (quad for key in keys for quad in _sorted(release, key))
    serialize(quads, out, format=FORMATS[form], prefixes=PREFIXES)


def _sorted(release: Release, key: str) -> Iterator[Quad]:
    yield from sorted(release.store.quads_for_pattern(None, None, None, graph_name(key)), key=str)
