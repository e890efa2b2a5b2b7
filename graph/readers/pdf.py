"""PDF with a text layer: whole paragraphs, made from the places of the characters.

pdfplumber, since it tells the place and size of every character, which paragraphs and page
headers are told by; pypdf, measured beside it, is four times as fast and gives lines only.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.readers.decode import CONTROL, IMPLAUSIBLE
from graph.readers.document import Document, language_of
from graph.readers.paragraphs import Line, paragraphs
from graph.readers.spoilt import parsing

PAGES = 1000
"""Pages a report may have; the longest of the reports has about sixty."""
SAME_LINE = 0.5
"""Share of a character's size by which it may stand above or below the others of its line."""
TWICE = 0.2
"""Share of the size that two prints of one character are apart at most."""
GAP, WIDE_GAP = 0.3, 0.9
"""Share of the size that is a space between letters, and between Chinese characters."""
VARIANT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
"""Radicals, compatibility characters and ligatures that fonts put in the place of the usual."""
NO_UNICODE = re.compile(rf"\(cid:\d+\)|{IMPLAUSIBLE.pattern}")
NO_UNICODE_SHARE = 0.05


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """The document's text, a paragraph a line, without page headers, footers and numbers.

    What it says of itself (its title) is often a template's, and is not used. Raises InputError
    for a scan, for one that asks for a password, and for fonts that do not tell which characters
    they show.
    """
    with parsing(path, "PDF"):
        lines = _read(data, path)
    text = "\n".join(paragraphs(lines))
    if len(NO_UNICODE.findall(text)) > NO_UNICODE_SHARE * len(text):
        problem = "is a PDF whose fonts do not tell which characters they show"
        raise InputError(path, problem, "run OCR first")
    if not text:
        raise InputError(path, "is a PDF without text", "run OCR first if it shows any")
    yield Document(CONTROL.sub(" ", text), str(path), language_of(text), "pdf")


def _read(data: bytes, path: Path) -> list[Line]:
    # Here and not above: importing it takes a fifth of a second.
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise InputError(path, "is encrypted", "save it without its password") from error
        raise
    with pdf:
        return _pages(pdf, path)


def _pages(pdf: Any, path: Path) -> list[Line]:
    if len(pdf.pages) > PAGES:
        raise InputError(path, f"has more than {PAGES} pages", "split it into one file a report")
    lines: list[Line] = []
    scanned, written = [], 0
    for number, page in enumerate(pdf.pages, 1):
        own = list(_lines(page.chars, number))
        if own:
            lines += own
            written = number
        elif page.images:
            scanned.append(number)
        page.close()
    if scanned and not lines:
        raise InputError(path, "is a scan without text", "run OCR first")
    if inside := [number for number in scanned if 1 < number < written]:
        some = ", ".join(map(str, inside[:5]))
        raise InputError(path, f"has scanned pages without text ({some})", "run OCR first")
    return lines


def _lines(chars: Sequence[dict[str, Any]], page: int) -> Iterator[Line]:
    """The upright characters of a page, line by line, from the left to the right."""
    upright = [char for char in chars if char["upright"] and char["size"] > 0]
    row: list[dict[str, Any]] = []
    for char in sorted(upright, key=_middle):
        if row and _middle(char) - _middle(row[-1]) > SAME_LINE * min(
            char["size"], row[-1]["size"]
        ):
            yield from _line(row, page)
            row = []
        row.append(char)
    yield from _line(row, page)


def _middle(char: dict[str, Any]) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _line(row: list[dict[str, Any]], page: int) -> Iterator[Line]:
    row = list(_once(sorted(row, key=lambda char: char["x0"])))
    words = "".join(_spaced(row))
    inked = [char for char in row if char["text"].strip()]
    if inked:
        size = sorted(char["size"] for char in inked)[len(inked) // 2]
        first, last = inked[0], inked[-1]
        text = VARIANT.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), words.strip())
        yield Line(text, page, first["x0"], last["x1"], min(map(_middle, inked)), size)


def _once(row: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Bold type is printed twice by some programs, the second time slightly to the right."""
    last = None
    for char in row:
        twice = last and char["text"] == last["text"]
        if not (twice and char["x0"] - last["x0"] < TWICE * char["size"]):
            yield char
        last = char


def _spaced(row: list[dict[str, Any]]) -> Iterator[str]:
    """The characters, with a space where they stand apart and none is written."""
    yield row[0]["text"] if row else ""
    for left, right in pairwise(row):
        wide = max(left["text"], right["text"]) >= "\u2e80"
        apart = right["x0"] - left["x1"] > (WIDE_GAP if wide else GAP) * right["size"]
        if apart and left["text"].strip() and right["text"].strip():
            yield " "
        yield right["text"]
