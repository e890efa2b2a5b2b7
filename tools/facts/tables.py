"""The CSV tables of ``shared/facts``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = dict[str, str]
PARENTHESES = re.compile(r"\([^()]*\)")
CODE = "gb2260"


@dataclass(frozen=True)
class Tables:
    """All rows of every table, cells stripped; provinces without their unverified cells."""

    provinces: tuple[Row, ...]
    parks: tuple[Row, ...]
    mentions: tuple[Row, ...]
    reports: dict[int, tuple[Row, ...]]

    def code(self, name: str) -> str:
        """The GB/T 2260 code of a province by its ISO 3166-2 code or its name in English.

        Raises KeyError for a name that the table of provinces does not have.
        """
        for row in self.provinces:
            if name in (row["iso_3166_2"], row["name_en"]):
                return row[CODE]
        raise KeyError(name)


def load(folder: Path) -> Tables:
    """Read the tables of a folder; raises OSError where one is missing."""
    return Tables(
        provinces=tuple(map(_verified, _rows(folder / "provinces.csv"))),
        parks=_rows(folder / "parks.csv"),
        mentions=_rows(folder / "facts_2020.csv"),
        reports={each: _rows(folder / f"reports_{each}_sources.csv") for each in (2020, 2026)},
    )


def split(cell: str) -> list[str]:
    """The parts of a cell that names several things, with ``;`` or a free-standing ``/``."""
    return [part for part in re.split(r"\s*;\s*|\s+/\s+", cell) if part]


def address(source: str) -> str:
    """The IRI of a source that the tables write without a scheme."""
    return source if "://" in source else f"https://{source}"


def slug(name: str) -> str:
    """ASCII letters and digits in lower case, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower()))


def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(
            {key: cell.strip() for key, cell in row.items()} for row in csv.DictReader(lines)
        )


def _verified(row: Row) -> Row:
    """Empty the cells that ``unverified`` names: only one source stands behind them."""
    named = re.split(r"[;/]", PARENTHESES.sub("", row["unverified"]))
    empty = {cell.strip() for cell in named}
    if unknown := empty - row.keys() - {""}:
        raise KeyError(f"{row[CODE]}: unverified names no column: {', '.join(sorted(unknown))}")
    return {key: "" if key in empty else cell for key, cell in row.items()}
