"""Which reports there are, and whose text was read: what tells silence from the unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.names import LH
from server.current import Release
from server.execute import select
from server.labels import Row

_ALL = f"""SELECT ?report ?place ?year ?text {{
  ?report a {LH.WorkReport} ; {LH.year} ?year ; {LH.ofProvince} ?place .
  OPTIONAL {{ ?report {LH.currentText} ?text }} }} ORDER BY ?year ?place"""
_OF = f"""SELECT ?report ?year ?text {{ ?report {LH.ofProvince}|{LH.ofCountry} ?place ;
  a {LH.WorkReport} ; {LH.year} ?year . OPTIONAL {{ ?report {LH.currentText} ?text }} }}
  ORDER BY ?year"""


@dataclass(frozen=True, slots=True)
class Held:
    """A report: whose, of which year, and the text that was read, empty where none was."""

    report: str
    place: str
    year: str
    text: str


def of_provinces(current: Release) -> list[Held]:
    """Every province's reports, by year and place."""
    rows = select(current, _ALL)
    return [_held(row, row["place"]["value"]) for row in rows]


def of_place(current: Release, place: NamedNode) -> list[Held]:
    """The reports of one province or of the country, by year."""
    rows = select(current, _OF, {"place": place})
    return [_held(row, place.value) for row in rows]


def _held(row: Row, place: str) -> Held:
    text = str(row["text"]["value"]) if "text" in row else ""
    return Held(row["report"]["value"], place, row["year"]["value"], text)


def years(reports: Sequence[Held]) -> list[str]:
    """The years of which there are reports, in order."""
    return sorted({each.year for each in reports})
