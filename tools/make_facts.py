"""Make ``graph/data``, the facts that the project ships.

    python -m tools.make_facts [SHARED [OUT]]

``SHARED`` holds ``facts/``, ``geo/`` and ``corpus/article/`` (default: ``../shared``), ``OUT`` is
written to (default: ``graph/data``). The same input gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad

from tools.facts.article import ARTICLE, article, read
from tools.facts.documents import articles, reports
from tools.facts.links import links
from tools.facts.neighbours import neighbours
from tools.facts.parks import parks
from tools.facts.places import places
from tools.facts.sources import AGENTS, ARTICLES, sources
from tools.facts.tables import load
from tools.facts.trig import write

ROOT = Path(__file__).resolve().parents[1]
BOUNDARIES = "provinces_ne50m.geojson"


def facts(shared: Path) -> dict[str, Iterable[Quad]]:
    """The quads by the name of the file that holds them."""
    tables = load(shared / "facts")
    seed, told = article(tables, read(shared / "corpus" / "article"))
    others, retold = sources(tables)
    named = [about for claims in (seed, *others) for about in claims.reports]
    documents = [*reports(tables, named), *articles((ARTICLE, *ARTICLES), AGENTS)]
    return {
        "reference": [*places(tables), *parks(tables), *neighbours(shared / "geo" / BOUNDARIES)],
        "links": links(tables),
        "documents": [*documents, *(quad for quad in told if quad.graph_name != seed.graph)],
        "article": [quad for quad in told if quad.graph_name == seed.graph],
        "sources": retold,
    }


def main(shared: Path = ROOT.parent / "shared", out: Path = ROOT / "graph" / "data") -> None:
    """Write one TriG file for each part."""
    out.mkdir(parents=True, exist_ok=True)
    for name, quads in facts(shared).items():
        (out / f"{name}.trig").write_text(write(quads), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
