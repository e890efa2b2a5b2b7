"""The data of a year: the graphs of what was read in the reports of that year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby

from graph.errors import NotFoundError
from graph.home.manifest import Manifest
from ontology.names import BASE

_EXTRACTED = re.compile(re.escape(f"{BASE}graph/extracted/") + r"[0-9]{6}/([0-9]{4})")


def years(manifest: Manifest) -> Mapping[str, list[str]]:
    """The names of each year's graphs, one a report, both in order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(manifest.graphs):
        if match := _EXTRACTED.fullmatch(key):
            found[match[1]].append(key)
    return dict(sorted(found.items()))


def graphs_of(manifest: Manifest, year: str) -> list[str]:
    """The names of a year's graphs. Raises NotFoundError, which tells the years there are."""
    found = years(manifest)
    if year not in found:
        there = f"its years are {_spans(found)}" if found else "it has no year's"
        raise NotFoundError(
            f"year {year}: release {manifest.number} holds nothing read in a report of it; {there}"
        )
    return found[year]


def _spans(years: Mapping[str, object]) -> str:
    """Years in order, those that follow each other as one span."""
    numbers = sorted(map(int, years))
    spans = (
        [number for _, number in each]
        for _, each in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    )
    return ", ".join(
        f"{each[0]:04}" if len(each) == 1 else f"{each[0]:04} to {each[-1]:04}" for each in spans
    )
