"""CSV and TSV: a report a row, with its text in a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from graph.errors import InputError
from graph.provinces import code as province_code
from graph.readers import fields
from graph.readers.decode import decode
from graph.readers.document import Document, language_of

COLUMNS = {
    "text": ("text", "content", "body", "fulltext", "full_text", "正文", "内容", "全文", "文本"),
    "province": ("province", "region", "省", "省份", "省市", "地区"),
    "year": ("year", "年", "年份", "年度"),
    "title": ("title", "标题", "题目"),
    "url": ("url", "link", "链接", "网址"),
}
"""What a column may be called, in small letters; ``text`` has to be there."""
SEPARATORS = ",\t;|"
LONGEST = 64 * 2**20


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """A text for each row that is not blank; one that lacks its text is refused by its line."""
    rows = _rows(decode(data, path), path)
    _, heading = next(rows)
    columns = _columns(heading, path)
    number = 1
    for number, row in rows:
        if len(row) != len(heading):
            problem = f"has {len(row)} cells, not {len(heading)} as the heading"
            raise InputError(f"{path}:{number}", problem, "put texts with separators in quotes")
        yield _document({what: row[at] for what, at in columns.items()}, f"{path}:{number}")
    if number == 1:
        raise InputError(path, "is a table without rows", "give one row a report")


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line it begins on."""
    csv.field_size_limit(LONGEST)
    separator = max(SEPARATORS, key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        problem = f"no row of a table begins here ({error})"
        remedy = "close every quote, and double those inside a cell"
        raise InputError(f"{path}:{number}", problem, remedy) from error


def _columns(heading: list[str], path: Path) -> dict[str, int]:
    names = [name.strip().lower() for name in heading]
    found: dict[str, int] = {}
    for what, called in COLUMNS.items():
        places = [place for place, name in enumerate(names) if name in called]
        if len(places) > 1:
            both = " and ".join(repr(heading[place]) for place in places)
            raise InputError(path, f"has more than one column of the {what}: {both}", "keep one")
        if places:
            found[what] = places[0]
    if "text" not in found:
        remedy = "call the column of texts text, content, 正文 or 内容"
        raise InputError(path, "has no column of texts", remedy)
    return found


def _document(cells: dict[str, str], place: str) -> Document:
    text = cells.pop("text")
    if not text.strip():
        raise InputError(place, "has no text", "fill the cell, or leave the row out")
    said = {what: cell.strip() for what, cell in cells.items()}
    return Document(
        text,
        place,
        language_of(text),
        "csv",
        said.get("title") or None,
        fields.year(said.get("year"), place),
        fields.address(said.get("url"), place),
        _code(said.get("province"), place),
    )


def _code(name: str | None, place: str) -> str | None:
    try:
        return province_code(name) if name else None
    except InputError as error:
        raise InputError(place, error.problem, error.remedy) from error
