"""What a record says of its text, be it a JSON object or a row of a table."""

from __future__ import annotations

from graph.errors import InputError
from graph.readers.document import ADDRESS


def year(value: object, place: str) -> int | None:
    """A year of four digits, None where nothing is said; raises InputError for anything else."""
    if value is None or value == "":
        return None
    if type(value) in (str, int) and str(value).isdecimal() and len(str(value)) == 4:
        return int(str(value))
    remedy = "write it with four digits, or leave it out"
    raise InputError(place, f"'year' is no year: {value!r}", remedy)


def address(value: str | None, place: str) -> str | None:
    """A page's address, None where nothing is said; raises InputError for anything else."""
    if value and not ADDRESS.fullmatch(value):
        raise InputError(place, "'url' is no web address", "give one with http(s), or leave it out")
    return value or None
