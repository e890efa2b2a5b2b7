"""Makes the outlines of the map from Natural Earth's boundaries.

Run as ``python -m tools.make_map ../shared/geo/provinces_ne50m.geojson``.

Albers' equal-area conic projection with the parallels that maps of China use (25 and 47 degrees
north) about the meridian 105 east. Borders are simplified as one coverage, by Visvalingam and
Whyatt's areas, so that neighbours keep sharing theirs; no outline is added or left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

PLACE = Path(__file__).parents[1] / "server" / "pictures" / "data" / "outlines.json"
PARALLELS, MERIDIAN = (25, 47), 105
WIDTH = 1800
"""Units of the outlines' grid, half a unit of the map's."""
TOLERANCE = 3.0
"""The side of the square, in units, below whose area a bend is dropped."""
ENCLAVES = ("810000", "820000")
"""Places whose border does not fit their neighbour's in the source: kept as they are, on top."""

Numbers = NDArray[np.float64]


def outlines(source: dict[str, Any]) -> dict[str, Any]:
    """What the map draws, from the boundaries as GeoJSON with their codes (``gb2260``)."""
    found = {each["properties"]["gb2260"]: shape(each["geometry"]) for each in source["features"]}
    places = dict(
        zip(sorted(found), _on_grid([found[code] for code in sorted(found)]), strict=True)
    )
    joined = [code for code in places if code not in ENCLAVES]
    simple = shapely.coverage_simplify([places[code] for code in joined], TOLERANCE)
    places |= dict(zip(joined, simple, strict=True))
    height = int(max(each.bounds[3] for each in places.values()))
    return {
        "source": "Natural Earth 1:50m, public domain",
        "projection": f"Albers equal-area conic, {PARALLELS[0]} and {PARALLELS[1]} N, {MERIDIAN} E",
        "width": WIDTH,
        "height": height,
        "places": {code: _place(places[code]) for code in [*joined, *ENCLAVES]},
    }


def _on_grid(areas: list[Any]) -> list[Any]:
    flat = [shapely.transform(area, albers) for area in areas]
    left, _, right, top = shapely.total_bounds(flat)
    scale = WIDTH / (right - left)

    def moved(points: Numbers) -> Numbers:
        return np.column_stack(((points[:, 0] - left) * scale, (top - points[:, 1]) * scale))

    return [shapely.transform(area, moved) for area in flat]


def albers(points: Numbers) -> Numbers:
    """Longitudes and latitudes in degrees as x and y on a sphere of radius 1 (Snyder 1987, 14)."""
    south, north = (radians(each) for each in PARALLELS)
    n = (sin(south) + sin(north)) / 2
    constant = cos(south) ** 2 + 2 * n * sin(south)
    radius = np.sqrt(constant - 2 * n * np.sin(np.radians(points[:, 1]))) / n
    angle = n * np.radians(points[:, 0] - MERIDIAN)
    return np.column_stack((radius * np.sin(angle), sqrt(constant) / n - radius * np.cos(angle)))


def _place(area: Any) -> dict[str, Any]:
    """The outline as an SVG path, and the middle and radius of the widest circle inside it."""
    circle = shapely.maximum_inscribed_circle(area)
    x, y = circle.coords[0]
    polygons = getattr(area, "geoms", [area])
    rings = [ring for each in polygons for ring in (each.exterior, *each.interiors)]
    path = "".join("".join(_ring(ring)) for ring in rings)
    return {"path": path, "x": round(x), "y": round(y), "r": round(circle.length)}


def _ring(ring: Any) -> Iterator[str]:
    points = [(round(x), round(y)) for x, y in ring.coords]
    yield f"M{points[0][0]} {points[0][1]}l"
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (a, b) != (x, y)]
    yield " ".join(f"{x} {y}" for x, y in steps[:-1] or [(0, 0)]).replace(" -", "-")
    yield "z"


def main() -> None:
    """Writes the outlines beside the pictures."""
    source = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    PLACE.write_text(json.dumps(outlines(source), indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()
