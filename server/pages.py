"""Pages for people, read from the release by a few queries each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, make_response, render_template, request
from pyoxigraph import NamedNode

from graph.errors import NotFoundError
from graph.sparql.query import Formats, QueryRequest
from ontology.names import LH, OA, PREFIXES, RDF, SKOS
from server import errors
from server.current import config, release
from server.execute import execute, read, select
from server.formats import EXTENSIONS, JSON, N_TRIPLES
from server.labels import Labels, Row, Shown, iris
from server.language import COOKIE, LANGUAGES, WORDS, language
from server.links import address, link
from server.things import require
from server.things import thing as thing_iri

INCOMING = 100
"""How many of the things that refer to a thing its page lists."""
AROUND = 30
"""Code points of the text that are shown on either side of a quote."""

_OUTGOING = "SELECT ?p ?o ?g { GRAPH ?g { ?thing ?p ?o } } ORDER BY ?p ?o"
_INCOMING = f"""SELECT DISTINCT ?s ?p {{ GRAPH ?g {{ ?s ?p ?thing }} }}
  ORDER BY ?p ?s LIMIT {INCOMING + 1}"""
_COUNTS = f"""SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) {{
  VALUES ?class {{ {LH.Province} {LH.WorkReport} {LH.PolicyStatement} {LH.ThemeMention} }}
  ?thing a ?class }} GROUP BY ?class ORDER BY ?class"""
_LISTED = f"""SELECT DISTINCT ?thing ?code {{ ?thing a ?class
  OPTIONAL {{ ?thing {SKOS.notation}|{LH.gbCode} ?code }} }} ORDER BY ?code ?thing"""
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_SUBJECTS = f"""SELECT ?s (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER (isIRI(?s)) }}
  GROUP BY ?s ORDER BY ?s LIMIT {INCOMING + 1}"""
_SPAN = f"""SELECT ?text ?start ?end {{
  ?thing {LH.inText} ?text ; {OA.start} ?start ; {OA.end} ?end }} LIMIT 1"""

Properties = list[tuple[Shown, list[tuple[Shown, Shown]]]]

blueprint = Blueprint("pages", __name__)


def register(app: Flask) -> None:
    """Gives the templates the words of the language."""

    @app.context_processor
    def words() -> dict[str, Any]:
        lang = language()
        given = request.args.to_dict() | {"lang": WORDS[lang]["other"]}
        other = f"?{urlencode(given)}"
        return {"lang": lang, "w": WORDS[lang], "address": address, "other_language": other}


def page(template: str, **values: Any) -> Response:
    """A page in the language asked for, which is remembered."""
    response = make_response(render_template(template, **values))
    response.vary.update(("Accept-Language", "Cookie"))
    response.headers["Content-Language"] = language()
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, language(), max_age=31_536_000, samesite="Lax")
    return response


@blueprint.get("/")
def home() -> Response:
    """What there is, and where to begin."""
    current = release()
    counts = select(current, _COUNTS)
    classes = {"provinces": LH.Province, "themes": LH.Theme, "directions": LH.PolicyDirection}
    listed = {name: select(current, _LISTED, {"class": term}) for name, term in classes.items()}
    shown = Labels(current, iris([*counts, *(row for rows in listed.values() for row in rows)]))
    return page(
        "home.html",
        figures=[(shown(row["class"]), int(row["n"]["value"])) for row in counts],
        lists={name: _unique(rows, shown) for name, rows in listed.items()},
        release=current.number,
        text=_example(),
    )


def _unique(rows: Sequence[Row], shown: Labels) -> list[Shown]:
    return list(dict.fromkeys(shown(row["thing"]) for row in rows))


QUOTING = frozenset({"mention", "passage", "report", "statement", "text"})
"""Kinds of things whose words show only where the text is held."""


@blueprint.get("/page/<kind>/<path:key>")
def thing(kind: str, key: str) -> Response:
    """Everything that is said of a thing, and what refers to it."""
    iri, current = thing_iri(kind, key), release()
    outgoing = select(current, _OUTGOING, {"thing": iri})
    if not outgoing:
        require(iri)
    incoming = select(current, _INCOMING, {"thing": iri})
    shown = Labels(current, iris(outgoing + incoming) | {iri.value})
    return page(
        "thing.html",
        iri=iri.value,
        name=shown.name(iri.value),
        properties=_properties(outgoing, shown),
        referring=[(shown(row["s"]), shown(row["p"])) for row in incoming[:INCOMING]],
        more=len(incoming) > INCOMING,
        quote=_quote(iri),
        unquoted=kind in QUOTING,
        documents=[(each, address(f"/data/{kind}/{key}.{each}")) for each in EXTENSIONS],
    )


def _properties(rows: Sequence[Row], shown: Labels) -> Properties:
    """The properties, types first, each with its values and the graph that says so."""
    ordered = sorted(rows, key=lambda row: row["p"]["value"] != RDF.type.value)
    return [
        (shown(group[0]["p"]), [(shown(row["o"]), shown(row["g"])) for row in group])
        for _, each in groupby(ordered, key=lambda row: row["p"]["value"])
        if (group := list(each))
    ]


def _quote(iri: NamedNode) -> tuple[str, str, str] | None:
    """A span's words with what stands around them, where the text is held."""
    for row in select(release(), _SPAN, {"thing": iri}):
        start, end = int(row["start"]["value"]), int(row["end"]["value"])
        try:
            text = release().text(row["text"]["value"].rpartition("/")[2])
        except NotFoundError:
            return None
        return text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
    return None


