"""A release written out: sorted, so that equal releases give equal bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, parse, serialize

from graph.errors import NotFoundError
from graph.home.hashing import quad_lines
from graph.home.release import Release
from ontology.names import PREFIXES

FORMATS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}


def dump_release(
    release: Release, out: BinaryIO, *, form: str, graphs: Sequence[str] | None = None
) -> None:
    """Write the release's quads as N-Quads (``nq``) or TriG, by graph and then by triple.

    One graph at a time is in memory. ``graphs`` keeps to those named graphs. Raises NotFoundError
    where the release has none such.
    """
    keys = sorted(release.manifest.graphs if graphs is None else graphs)
    for key in keys:
        if key not in release.manifest.graphs:
            raise NotFoundError(f"graph {key}: not in release {release.number}")
    if form == "nq":
        for key in keys:
            out.write(b"".join(quad_lines(release.store, key)))
    else:
        quads = (quad for key in keys for quad in sorted_quads(release, key))
        serialize(quads, out, format=FORMATS[form], prefixes=PREFIXES)


def sorted_quads(release: Release, key: str) -> Iterator[Quad]:
    """The quads of a graph in the order of their lines."""
    yield from parse(b"".join(quad_lines(release.store, key)), format=RdfFormat.N_QUADS)
