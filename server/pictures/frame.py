"""What every picture has: a title, a legend with numbers, what it rests on, and links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from server.pictures.scale import INK, LINE, PAPER, QUIET, ZERO, Scale
from server.pictures.svg import FONTS, NAMESPACE, element, width
from server.pictures.words import WORDS

MARGIN = 16
NARROWING = ("theme", "direction", "role", "province", "year")
TITLE, NOTE, LABEL = 17, 11, 11
"""Sizes of letters."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is to look: its language, where its links lead, and what is left out.

    ``place`` turns a path of the service into an address. A ``bare`` picture stands in a page
    that has its title and its note already. ``name`` sets its ids apart from those of others.
    """

    lang: str
    place: Callable[[str], str]
    bare: bool = False
    name: str = "picture"

    @property
    def words(self) -> dict[str, str]:
        """The words of its language."""
        return WORDS[self.lang]

    def question(self, name: str, **values: str) -> str:
        """The address of a saved question's page, with those values that are not empty."""
        given = urlencode({key: value for key, value in values.items() if value})
        return self.place(f"/page/question/{name}") + (f"?{given}" if given else "")

    def thing(self, kind: str, *keys: str) -> str:
        """The address of a thing's page."""
        return self.place(f"/page/{kind}/{'/'.join(keys)}")

    def title(self, subject: Subject, first: str, *more: str) -> str:
        """What is shown, then what it is narrowed to."""
        narrowed = (subject.names.get(name, "") for name in NARROWING)
        parts = [first[:1].upper() + first[1:], *more, *narrowed]
        return self.words["comma"].join(each for each in parts if each)

    def told(self, name: str, value: float | None, unknown: str = "unknown") -> str:
        """A value in words."""
        said = self.words[unknown] if value is None else shown(value)
        return self.words["said"].format(name, said)

    @property
    def hatch(self) -> str:
        """The paint of what is not known."""
        return f"url(#{self.name}-hatch)"

    def fill(self, scale: Scale, value: float | None) -> str:
        """The paint of a value."""
        return self.hatch if value is None else scale.colour(value)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a picture is about: the parameters' values by name as keys, and in words.

    ``options`` are the picture's own, such as the measure.
    """

    keys: Mapping[str, str]
    names: Mapping[str, str]
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of the table behind a picture."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """The table behind a picture: what it shows, row by row, with the same links."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, what it is called, and the table behind it.

    ``key`` is its legend once more, as a picture that a page shows below it on a narrow screen.
    """

    svg: Markup
    told: Titled
    behind: Behind
    key: Markup | None = None


@dataclass(frozen=True, slots=True)
class Titled:
    """What a picture is called, and the notes below it."""

    title: str
    notes: tuple[str, ...] = ()


def frame(look: Look, told: Titled, size: tuple[float, float], *content: Markup) -> Markup:
    """A whole picture: content of that width and height, with its title above and notes below."""
    wide, high = size[0] + 2 * MARGIN, size[1] + 2 * MARGIN
    above = 0 if look.bare else TITLE + MARGIN
    lines = [] if look.bare else [each for note in told.notes for each in wrap(note, NOTE, size[0])]
    high += above + (len(lines) * NOTE * 1.5 + MARGIN / 2 if lines else 0)
    head = (
        [] if look.bare else [words(told.title, MARGIN, MARGIN + TITLE, TITLE, font_weight="600")]
    )
    foot = [
        words(line, MARGIN, high - MARGIN - (len(lines) - 1 - at) * NOTE * 1.5, NOTE, fill=QUIET)
        for at, line in enumerate(lines)
    ]
    moved = element("g", *content, transform=f"translate({MARGIN} {MARGIN + above})")
    return element(
        "svg",
        element("title", told.title, id=f"{look.name}-title"),
        element("desc", " ".join(told.notes), id=f"{look.name}-desc"),
        _hatching(look),
        element("rect", class_="paper", width=wide, height=high, fill=PAPER),
        *head,
        moved,
        *foot,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {wide:.0f} {high:.0f}",
        width=f"{wide:.0f}",
        height=f"{high:.0f}",
        class_="picture",
        role="group",
        lang=look.lang,
        aria_labelledby=f"{look.name}-title",
        aria_describedby=f"{look.name}-desc",
        font_family=FONTS,
        font_size=LABEL,
        fill=INK,
    )


def _hatching(look: Look) -> Markup:
    line = element("path", d="M-1 1l2-2M0 6l6-6M5 7l2-2", stroke=LINE, stroke_width=1)
    back = element("rect", width=6, height=6, fill=PAPER)
    pattern = element(
        "pattern",
        back,
        line,
        id=f"{look.name}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    return element("defs", pattern)


def words(text: str, x: float, y: float, size: float = LABEL, **more: str | float | None) -> Markup:
    """A line of text that starts at x, or lies about it where ``text_anchor`` says so."""
    return element("text", text, x=x, y=y, font_size=None if size == LABEL else size, **more)


def mark(href: str, told: str, *drawn: Markup, **more: str | float | None) -> Markup:
    """What is drawn for a value: a link to what it rests on, which says the value in words."""
    named = {"aria_label": told, **more} if "tabindex" not in more else more
    return element("a", element("title", told), *drawn, href=href, **named)


def wrap(text: str, size: float, wide: float) -> list[str]:
    """The text in lines of that width at most, broken at spaces and between Chinese characters."""
    lines = [""]
    for part in _parts(text):
        if lines[-1] and width(lines[-1] + part.rstrip(), size) > wide:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines if line.strip()]


def _parts(text: str) -> Iterable[str]:
    part = ""
    for letter in text:
        part += letter
        if letter == " " or ord(letter) > 0x2E80:
            yield part
            part = ""
    yield part


def legend(look: Look, scale: Scale, title: str, unknown: str = "unknown") -> list[Markup]:
    """The colours with the values and the number of marks of each, one below the other."""
    rows = [
        (each.colour, f"{shown(each.least)} – {shown(each.most)}", each.count)
        if each.least != each.most
        else (each.colour, shown(each.least), each.count)
        for each in reversed(scale.classes)
    ]
    if scale.zero:
        rows.append((ZERO, look.words["zero"], scale.zero))
    if scale.unknown:
        rows.append((look.hatch, look.words[unknown], scale.unknown))
    drawn = [words(title, 0, LABEL, font_weight="600")]
    for at, (paint, said, count) in enumerate(rows):
        y = 22 + at * 19
        swatch = element("rect", x=0, y=y, width=22, height=13, fill=paint, stroke=LINE)
        drawn += [swatch, words(f"{said}  ({count})", 30, y + 10.5)]
    return drawn


def key(look: Look, scale: Scale, title: str, unknown: str = "unknown") -> Markup:
    """The legend as a picture of its own."""
    drawn = legend(look, scale, title, unknown)
    lines = len(scale.classes) + bool(scale.zero) + bool(scale.unknown)
    return element(
        "svg",
        *drawn,
        class_="key",
        viewBox=f"0 0 230 {22 + 19 * lines}",
        aria_hidden="true",
        font_family=FONTS,
        font_size=LABEL,
        fill=INK,
    )


def shown(value: float | None) -> str:
    """A value as it is written: whole, or with two decimals at most; a dash for unknown."""
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
