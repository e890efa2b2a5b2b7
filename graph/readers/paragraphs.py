"""From the lines of pages to paragraphs, so that a sentence broken by a line is whole again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from graph.readers.document import HAN
from graph.readers.furniture import is_furniture, is_page_number

EDGE = 2
"""Lines at the top and at the bottom of a page that may be its header or footer."""
RECURS = 0.3
"""Share of the pages that a header stands on, at least; left and right pages may differ."""
INDENT, SHORT = 1.2, 2.5
"""Characters that a paragraph's first line begins further in, and its last line ends earlier."""
FILLED = 0.6
"""Share of the width that a line fills at least which ends early in the middle of a sentence."""
ENDS = re.compile(r"(?:[。！？；：…!?:;]|(?<!\d)\.)[”’」』）)\"']*$")
OTHER_SIZE = 0.08
APART = 1.5
"""Times the usual distance of lines that one paragraph keeps from the next."""
NUMBERED = re.compile(
    r"第?[一二三四五六七八九十]+(?:、|部分|是)|（[一二三四五六七八九十]+）|\d+[.．、](?!\d)"
)
COMMON, FULL = 0.05, 0.9
"""Share of the lines that begin at the left margin, at least; that end at the right or before."""
HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")


class Line(NamedTuple):
    """A line of a page; lengths in points, ``middle`` from the top of the page."""

    text: str
    page: int
    left: float
    right: float
    middle: float
    size: float


class Margins(NamedTuple):
    """Where the lines of a page begin and end, in points."""

    left: float
    right: float


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """The paragraphs of a document, without furniture, what its pages repeat, and their numbers.

    A paragraph begins with a line that is further in, is of another size, stands further below,
    comes after one that ends early, or has a number and comes after the end of a sentence.
    """
    kept = _without_edges(lines)
    margins, distance = _margins(kept), _distance(kept)
    text, last = "", None
    for line in kept:
        if last and _begins(line, last, margins[line.page % 2], margins[last.page % 2], distance):
            yield text
            text = ""
        text = _joined(text, line.text) if text else line.text
        last = line
    if text:
        yield text


def _without_edges(lines: Sequence[Line]) -> list[Line]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    edges = [line for page in pages.values() for line in {*page[:EDGE], *page[-EDGE:]}]
    recurring = Counter(_look(line) for line in edges)
    often = max(2, RECURS * len(pages))
    outer = {line for page in pages.values() for line in (page[0], page[-1])}
    gone = {
        line
        for line in edges
        if recurring[_look(line)] >= often or (line in outer and is_page_number(line.text))
    }
    return [line for line in lines if line not in gone and not is_furniture(line.text)]


def _look(line: Line) -> tuple[str, int, int]:
    return re.sub(r"\d+", "0", line.text), round(line.middle), round(line.size)


def _margins(lines: Sequence[Line]) -> dict[int, Margins]:
    """Of even and of odd pages, which may be bound at different sides."""
    found = {}
    for side in (0, 1):
        own = [line for line in lines if line.page % 2 == side] or lines
        lefts = Counter(round(line.left) for line in own)
        common = (
            x for x in lefts if sum(lefts[x + near] for near in (-1, 0, 1)) >= COMMON * len(own)
        )
        rights = sorted(line.right for line in own)
        found[side] = Margins(min(common, default=0), rights[int(FULL * len(own))] if own else 0)
    return found


def _distance(lines: Sequence[Line]) -> float:
    steps = [line.middle - last.middle for last, line in pairwise(lines) if last.page == line.page]
    return median(steps) if steps else 0


def _begins(line: Line, last: Line, here: Margins, there: Margins, distance: float) -> bool:
    return (
        line.left - here.left > INDENT * line.size
        or abs(line.size - last.size) > OTHER_SIZE * last.size
        or (line.page == last.page and line.middle - last.middle > APART * distance)
        or _ends_early(last, there)
        or bool(NUMBERED.match(line.text) and ENDS.search(last.text))
    )


def _ends_early(line: Line, margins: Margins) -> bool:
    """Within a sentence only much earlier, since lines of words and figures differ in width."""
    if ENDS.search(line.text):
        return margins.right - line.right > SHORT * line.size
    return line.right - margins.left < FILLED * (margins.right - margins.left)


def _joined(text: str, more: str) -> str:
    """Two lines of one paragraph: Latin words keep a space between them or lose their hyphen.

    Among Chinese words a number or an abbreviation (5G, AI) may be broken anywhere.
    """
    if HYPHEN.search(text) and more[:1].islower():
        return text[:-1] + more
    spaced = text[-1].isascii() and more[0].isascii() and text[-1] != "-"
    if HAN.search(text):
        spaced = spaced and text[-1].isalpha() and more[0].isalpha() and not more[0].isupper()
    return f"{text} {more}" if spaced else text + more
