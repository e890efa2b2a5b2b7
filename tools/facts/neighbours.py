"""Which provinces touch: ``geo:sfTouches`` in ``graph/reference``, as a map draws them.

Two provinces touch where their boundaries on the map share a stretch; a corner alone is not
enough. No boundary is shipped, only what follows from it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import DCTERMS, GEO, SKOS, VOID, province, thing
from tools.facts.places import POINT_SOURCES, REFERENCE
from tools.facts.tables import CODE
from tools.facts.terms import a, labels, node

Point: TypeAlias = tuple[float, float]
Stretch: TypeAlias = frozenset[Point]
RIGHTS = NamedNode("https://www.naturalearthdata.com/about/terms-of-use/")


def neighbours(boundaries: Path) -> Iterator[Quad]:
    """Both directions of every pair, and where they come from.

    ``boundaries`` is GeoJSON: a MultiPolygon a province, with its code as ``gb2260``.
    """
    pairs = sorted(touching(json.loads(boundaries.read_text("utf-8"))))
    yield from _origin(len(pairs))
    for code, other in pairs:
        yield Quad(province(code), GEO.sfTouches, province(other), REFERENCE)


def touching(boundaries: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The codes of provinces with a stretch of boundary in common, each pair both ways."""
    owners: dict[Stretch, set[str]] = defaultdict(set)
    for feature in boundaries["features"]:
        for stretch in _stretches(feature["geometry"]["coordinates"]):
            owners[stretch].add(feature["properties"][CODE])
    return {pair for codes in owners.values() for pair in permutations(codes, 2)}


def _stretches(polygons: list[list[list[list[float]]]]) -> Iterator[Stretch]:
    for rings in polygons:
        for ring in rings:
            for (lon, lat), (next_lon, next_lat) in pairwise(ring):
                if (lon, lat) != (next_lon, next_lat):
                    yield frozenset({(lon, lat), (next_lon, next_lat)})


def _origin(number: int) -> Iterator[Quad]:
    partition = thing("partition", "neighbours")
    yield Quad(REFERENCE, VOID.propertyPartition, partition, REFERENCE)
    yield from node(
        REFERENCE,
        partition,
        *a(VOID.Dataset),
        (VOID.property, GEO.sfTouches),
        (VOID.triples, Literal(number)),
        (DCTERMS.source, POINT_SOURCES["Natural Earth"]),
        (DCTERMS.license, RIGHTS),
        *labels(DCTERMS.title, en="Neighbouring provinces", zh="相邻省级行政区"),
        *labels(
            SKOS.note,
            en="Derived from the boundaries of Natural Earth at 1:50m (public domain): pairs that"
            " share a stretch of boundary there. Its de facto view of borders is not China's"
            " official map, and a border too short for its scale may be missing.",
            zh="由 Natural Earth 1:50m（公有领域）的边界推得：在该图上共有一段边界的行政区对。"
            "该图按实际控制范围绘制，并非中国官方地图；短于其比例尺的边界可能未体现。",
        ),
    )
