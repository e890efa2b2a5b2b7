"""JSON lines: an object a report, with ``content`` and perhaps ``title``, ``year`` and ``url``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from graph.errors import InputError
from graph.readers import fields
from graph.readers.decode import decode, normalise
from graph.readers.document import Document, language_of

OBJECT = re.compile(rb'\{\s*"')


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """A text for each line that is not blank."""
    for number, line in enumerate(decode(data, path).split("\n"), 1):
        if line.strip():
            yield _record(line, f"{path}:{number}")


def _record(line: str, place: str) -> Document:
    record = _object(line, place)
    text = normalise(_field(record, "content", place) or "")
    if not text.strip():
        raise InputError(place, "has no 'content'", "give the report's text under that key")
    title = _field(record, "title", place)
    source = fields.address(_field(record, "url", place), place)
    year = fields.year(record.get("year"), place)
    return Document(text, place, language_of(text), "jsonl", title, year, source)


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(place, f"is no JSON ({error})", "write one object a line") from error
    if not isinstance(record, dict):
        raise InputError(place, "is no JSON object", "write one object a line")
    return cast("dict[str, Any]", record)


def _field(record: dict[str, Any], key: str, place: str) -> str | None:
    value = record.get(key)
    if not isinstance(value, str | None):
        raise InputError(place, f"'{key}' is no text", "put it in quotes")
    try:
        (value or "").encode()
    except UnicodeEncodeError as error:
        remedy = "write such characters as pairs"
        raise InputError(place, f"'{key}' holds half a surrogate pair", remedy) from error
    return value
