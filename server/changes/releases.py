"""What changed between two releases, over HTTP: as JSON, as two graphs, and as a page."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from flask import Blueprint, Response, current_app, json, request
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from graph.errors import NotAcceptableError, ParameterError
from graph.home.diff import Diff, diff
from graph.home.hashing import graph_name
from graph.releases import Home
from graph.sparql.query import QueryAnswer, QueryRequest
from ontology.names import BASE, PREFIXES
from server.api_request import known, number, one_of
from server.api_rows import PLAIN_JSON
from server.current import Current, release
from server.formats import N_QUADS, TRIG, negotiate
from server.labels import Labels
from server.links import address
from server.parameters import url_parameters
from server.respond import answered, tag, unchanged
from server.site.page import page

PLACE = "/api/v1/diff"
ENDINGS = {"json": PLAIN_JSON, "trig": TRIG, "nq": N_QUADS}
MOST = 10_000
"""Quads of either kind that are told at most."""
SHOWN = 200
"""Quads of either kind that the page shows."""
_GIVEN = ("from", "to", "limit", "format")
_RDF = {TRIG: RdfFormat.TRIG, N_QUADS: RdfFormat.N_QUADS}

blueprint = Blueprint("changes", __name__)


@dataclass(frozen=True, slots=True)
class Change:
    """Two releases with what only one of them has, each list perhaps cut."""

    before: int
    after: int
    diff: Diff
    added: list[Quad]
    removed: list[Quad]

    @property
    def counts(self) -> dict[str, int]:
        """How many quads came and went, cut or not."""
        graphs = self.diff.graphs
        return {
            "added": sum(each.added for each in graphs),
            "removed": sum(each.removed for each in graphs),
        }

    @property
    def truncated(self) -> bool:
        """Whether not all of them are told."""
        told = {"added": len(self.added), "removed": len(self.removed)}
        return told != self.counts


@blueprint.get(PLACE)
@blueprint.get(f"{PLACE}.<ending>")
def between(ending: str = "") -> Response:
    """The difference of two releases; without ``from`` that of the newest to the one before."""
    given = known(url_parameters(), _GIVEN, "the difference")
    media_type = _media_type(ending or given.get("format", ""))
    old, new = _numbers(given)
    limit = number("limit", given["limit"], 0, MOST) if given.get("limit") else MOST
    label = tag(release().number, QueryRequest(PLACE), str((old, new, limit, media_type)))
    if same := unchanged(label):
        return same
    with ExitStack() as held:
        change = _change(held, old, new, limit)
        body = _as_json(change) if media_type == PLAIN_JSON else _as_rdf(change, media_type)
    rows = len(change.added) + len(change.removed)
    return answered(QueryAnswer(media_type, body, len(body), rows, change.truncated), label)


@blueprint.get("/changes")
def changes() -> Response:
    """The difference of two releases as a page, with a form to choose others."""
    given = known(url_parameters(), (*_GIVEN, "lang"), "the page")
    old, new = _numbers(given)
    with ExitStack() as held:
        change = _change(held, old, new, SHOWN)
        shown = Labels(release(), _named(change))
    asked = f"?from={old}&to={new}"
    return page(
        "changes.html",
        change=change,
        numbers=numbers(),
        graphs=[(shown(_term(graph_name(each.name))), each) for each in change.diff.graphs],
        lists={
            kind: [[shown(_term(term)) for term in _parts(quad)] for quad in quads]
            for kind, quads in (("added", change.added), ("removed", change.removed))
        },
        documents=[(each, address(f"{PLACE}.{each}") + asked) for each in ENDINGS],
    )


def _home() -> Home:
    current: Current = current_app.extensions["lianghui.current"]
    return current.home


def numbers() -> list[int]:
    """The numbers of the releases that are kept."""
    return [each.number for each in _home().releases()]


def _numbers(given: dict[str, str]) -> tuple[int, int]:
    """The two releases that are compared; 0 is the empty one before all."""
    kept = numbers()
    for name in ("from", "to"):
        if given.get(name):
            one_of(name, given[name], [str(each) for each in (0, *kept)])
    new = int(given.get("to") or release().number)
    before = max((each for each in kept if each < new), default=0)
    return int(given.get("from") or before), new


def _change(held: ExitStack, old: int, new: int, limit: int) -> Change:
    home = _home()
    opened = [held.enter_context(home.release(each)) if each else None for each in (old, new)]
    found = diff(*opened)
    told = (found.added(), found.removed())
    added, removed = (sorted(islice(each, limit), key=str) for each in told)
    return Change(old, new, found, added, removed)


def _media_type(ending: str) -> str:
    if ending:
        if ending not in ENDINGS:
            raise ParameterError("format", f"{ending!r} is no format", tuple(ENDINGS))
        return ENDINGS[ending]
    found = negotiate(request.headers.get("Accept"), tuple(ENDINGS.values()))
    if found is None:
        raise NotAcceptableError(tuple(ENDINGS.values()))
    return found


def _as_json(change: Change) -> bytes:
    document = {
        "from": change.before,
        "to": change.after,
        **change.counts,
        "graphs": [asdict(each) for each in change.diff.graphs],
        "texts": {"added": change.diff.texts_added, "removed": change.diff.texts_removed},
        "quads": {
            "added": [_plain(quad) for quad in change.added],
            "removed": [_plain(quad) for quad in change.removed],
        },
        "truncated": change.truncated,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _plain(quad: Quad) -> list[str | None]:
    """A quad's terms in N-Triples, the graph None for the unnamed one."""
    terms = [str(term) for term in quad]
    return [*terms[:3], None if isinstance(quad.graph_name, DefaultGraph) else terms[3]]


def _as_rdf(change: Change, media_type: str) -> bytes:
    """Two graphs, one of what came and one of what went; each names both releases."""
    out = io.BytesIO()
    quads = [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for kind, found in (("added", change.added), ("removed", change.removed))
        for quad in found
        if (graph := NamedNode(f"{BASE}diff/{change.before}/{change.after}/{kind}"))
    ]
    unique = sorted(set(quads), key=str)
    serialize(unique, out, _RDF[media_type], prefixes=PREFIXES if media_type == TRIG else None)
    return out.getvalue()


def _parts(quad: Quad) -> tuple[Any, ...]:
    return quad.subject, quad.predicate, quad.object, quad.graph_name


def _named(change: Change) -> set[str]:
    quads = [*change.added, *change.removed]
    return {part.value for quad in quads for part in _parts(quad) if isinstance(part, NamedNode)}


def _term(term: Any) -> dict[str, str]:
    """A term as SPARQL's JSON has it."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, DefaultGraph | Triple):
        return {"type": "other", "value": str(term)}
    tagged = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **tagged}
