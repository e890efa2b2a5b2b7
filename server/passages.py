"""A passage over HTTP: where it stands, its words where the text is held, and what rests on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, json
from pyoxigraph import NamedNode

from graph.errors import NotFoundError
from graph.sparql.query import QueryAnswer, QueryRequest
from ontology.names import DCTERMS, LH, OA
from server.api_request import known
from server.api_rows import PLAIN_JSON, plain
from server.current import release
from server.execute import select
from server.parameters import url_parameters
from server.respond import answered, tag, unchanged
from server.site.passages import held
from server.things import require, thing

PLACE = "/api/v1/passages"
_SAID = ("basis", "province", "country", "year", "theme", "role", "confidence", "verdict")
_WHERE = f"""SELECT ?text ?document ?start ?end ?exact ?page {{
  ?passage {LH.inText} ?text ; {OA.start} ?start ; {OA.end} ?end .
  ?text {LH.textOf} ?document
  OPTIONAL {{ ?passage {OA.exact} ?exact }}
  OPTIONAL {{ ?text {DCTERMS.source} ?page }}
}} ORDER BY ?page"""
_STATEMENTS = f"""SELECT ?statement ?{" ?".join(_SAID)} ?direction {{
  ?statement {LH.evidence} ?passage ; {LH.basis} ?basis ; {LH.year} ?year ; {LH.aboutTheme} ?theme
  OPTIONAL {{ ?statement {LH.ofProvince} ?province }}
  OPTIONAL {{ ?statement {LH.ofCountry} ?country }}
  OPTIONAL {{ ?statement {LH.role} ?role }}
  OPTIONAL {{ ?statement {LH.confidence} ?confidence }}
  OPTIONAL {{ ?statement ^{LH.reviews}/{LH.verdict} ?verdict }}
  OPTIONAL {{ ?statement {LH.hasDirection} ?direction }}
}} ORDER BY ?statement ?verdict ?direction"""

blueprint = Blueprint("passages", __name__)


@blueprint.get(f"{PLACE}/<key>")
def passage(key: str) -> Response:
    """The passage of that key as JSON; 404 where it is none, 410 where it was withdrawn."""
    known(url_parameters(), (), "a passage")
    key = key.removesuffix(".json")
    label = tag(release().number, QueryRequest(PLACE), key)
    if same := unchanged(label):
        return same
    iri = thing("passage", key)
    require(iri)
    body = json.dumps(_document(iri), ensure_ascii=False).encode()
    return answered(QueryAnswer(PLAIN_JSON, body, len(body), 1), label)


def _document(iri: NamedNode) -> dict[str, Any]:
    found = select(release(), _WHERE, {"passage": iri})
    if not found:
        raise NotFoundError(f"{iri.value}: stands in no text of release {release().number}")
    row = found[0]
    start, end = int(row["start"]["value"]), int(row["end"]["value"])
    text = held(release(), row["text"]["value"].rpartition("/")[2])
    return {
        "passage": iri.value,
        "document": plain(row.get("document")),
        "text": plain(row.get("text")),
        "page": plain(row.get("page")),
        "start": start,
        "end": end,
        "words": text[start:end] if text is not None else plain(row.get("exact")),
        "statements": _statements(iri),
        "release": release().number,
    }


def _statements(iri: NamedNode) -> list[dict[str, Any]]:
    """What rests on the passage, its directions and verdicts as lists."""
    found: dict[str, dict[str, Any]] = {}
    for row in select(release(), _STATEMENTS, {"passage": iri}):
        said = {name: plain(row.get(name)) for name in _SAID if name != "verdict"}
        own = {"statement": plain(row.get("statement")), **said, "directions": [], "verdicts": []}
        each = found.setdefault(row["statement"]["value"], own)
        for column, listed in (("direction", "directions"), ("verdict", "verdicts")):
            if column in row and row[column]["value"] not in each[listed]:
                each[listed].append(row[column]["value"])
    return list(found.values())
