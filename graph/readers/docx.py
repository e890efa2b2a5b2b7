"""DOCX: paragraphs and tables in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.readers.decode import CONTROL, normalise
from graph.readers.document import Document, language_of
from graph.readers.furniture import without
from graph.readers.spoilt import parsing

UNPACKED, UNPACKED_XML = 128 * 2**20, 32 * 2**20
"""Bytes that all parts, and one part of XML, may have unpacked; a long report's has one million."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH = f"{W}p"
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
LEFT_OUT = {
    f"{W}pPr",
    f"{W}rPr",
    f"{W}moveFrom",
    f"{W}rt",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
"""Properties, words moved away, readings above words, and text boxes said a second time."""


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """The document's text, a paragraph a line, table cells too; tracked changes as accepted.

    Headers, footers, notes and the table of contents are left out, and so is the title among the
    properties, which is often a template's.
    """
    with parsing(path, "DOCX"):
        _refuse_bomb(data, path)
        lines = _read(data)
    text = CONTROL.sub(" ", normalise("\n".join(without("\n".join(lines).split("\n")))))
    if not text:
        raise InputError(path, "is a DOCX without text", "if it holds pictures, run OCR first")
    yield Document(text, str(path), language_of(text), "docx")


def _refuse_bomb(data: bytes, path: Path) -> None:
    parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    xml = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if sum(part.file_size for part in parts) > UNPACKED or xml > UNPACKED_XML:
        problem = f"unpacks to more than {UNPACKED // 2**20} MiB, or its text to more than"
        raise InputError(path, f"{problem} {UNPACKED_XML // 2**20}", "give its text as .txt")


def _read(data: bytes) -> list[str]:
    # Here and not above: importing it takes a sixth of a second.
    from docx import Document as Package

    package = Package(io.BytesIO(data))
    styles = (style for style in package.styles if re.match("toc ", style.name or "", re.I))
    contents = {style.style_id for style in styles}
    return [
        "".join(_words(paragraph))
        for paragraph in _paragraphs(package.element.body)
        if _style(paragraph) not in contents
    ]


def _paragraphs(element: Any) -> Iterator[Any]:
    """Paragraphs wherever they stand: in cells, content controls and text boxes, too."""
    for child in element:
        if child.tag == PARAGRAPH:
            yield child
        if child.tag not in LEFT_OUT:
            yield from _paragraphs(child)


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag != PARAGRAPH and child.tag not in LEFT_OUT:
            yield from _words(child)


def _style(paragraph: Any) -> str | None:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if named is None else named.get(f"{W}val")
