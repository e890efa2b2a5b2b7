"""A network: its nodes where its layout puts them, each line a link to what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from server.pictures.frame import (
    LABEL,
    Look,
    Titled,
    frame,
    mark,
    shown,
    words,
)
from server.pictures.scale import INK, PAPER, QUIET, RAMP
from server.pictures.svg import element, width

WIDE, HIGH, EDGE = 900, 640, 50
"""Of the field, and how far within it nodes stand."""
KEY = 44
LEAST, MOST = 4.0, 13.0
"""Radii of nodes."""
THIN, THICK = 0.6, 5.0
LINES = 500
"""Lines that are drawn, the strongest; the note says how many there are."""
SHAPES = {
    "Province": ("circle", RAMP[4]),
    "Theme": ("square", RAMP[2]),
    "PolicyDirection": ("diamond", RAMP[3]),
}
"""The shape and the colour of each kind of node; shape tells them apart without colour."""
OTHER = ("diamond", QUIET)
SQUARE = 0.89
"""Half the side of a square as large as a circle with radius 1."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: its kind, its place in [0, 1] each way, and how much its lines weigh together."""

    key: str
    name: str
    kind: str
    x: float
    y: float
    strength: float
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """What joins two nodes, with its weight and its evidence."""

    one: str
    other: str
    weight: float
    href: str
    told: str


def draw(nodes: Sequence[Node], lines: Sequence[Line], look: Look, told: Titled) -> Markup:
    """The network; strong nodes and lines lie over weak ones."""
    at = dict(_places(nodes))
    kept = sorted(lines, key=lambda line: (-line.weight, line.one, line.other))[:LINES]
    most = max((line.weight for line in kept), default=1) or 1
    top = max((node.strength for node in nodes), default=1) or 1
    radii = {node.key: LEAST + (MOST - LEAST) * sqrt(node.strength / top) for node in nodes}
    rising = sorted(nodes, key=lambda node: (node.strength, node.key))
    drawn = [_line(line, at[line.one], at[line.other], most) for line in reversed(kept)]
    return frame(
        look,
        told,
        (WIDE, HIGH + KEY),
        element("g", *drawn, stroke=QUIET, stroke_opacity=0.35, fill="none"),
        *(_node(node, at[node.key], radii[node.key]) for node in rising),
        element("g", *_names(rising[::-1], at, radii), pointer_events="none", aria_hidden="true"),
        *_key(nodes, kept, most, look),
    )


def _places(nodes: Sequence[Node]) -> Iterator[tuple[str, Point]]:
    """Where nodes stand in the field: half by their place, half by its rank.

    Layouts by forces crowd the middle; ranks keep who is left of whom, and make room for names.
    """
    last = max(len(nodes) - 1, 1)
    across = sorted(nodes, key=lambda node: (node.x, node.key))
    down = sorted(nodes, key=lambda node: (-node.y, node.key))
    x_ranks = {node.key: at / last for at, node in enumerate(across)}
    y_ranks = {node.key: at / last for at, node in enumerate(down)}
    for node in nodes:
        x, y = (node.x + x_ranks[node.key]) / 2, (1 - node.y + y_ranks[node.key]) / 2
        yield node.key, (EDGE + x * (WIDE - 2 * EDGE), EDGE + y * (HIGH - 2 * EDGE))


def _line(line: Line, one: Point, other: Point, most: float) -> Markup:
    (x, y), (to_x, to_y) = one, other
    thick = THIN + (THICK - THIN) * max(line.weight, 0) / most
    path = f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}"
    return mark(line.href, line.told, element("path", d=path, stroke_width=thick), tabindex="-1")


def _node(node: Node, place: Point, radius: float) -> Markup:
    return mark(node.href, node.told, _shape(node.kind, *place, radius))


def _shape(kind: str, x: float, y: float, radius: float) -> Markup:
    shape, fill = SHAPES.get(kind, OTHER)
    edge = {"fill": fill, "stroke": PAPER}
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=radius, **edge)
    half = SQUARE * radius
    turned = f"rotate(45 {x:.1f} {y:.1f})" if shape == "diamond" else None
    side = {"width": 2 * half, "height": 2 * half}
    return element("rect", x=x - half, y=y - half, **side, transform=turned, **edge)


def _names(
    nodes: Sequence[Node], at: Mapping[str, Point], radii: Mapping[str, float]
) -> Iterator[Markup]:
    """The names that have room beside their node, those of strong nodes first."""
    taken = [_around(at[node.key], radii[node.key]) for node in nodes]
    for node in nodes:
        for x, y, anchor, box in _beside(node.name, at[node.key], radii[node.key]):
            if not any(_meet(box, each) for each in taken):
                taken.append(box)
                yield words(
                    node.name,
                    x,
                    y,
                    text_anchor=anchor,
                    stroke=PAPER,
                    stroke_width=3,
                    stroke_linejoin="round",
                    paint_order="stroke",
                    fill=INK,
                )
                break


def _around(place: Point, radius: float) -> Box:
    x, y = place
    return x - radius, y - radius, x + radius, y + radius


def _beside(name: str, place: Point, radius: float) -> Iterator[tuple[float, float, str, Box]]:
    """Where a name can stand: right, left, below, above its node."""
    x, y = place
    wide, gap = width(name, LABEL), radius + 3
    for at_x, at_y, anchor, left in (
        (x + gap, y + 4, "start", x + gap),
        (x - gap, y + 4, "end", x - gap - wide),
        (x, y + gap + 9, "middle", x - wide / 2),
        (x, y - gap, "middle", x - wide / 2),
    ):
        if left >= 0 and left + wide <= WIDE:
            yield at_x, at_y, anchor, (left, at_y - 9, left + wide, at_y + 2)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(nodes: Sequence[Node], lines: Sequence[Line], most: float, look: Look) -> Iterator[Markup]:
    """The kinds of nodes with their numbers, and how thick the thinnest and thickest lines are."""
    x, y = 8.0, HIGH + 24.0
    for kind, count in sorted(Counter(node.kind for node in nodes).items()):
        said = f"{look.words.get(kind, kind)}  ({count})"
        yield _shape(kind, x, y, 6)
        yield words(said, x + 12, y + 4)
        x += width(said, LABEL) + 42
    if not lines:
        return
    for weight in dict.fromkeys((lines[-1].weight, lines[0].weight)):
        thick = THIN + (THICK - THIN) * max(weight, 0) / most
        yield element("path", d=f"M{x:.0f} {y:.0f}h30", stroke=QUIET, stroke_width=thick)
        yield words(shown(weight), x + 36, y + 4)
        x += width(shown(weight), LABEL) + 66