@blueprint.get("/graph")
def graphs() -> Response:
    """The named graphs with their sizes."""
    rows = select(release(), _GRAPHS)
    shown = Labels(release(), ())
    return page("graphs.html", graphs=[(shown(row["g"]), int(row["n"]["value"])) for row in rows])


def graph(iri: NamedNode) -> Response:
    """What a named graph speaks of."""
    query = QueryRequest(_SUBJECTS, default_graphs=(iri.value,))
    rows = json.loads(read(release(), query))["results"]["bindings"]
    if iri.value not in release().manifest.graphs:
        raise NotFoundError(f"{iri.value}: no such graph in release {release().number}")
    shown = Labels(release(), iris(rows))
    path = link(iri.value)
    return page(
        "graph.html",
        iri=iri.value,
        subjects=[(shown(row["s"]), int(row["n"]["value"])) for row in rows[:INCOMING]],
        more=len(rows) > INCOMING,
        documents=[(each, f"{path}.{each}") for each in EXTENSIONS],
    )


def editor(text: str = "") -> Response:
    """The form for a query."""
    return page("query.html", text=text or _example(), answer=None)


def results(query: QueryRequest) -> Response:
    """A query with its answer as a table."""
    query = replace(query, formats=Formats(JSON, JSON, N_TRIPLES), max_rows=config().page_rows)
    answer = execute(release(), query)
    body = answer.body if isinstance(answer.body, bytes) else answer.body.read()
    values: dict[str, Any] = {"text": query.text, "answer": answer}
    if answer.media_type == N_TRIPLES:
        return page("query.html", **values, graph=body.decode())
    found = json.loads(body)
    if "boolean" in found:
        return page("query.html", **values, boolean=found["boolean"])
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    shown = Labels(release(), ())
    cells = [[shown(row[name]) if name in row else None for name in names] for row in rows]
    return page("query.html", **values, names=names, rows=cells)


def _example() -> str:
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("lh", "skos"))
    return prefixes + (
        "SELECT ?province ?label ?year ?direction {\n"
        "  ?statement lh:ofProvince ?province ; lh:year ?year ; lh:hasDirection ?direction .\n"
        '  ?province skos:prefLabel ?label FILTER (LANG(?label) = "en")\n'
        "} ORDER BY ?province LIMIT 50\n"
    )


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """What a kind of problem means."""
    for kind in {errors.UNEXPECTED, *errors.KINDS.values()}:
        if kind.name == name:
            return page("problem.html", kind=kind)
    raise NotFoundError(f"/problem/{name}: no problem is called so")
