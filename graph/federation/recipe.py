"""A recipe: which things of ours another dataset is asked about, and with what query.

A ``.rq`` file with a header as saved questions have: titles, the endpoint it was written for, and
``identifiers``, a SELECT over our graph whose rows name the things (first column: the thing of
ours). Its CONSTRUCT has one line ``# identifiers`` where those rows stand as a VALUES block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from graph.errors import InputError
from graph.sparql.tokens import outline
from queries.bind import serialised

SHIPPED = Path(__file__).parent / "recipes"
_HEADER = re.compile(r"#\+ (?P<key>[a-z.]+): (?P<value>\S.*)")
_MARKER = re.compile(r"^(?P<indent>[ \t]*)# identifiers[ \t]*$", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEEDED = ("title.en", "title.zh", "endpoint", "identifiers")
Row = Sequence[NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Recipe:
    """``name`` also names the graph that the answer goes into; ``titles`` are by language."""

    name: str
    titles: dict[str, str]
    endpoint: str
    identifiers: str
    sparql: str

    def query(self, variables: Sequence[str], rows: Sequence[Row]) -> str:
        """The CONSTRUCT for these rows of identifiers."""
        names = " ".join(f"?{name}" for name in variables)
        listed = " ".join(f"({' '.join(map(serialised, row))})" for row in rows)
        block = f"VALUES ({names}) {{ {listed} }}"
        return _MARKER.sub(lambda match: match["indent"] + block, self.sparql)


def load(given: str) -> Recipe:
    """The recipe in a file, or the one that ships under that name. Raises InputError."""
    path = Path(given)
    if path.suffix != ".rq":
        path = SHIPPED / f"{given}.rq"
        known = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.rq")))
        if not _NAME.fullmatch(given) or not path.is_file():
            raise InputError(
                given,
                "no recipe of that name",
                f"there is {known}; or name a file, which ends in .rq",
            )
    try:
        return parse(path, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(path, "cannot be read as text in UTF-8") from error


def parse(path: Path, text: str) -> Recipe:
    """The recipe in the text of a file. Raises InputError."""
    lines = text.splitlines(keepends=True)
    size = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    found = [_HEADER.fullmatch(line.rstrip()) for line in lines[:size]]
    header = {match["key"]: match["value"] for match in found if match}
    sparql = "".join(lines[size:]).lstrip("\n")
    if missing := [key for key in _NEEDED if key not in header]:
        raise InputError(path, f"its header lacks {', '.join(missing)}", "write `#+ KEY: VALUE`")
    if not _NAME.fullmatch(path.stem):
        raise InputError(path, "names no graph", "use small letters, digits and hyphens")
    if outline(sparql).form != "CONSTRUCT" or len(_MARKER.findall(sparql)) != 1:
        raise InputError(path, "is no recipe", "give a CONSTRUCT with one line `# identifiers`")
    titles = {language: header[f"title.{language}"] for language in ("en", "zh")}
    return Recipe(path.stem, titles, header["endpoint"], header["identifiers"], sparql)
