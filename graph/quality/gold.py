"""Labelled sentences: the gold file's items, as JSON or as CSV."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.judging.roles import Role, section_at, sections

DIRECTIONS: Mapping[str, str] = {
    "D1": "industry-upgrading",
    "D2": "digital-economy",
    "D3": "research-transfer",
    "D4": "application-scenarios",
    "D5": "industrial-parks",
    "D6": "infrastructure",
    "D7": "governance",
}
"""The codebook's names of the directions, and our slugs."""

CODES: Mapping[str, tuple[str, ...]] = {
    "mention": ("yes", "no"),
    "role": ("plan", "review", "other"),
    "stance": ("promote", "restrict", "neutral"),
}
"""What else a person codes, and as what."""

Texts = Callable[[str, int], str | None]
"""The text of a province's report of a year, by the province's short Chinese name."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence, the term in it at ``start`` to ``end``, and what a person coded.

    ``directions`` are D1 to D7; ``section_role`` is what the headings of the text say, where the
    text is known, and is no code of a person's.
    """

    name: str
    province: str
    year: int
    theme: str
    sentence: str
    start: int
    end: int
    mention: bool
    directions: frozenset[str]
    role: str
    stance: str
    section_role: Role | None = None

    @property
    def term(self) -> str:
        """The term itself."""
        return self.sentence[self.start : self.end]


def gold(path: Path, texts: Texts | None = None) -> list[Item]:
    """The items of a JSON or CSV file; ``texts`` are needed where it holds no sentences.

    JSON is a list of objects as in ``gold_2025.json``; CSV has the columns province, year,
    start, length (or sentence), theme, term and, where it is not the first, term_start,
    mention, directions (``D2 D6``), role and stance. Raises InputError with the item's place.
    """
    if not path.exists():
        raise InputError(path, "is not there", "check the path")
    rows = _json(path) if path.suffix.lower() == ".json" else _csv(path)
    items = [_item(f"{path}, item {number}", row, texts) for number, row in enumerate(rows, 1)]
    if not items:
        raise InputError(path, "holds no item", "give labelled sentences")
    return items


def reports(folder: Path) -> Texts:
    """Texts from files ``{year}/{province}.txt`` below a folder."""

    @cache
    def text(province: str, year: int) -> str | None:
        path = folder / str(year) / f"{province}.txt"
        if not path.is_file():
            return None
        raw = path.read_text("utf-8-sig")
        return raw.replace("\r\n", "\n").replace("\r", "\n")

    return text


def _json(path: Path) -> list[Mapping[str, Any]]:
    try:
        rows = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            path, f"is no readable JSON ({_why(error)})", "give a list of items"
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(path, "is no list of items", "see the gold file's form")
    return rows


def _why(error: Exception) -> str:
    """The cause without the path, which is told already."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _csv(path: Path) -> list[Mapping[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = (line for line in lines if not line.startswith("#"))
            return list(csv.DictReader(rows))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(path, f"is no readable CSV ({_why(error)})", "save it as UTF-8") from error


def _item(place: str, row: Mapping[str, Any], texts: Texts | None) -> Item:
    try:
        province, year = _told(row, "province"), _number(row, "year")
        text = texts(province, year) if texts else None
        sentence = str(row.get("sentence") or _cut(place, text, row))
        start, end = _term(sentence, row)
        return Item(
            str(row.get("id") or place),
            province,
            year,
            _told(row, "theme").replace("_", "-"),
            sentence,
            start,
            end,
            _code(row, "mention") == "yes",
            frozenset(_codes(row["directions"])),
            _code(row, "role"),
            _code(row, "stance"),
            _section(text, row),
        )
    except KeyError as error:
        raise InputError(place, f"has no {error.args[0]}", "see the codebook's form") from error
    except ValueError as error:
        raise InputError(place, str(error), "mend or drop the item") from error


def _told(row: Mapping[str, Any], key: str) -> str:
    if row[key] in (None, ""):
        raise KeyError(key)
    return str(row[key])


def _number(row: Mapping[str, Any], key: str) -> int:
    told = _told(row, key)
    if not re.fullmatch(r"[0-9]{1,9}", told):
        raise ValueError(f"has {told} as {key}, which is no whole number")
    return int(told)


def _code(row: Mapping[str, Any], key: str) -> str:
    told = _told(row, key)
    if told not in CODES[key]:
        raise ValueError(f"has {told} as {key}, which is none of {', '.join(CODES[key])}")
    return told


def _cut(place: str, text: str | None, row: Mapping[str, Any]) -> str:
    if text is None:
        problem = "holds no sentence, and the report's text is not known"
        raise InputError(place, problem, "name the folder of its report with --texts FOLDER")
    start = _number(row, "start")
    return text[start : start + _number(row, "length")]


def _term(sentence: str, row: Mapping[str, Any]) -> tuple[int, int]:
    term = _told(row, "term")
    told = row.get("term_start")
    start = sentence.find(term) if told in (None, "") else _number(row, "term_start")
    if start < 0 or sentence[start : start + len(term)] != term:
        raise ValueError(f"does not hold the term {term} where it says")
    return start, start + len(term)


def _codes(value: Any) -> Iterator[str]:
    codes = value if isinstance(value, list) else str(value or "").replace(",", " ").split()
    for code in codes:
        if code not in DIRECTIONS:
            raise ValueError(f"has the unknown direction {code}")
        yield str(code)


def _section(text: str | None, row: Mapping[str, Any]) -> Role | None:
    if text is None or row.get("start") in (None, ""):
        return None
    held = section_at(_sections(text), _number(row, "start"))
    return held.role if held else None


_sections = cache(sections)
