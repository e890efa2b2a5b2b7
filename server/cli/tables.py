"""Results as a table for a person at a terminal."""

from __future__ import annotations

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ontology.names import PREFIXES


class _Pipe(Console):
    """A console that leaves it to the command to end where nobody reads on."""

    def on_broken_pipe(self) -> None:
        """As for whatever else is written."""
        raise BrokenPipeError


def show_table(results: bytes) -> None:
    """Print SPARQL results in JSON as a table; IRIs are shortened by our prefixes."""
    document = json.loads(results)
    if "boolean" in document:
        _Pipe().print(document["boolean"])
        return
    table = Table(*document["head"]["vars"], box=None)
    for row in document["results"]["bindings"]:
        table.add_row(*(Text(_cell(row.get(name))) for name in document["head"]["vars"]))
    console = _Pipe()
    if not console.is_terminal:
        console.width = 10_000
    console.print(table)


def _cell(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    return shorten(term["value"]) if term["type"] == "uri" else term["value"]


def shorten(iri: str) -> str:
    """The IRI by one of our prefixes where it has one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri[len(namespace) :].isidentifier():
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
