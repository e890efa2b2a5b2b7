"""The rows of a saved question's answer: labels beside IRIs, and every format and shape."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from graph.sparql.serialise import write_rows
from ontology.names import DCTERMS, RDFS, SKOS, XSD
from server.current import Release
from server.execute import select
from server.formats import CSV, JSON, XML
from server.labels import Row, iris

PLAIN_JSON = "application/json"
BOM = b"\xef\xbb\xbf"
AT_ONCE = 5000
"""IRIs whose labels one query looks up."""
_WHOLE = {each.value for each in (XSD.integer, XSD.gYear)}
_FRACTION = {each.value for each in (XSD.decimal, XSD.double, XSD.float)}


@dataclass(slots=True)
class Table:
    """Some rows of an answer, each a map from column to a term of SPARQL's JSON.

    ``more`` says that there are further rows, ``next_page`` where; ``about`` is what a JSON
    document of ours says beside them, ``hints`` why there are none. ``told`` is the very document
    that these rows came as, where they are all of it.
    """

    columns: list[str]
    rows: list[Row]
    more: bool = False
    next_page: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    hints: list[dict[str, Any]] | None = None
    told: bytes | None = None


def table(body: bytes, size: int) -> Table:
    """The first ``size`` rows of SPARQL's JSON."""
    found = json.loads(body)
    rows = found["results"]["bindings"]
    more = len(rows) > size
    return Table(found["head"]["vars"], rows[:size], more, told=None if more else body)


def add_labels(found: Table, current: Release, language: str) -> None:
    """Puts a column with the label in that language beside each column of IRIs without one."""
    named = labels(current, iris(found.rows), language)
    found.told = None
    for column in list(found.columns):
        beside = f"{column}Label"
        if beside in found.columns or not iris(found.rows, column):
            continue
        found.columns.insert(found.columns.index(column) + 1, beside)
        words = [named.get(row[column]["value"]) if column in row else None for row in found.rows]
        found.rows = [
            {**row, beside: word} if word else row
            for row, word in zip(found.rows, words, strict=True)
        ]


def labels(current: Release, wanted: Iterable[str], language: str) -> dict[str, dict[str, Any]]:
    """The label of each IRI in a language, where it has one."""
    found: dict[str, dict[str, Any]] = {}
    ordered = sorted(set(wanted))
    for start in range(0, len(ordered), AT_ONCE):
        nodes = " ".join(str(NamedNode(iri)) for iri in ordered[start : start + AT_ONCE])
        query = f"""SELECT ?iri ?label {{ VALUES ?iri {{ {nodes} }}
          VALUES (?property ?order) {{ ({SKOS.prefLabel} 1) ({RDFS.label} 2) ({DCTERMS.title} 3) }}
          ?iri ?property ?label FILTER (LANG(?label) = "{language}") }} ORDER BY ?order ?label"""
        for row in select(current, query):
            found.setdefault(row["iri"]["value"], row["label"])
    return found


def written(found: Table, media_type: str, shape: str = "", *, bom: bool = False) -> bytes:
    """The rows in a format; ``shape`` and ``bom`` are for JSON and for CSV."""
    if media_type == JSON and found.told and not shape and found.hints is None:
        return found.told
    if media_type in (JSON, PLAIN_JSON):
        return _dumped(_shaped(found, shape) if shape else _standard(found))
    out = io.BytesIO(BOM if bom and media_type == CSV else b"")
    out.seek(0, io.SEEK_END)
    found = replace(found, hints=None)
    solutions = parse_query_results(_dumped(_standard(found)), format=QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("rows were written and none were read")
    write_rows(solutions, media_type, out)
    return _linked(out.getvalue(), found.next_page) if media_type == XML else out.getvalue()


def plain(term: Mapping[str, Any] | None) -> Any:
    """A term as JSON knows it: numbers, truth values and text; IRIs as text."""
    if term is None:
        return None
    value, datatype = str(term["value"]), term.get("datatype")
    try:
        if datatype in _WHOLE:
            return int(value)
        if datatype in _FRACTION:
            number = float(value)
            return number if number - number == 0 else None
    except ValueError:
        return value
    return value == "true" if datatype == XSD.boolean.value else value


def _standard(found: Table) -> dict[str, Any]:
    head: dict[str, Any] = {"vars": found.columns}
    if found.next_page:
        head["link"] = [found.next_page]
    hints = {} if found.hints is None else {"hints": found.hints}
    return {"head": head, "results": {"bindings": found.rows}, **hints}


def _shaped(found: Table, shape: str) -> dict[str, Any]:
    rows = [{name: plain(row.get(name)) for name in found.columns} for row in found.rows]
    shaped = rows if shape == "objects" else [list(row.values()) for row in rows]
    page = {"truncated": found.more, "next": found.next_page or None}
    hints = {} if found.hints is None else {"hints": found.hints}
    return {**found.about, "columns": found.columns, "rows": shaped, **page, **hints}


def _dumped(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _linked(xml: bytes, address: str) -> bytes:
    if not address:
        return xml
    link = f'<link href="{escape(address)}"/></head>'
    return xml.replace(b"</head>", link.encode(), 1)
