"""The provinces against the themes, like beside like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from server.labels import Row
from server.pictures.frame import (
    LABEL,
    Behind,
    Drawn,
    Entry,
    Look,
    Subject,
    Titled,
    frame,
    legend,
    mark,
    shown,
    words,
)
from server.pictures.rows import figure, key, keys, word
from server.pictures.scale import LINE, ZERO, Scale, ink
from server.pictures.seriation import order
from server.pictures.svg import element, width

WIDE, HIGH = 26, 20
"""Of a cell."""
DIGITS = 9.5
SLANT = 0.71
"""The sine of the angle at which the themes' names stand."""
KEY = 190
"""The width of the legend beside the cells."""


MEASURES = {"mentions": "mentions", "rate": "perTenThousand", "statements": "statements"}
"""The column of each measure."""


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column: its key, its name and its page."""

    key: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A value (None: not known) with its evidence and what it is called in words."""

    value: float | None
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns in the order in which they are drawn, and a cell for each of both."""

    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: Mapping[tuple[str, str], Cell]


def compose(rows: Sequence[Row], subject: Subject, look: Look) -> Drawn:
    """The matrix of the answer to ``province-themes``."""
    measure = subject.options["measure"]
    grid = _read(rows, subject, look)
    if subject.options["order"] == "similarity":
        grid = alike(grid)
    notes = (look.words["ordered"],) if subject.options["order"] == "similarity" else ()
    said = look.words[measure]
    told = Titled(look.title(subject, said), (*notes, look.words["shading"]))
    return Drawn(draw(grid, look, told, said), told, _behind(grid, look))


def _read(rows: Sequence[Row], subject: Subject, look: Look) -> Grid:
    column = MEASURES[subject.options["measure"]]
    provinces: dict[str, Head] = {}
    themes: dict[str, Head] = {}
    cells = {}
    for row in rows:
        province, theme = key(row, "province"), key(row, "theme")
        if province not in provinces:
            provinces[province] = _province(row, look)
        if theme not in themes:
            themes[theme] = Head(theme, word(row, "themeLabel"), look.thing("theme", theme))
        at, of = provinces[province], themes[theme]
        value = figure(row, column)
        href = at.href
        if value:
            year = subject.keys["year"]
            href = look.question("statements", theme=theme, year=year, province=province)
        cells[province, theme] = Cell(value, href, look.told(f"{at.name}, {of.name}", value))
    return Grid(tuple(provinces.values()), tuple(themes.values()), cells)


def _province(row: Row, look: Look) -> Head:
    code, report = key(row, "province"), keys(row, "report")
    page = look.thing("report", *report) if report else look.thing("province", code)
    return Head(code, word(row, "provinceLabel"), page)


def _behind(grid: Grid, look: Look) -> Behind:
    rows = []
    for row in grid.rows:
        cells = (grid.cells[row.key, column.key] for column in grid.columns)
        entries = (Entry(shown(each.value), each.href if each.value else "") for each in cells)
        rows.append((Entry(row.name, row.href), *entries))
    return Behind((look.words["province"], *(column.name for column in grid.columns)), tuple(rows))


def alike(grid: Grid) -> Grid:
    """The grid with like rows and like columns side by side, and unknown rows at the end."""
    known = [row for row in grid.rows if grid.cells[row.key, grid.columns[0].key].value is not None]
    values = [
        [grid.cells[row.key, each.key].value or 0.0 for each in grid.columns] for row in known
    ]
    rows = [known[at] for at in order(values)]
    columns = [grid.columns[at] for at in order(list(zip(*values, strict=True)))] if values else []
    unknown = [row for row in grid.rows if row not in known]
    return Grid((*rows, *unknown), tuple(columns) or grid.columns, grid.cells)


def draw(grid: Grid, look: Look, told: Titled, measure: str) -> Markup:
    """The grid; each cell is a link, the digits are left out of a bare one."""
    scale = Scale(each.value for each in grid.cells.values())
    left = round(max((width(row.name, LABEL) for row in grid.rows), default=0) + 8)
    names = max((width(each.name, LABEL) for each in grid.columns), default=0)
    above = names * SLANT + 14
    across, down = len(grid.columns) * WIDE, len(grid.rows) * HIGH
    lean = names * SLANT
    heads = [_column(each, left + at * WIDE, above) for at, each in enumerate(grid.columns)]
    rows = [_row(grid, row, look, scale, left) for row in grid.rows]
    placed = [
        element("g", *row, transform=f"translate(0 {above + at * HIGH:.0f})")
        for at, row in enumerate(rows)
    ]
    aside = left + across + max(24, lean * 0.3)
    key = element(
        "g", *legend(look, scale, measure), transform=f"translate({aside:.0f} {above:.0f})"
    )
    return frame(
        look, told, (max(aside + KEY, left + across + lean), above + down), *heads, *placed, key
    )


def _column(head: Head, x: float, y: float) -> Markup:
    turned = f"translate({x + WIDE / 2 + 4:.0f} {y - 6:.0f}) rotate(-45)"
    return element("a", words(head.name, 0, 0, transform=turned), href=head.href)


def _row(grid: Grid, row: Head, look: Look, scale: Scale, left: float) -> list[Markup]:
    """A row's name, what it names, and, each as one mark, what it is silent on and what is unknown.

    The evidence of silence is the whole report, so that one link leads there.
    """
    name = element("a", words(row.name, left - 8, 14, text_anchor="end"), href=row.href)
    cells: list[tuple[float, Head, Cell]] = [
        (left + at * WIDE, column, grid.cells[row.key, column.key])
        for at, column in enumerate(grid.columns)
    ]
    named = [_cell(cell, x, look, scale) for x, _, cell in cells if cell.value]
    return [name, *_blank(row, cells, look), *named]


def _blank(row: Head, cells: Sequence[tuple[float, Head, Cell]], look: Look) -> Iterator[Markup]:
    for value, fill, said in ((0, ZERO, "zero"), (None, look.hatch, "unknown")):
        fitting = [(x, head) for x, head, cell in cells if cell.value == value]
        if fitting:
            told = f"{row.name} · {look.words[said]}: {', '.join(head.name for _, head in fitting)}"
            path = "".join(_box(x) for x, _ in fitting)
            drawn = element("path", d=path, fill=fill, stroke=LINE, stroke_width=0.4)
            yield mark(row.href, told, drawn, tabindex="-1")


def _cell(cell: Cell, x: float, look: Look, scale: Scale) -> Markup:
    fill = look.fill(scale, cell.value)
    drawn = [element("path", d=_box(x), fill=fill)]
    if not look.bare:
        middle = {"text_anchor": "middle", "fill": ink(fill)}
        said = shown(cell.value)
        size = min(DIGITS, DIGITS * (WIDE - 2) / width(said, DIGITS))
        drawn.append(words(said, x + WIDE / 2, HIGH - 6.5, size, **middle))
    return mark(cell.href, cell.told, *drawn, tabindex="-1")


def _box(x: float) -> str:
    return f"M{x:.0f} 0h{WIDE - 1}v{HIGH - 1}h-{WIDE - 1}z"
