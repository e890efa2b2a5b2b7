"""The saved questions, one .rq file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from queries.bind import bind, paged
from queries.header import HeaderError, Parameter, Question, parse

__all__ = ["HeaderError", "Parameter", "Question", "bind", "load", "paged", "parse"]


@cache
def load() -> dict[str, Question]:
    """Every saved question by name, in the order of the names."""
    files = sorted(Path(__file__).parent.glob("*.rq"))
    return {path.stem: parse(path.stem, path.read_text("utf-8")) for path in files}
