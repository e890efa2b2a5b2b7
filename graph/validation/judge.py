"""Judges what was sent, in the process that was started for it; nothing is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from graph.gate import prepare
from graph.home.release import Release
from graph.rdf.document import Document
from graph.remote.documents import read
from graph.shacl.report import as_dict, report_bytes
from graph.sparql.query import Fetched, QueryAnswer
from graph.validate import check_quads

__all__ = ["Asked", "answer", "prepare"]

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Asked:
    """Documents to be judged beside the release in a directory.

    ``base`` is what relative IRIs are resolved against, ``media_type`` the report's: JSON for a
    plain list, or an RDF format for SHACL's own. ``graph`` is where triples that name no graph are
    judged, a graph of nobody's where it is None. ``remote`` lists the addresses that may be asked
    for JSON-LD contexts (:mod:`graph.remote.allowed`), ``fetched`` what they answered.
    """

    release: Path
    documents: tuple[Document, ...]
    base: str
    media_type: str
    graph: str | None = None
    remote: tuple[str, ...] = ()
    fetched: tuple[Fetched, ...] = ()


def answer(_: Store | None, asked: Asked) -> QueryAnswer:
    """The validation report; its rows are the results.

    Raises :class:`graph.errors.DataSyntaxError`, :class:`graph.errors.RemoteRefusedError`.
    """
    with Release(asked.release) as release:
        given = [q for each in asked.documents for q in read(each, asked.base, asked, named=True)]
        found = check_quads(given, release, asked.graph)
    if asked.media_type == JSON:
        results = [as_dict(each) for each in found]
        body = json.dumps({"conforms": not found, "results": results}, ensure_ascii=False).encode()
    else:
        body = report_bytes(found, asked.media_type)
    return QueryAnswer(asked.media_type, body, len(body), len(found), release=release.number)
