"""A test for each rule of the SPARQL 1.1 Protocol, Graph Store Protocol and Service Description.

Written from the specifications' text; docs/conformance.md lists the rules as they stand here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from werkzeug.test import TestResponse

from ontology.names import RDF, SD
from served import client as served

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
G1, G2 = "http://example.org/g1", "http://example.org/g2"
NEW = "/store?graph=http://example.org/new"
ASK = "ASK { GRAPH ?g { ?s ?p ?o } }"
BOTH = "SELECT ?p { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
COPY = "INSERT { GRAPH <x:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
COPY_NAMED = "INSERT { GRAPH <x:copy> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"


def get(client: FlaskClient, query: str, **more: object) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, **more})


def form(client: FlaskClient, query: str, **more: object) -> TestResponse:
    return client.post("/sparql", data={"query": query, **more})


def direct(client: FlaskClient, text: str, url: str = "/sparql", kind: str = QUERY) -> TestResponse:
    return client.post(url, data=text.encode(), content_type=kind)


def rows(response: TestResponse) -> int:
    return len(response.json["results"]["bindings"]) if response.status_code == 200 else -1


def copied(client: FlaskClient, text: str = COPY, **dataset: object) -> int:
    """How many triples an update with that dataset copies."""
    client.post("/update", data={"update": "DROP SILENT GRAPH <x:copy>"})
    response = client.post("/update", data={"update": text, **dataset})
    assert response.status_code == 204
    return rows(get(client, "SELECT * { GRAPH <x:copy> { ?s ?p ?o } }"))


def updated(client: FlaskClient, **request: object) -> bool:
    """Whether an update is made: it is seen to be there afterwards."""
    client.post("/update", data={"update": "DROP SILENT GRAPH <x:made>"})
    response = client.post("/update", **request)  # type: ignore[arg-type]
    there = get(client, "ASK { GRAPH <x:made> { ?s ?p ?o } }").json["boolean"]
    return response.status_code == 204 and there


MAKE = "INSERT DATA { GRAPH <x:made> { <x:a> <x:b> 1 } }"


def refused(
    status: int, method: str, url: str, body: bytes = b"", kind: str | None = None
) -> object:
    return lambda c: c.open(url, method=method, data=body, content_type=kind).status_code == status


def media(query: str, *types: str) -> Callable[[FlaskClient], bool]:
    return lambda c: all(
        c.get("/sparql", query_string={"query": query}, headers={"Accept": each}).mimetype == each
        for each in types
    )


UTF16 = "CLEAR ALL".encode("utf-16")
TWICE = f"WITH <{G1}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}".encode()
ROW_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPH_TYPES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
FORM = "application/x-www-form-urlencoded"
ONE, TWO = {"default-graph-uri": G1}, {"default-graph-uri": [G1, G2]}
ALL = {"default-graph-uri": [G1, G2], "named-graph-uri": [G1, G2]}
NAMES = {"named-graph-uri": [G1, G2]}
FULL = "SELECT * { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }"
PROTOCOL: tuple[tuple[str, object], ...] = (
    ("query by GET", lambda c: get(c, ASK).json["boolean"]),
    ("query by POST, form", lambda c: form(c, ASK).json["boolean"]),
    ("query by POST, direct", lambda c: direct(c, ASK).json["boolean"]),
    ("one default graph, GET", lambda c: rows(get(c, BOTH, **ONE)) == 2),
    ("several default graphs, GET", lambda c: rows(get(c, BOTH, **TWO)) == 3),
    ("several default graphs, POST", lambda c: rows(form(c, BOTH, **TWO)) == 3),
    ("several named graphs, GET", lambda c: rows(get(c, NAMED, **NAMES)) == 2),
    ("several named graphs, POST", lambda c: rows(form(c, NAMED, **NAMES)) == 2),
    ("default and named graphs", lambda c: rows(get(c, FULL, **ALL)) == 3),
    (
        "the request's dataset before FROM",
        lambda c: rows(get(c, f"SELECT * FROM <{G2}> {{ ?s ?p ?o }}", **ONE)) == 2,
    ),
    ("SELECT in its formats", media(BOTH, *ROW_TYPES)),
    ("ASK in its formats", media(ASK, *ROW_TYPES[:2])),
    ("DESCRIBE in its formats", media("DESCRIBE <http://example.org/a>", *GRAPH_TYPES)),
    ("CONSTRUCT in its formats", media("CONSTRUCT WHERE { ?s ?p ?o }", *GRAPH_TYPES)),
    ("update by POST, form", lambda c: updated(c, data={"update": MAKE})),
    ("update by POST, direct", lambda c: updated(c, data=MAKE, content_type=UPDATE)),
    ("update, one default graph", lambda c: copied(c, **{"using-graph-uri": G1}) == 2),
    ("update, several default graphs", lambda c: copied(c, **{"using-graph-uri": [G1, G2]}) == 3),
    (
        "update, several named graphs",
        lambda c: copied(c, COPY_NAMED, **{"using-named-graph-uri": [G1, G2]}) == 3,
    ),
    (
        "update, default and named graphs",
        lambda c: (
            copied(
                c,
                "INSERT { GRAPH <x:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o GRAPH ?g { ?s ?p ?o } }",
                **{"using-graph-uri": [G1, G2], "using-named-graph-uri": G1},
            )
            == 2
        ),
    ),
    (
        "relative IRIs resolved against BASE, else the service",
        lambda c: all(
            updated(c, data={"update": f"{base} INSERT DATA {{ GRAPH <x:made> {{ <a> <b> 1 }} }}"})
            and get(c, f"ASK {{ GRAPH <x:made> {{ <{iri}> ?p 1 }} }}").json["boolean"]
            for base, iri in (
                ("BASE <http://b.example/>", "http://b.example/a"),
                ("", "http://localhost/a"),
            )
        ),
    ),
    ("a query by another method", refused(405, "PUT", "/sparql?query=ASK{}")),
    ("two queries", refused(400, "GET", "/sparql?query=ASK{}&query=ASK{}")),
    ("a query of a wrong media type", refused(415, "POST", "/sparql", b"ASK {}", "text/plain")),
    ("a query form without its type", refused(415, "POST", "/sparql", b"query=ASK{}")),
    ("a direct query without its type", refused(415, "POST", "/sparql", b"ASK {}")),
    (
        "a query that is not UTF-8",
        refused(400, "POST", "/sparql", UTF16, QUERY),
    ),
    ("a query that does not parse", refused(400, "GET", "/sparql?query=ASK{")),
    ("an update by GET", refused(405, "GET", "/update?update=CLEAR+ALL")),
    ("two updates", refused(400, "POST", "/update", b"update=CLEAR+ALL&update=CLEAR+ALL", FORM)),
    (
        "an update of a wrong media type",
        refused(415, "POST", "/update", b"CLEAR ALL", "text/plain"),
    ),
    ("an update form without its type", refused(415, "POST", "/update", b"update=CLEAR+ALL")),
    (
        "an update that is not UTF-8",
        refused(400, "POST", "/update", UTF16, UPDATE),
    ),
    ("an update that does not parse", refused(400, "POST", "/update", b"CLEAR", UPDATE)),
    (
        "an update with two datasets",
        refused(
            400,
            "POST",
            f"/update?using-graph-uri={G1}",
            f"WITH <{G1}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}".encode(),
            UPDATE,
        ),
    ),
)


def put(client: FlaskClient, url: str, body: bytes = b"<x:a> <x:b> 1 .") -> int:
    return client.put(url, data=body, content_type="text/turtle").status_code


def fresh(client: FlaskClient, url: str = NEW) -> None:
    client.delete(url)


def triples(client: FlaskClient, url: str) -> int:
    response = client.get(url, headers={"Accept": "application/n-triples"})
    return len(response.text.splitlines()) if response.status_code == 200 else -1


def _posted(client: FlaskClient) -> bool:
    fresh(client)
    made = client.post(NEW, data=b"<x:a> <x:b> 1 .", content_type="text/turtle").status_code
    added = client.post(NEW, data=b"<x:a> <x:b> 2 .", content_type="text/turtle").status_code
    return (made, added, triples(client, NEW)) == (201, 204, 2)


def _multipart(client: FlaskClient) -> bool:
    fresh(client)
    parts = {
        "one": (BytesIO(b"<x:a> <x:b> 1 ."), "one.ttl", "text/turtle"),
        "two": (BytesIO(b"<x:a> <x:b> <x:c> ."), "two.nt", "application/n-triples"),
    }
    return client.post(NEW, data=parts).status_code == 201 and triples(client, NEW) == 2


def _new_name(client: FlaskClient) -> bool:
    made = client.post("/store", data=b"<> <x:b> 1 .", content_type="text/turtle")
    return made.status_code == 201 and triples(client, made.headers["Location"]) == 1


def _replaced(client: FlaskClient) -> bool:
    fresh(client)
    first, second = put(client, NEW, b"<x:a> <x:b> 1, 2 ."), put(client, NEW)
    return (first, second, triples(client, NEW)) == (201, 204, 1)


def _deleted(client: FlaskClient) -> bool:
    put(client, NEW)
    first, second = (client.delete(NEW).status_code for _ in range(2))
    return (first, second, client.get(NEW).status_code) == (204, 404, 404)


def _head(client: FlaskClient) -> bool:
    put(client, NEW)
    one, other = client.head(NEW), client.get(NEW)
    same = all(one.headers[each] == other.headers[each] for each in ("Content-Type", "ETag"))
    return same and one.get_data() == b"" and client.head("/store?graph=x:no").status_code == 404


def _direct(client: FlaskClient) -> bool:
    fresh(client, "/store/some/name")
    made = put(client, "/store/some/name", b"<> <x:b> <> .")
    name = "<http://localhost/store/some/name>"
    query = f"ASK {{ GRAPH {name} {{ {name} ?p {name} }} }}"
    return made == 201 and get(client, query).json["boolean"]


def _default(client: FlaskClient) -> bool:
    made = put(client, "/store?default")
    return (
        made,
        triples(client, "/store?default"),
        client.delete("/store?default").status_code,
    ) == (204, 1, 204)


def _bad(client: FlaskClient) -> bool:
    found = (
        put(client, NEW, b"<x:a>"),
        client.put(NEW, data=b"x", content_type="image/png").status_code,
        client.get(NEW.replace("new", "g1"), headers={"Accept": "image/png"}).status_code,
        client.patch(NEW).status_code,
        client.get("/store").status_code,
    )
    return found == (400, 415, 406, 405, 400)


STORE: tuple[tuple[str, object], ...] = (
    ("PUT makes a graph (201) and replaces it (204)", _replaced),
    ("POST makes a graph (201) and adds to it (204)", _posted),
    ("POST of several documents as a form", _multipart),
    ("POST to the store names a new graph in Location", _new_name),
    ("DELETE takes a graph out (204), then 404", _deleted),
    ("HEAD says what GET would, with a content type", _head),
    ("direct identification; relative IRIs by the graph's", _direct),
    ("the default graph by ?default", _default),
    ("400, 405, 406 and 415", _bad),
)


def description(client: FlaskClient) -> set[Triple]:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.mimetype == "text/turtle"
    return {quad.triple for quad in parse(response.get_data(), format=RdfFormat.TURTLE)}


def _schema(client: FlaskClient) -> bool:
    found = description(client)
    kinds = {triple.subject: triple.object for triple in found if triple.predicate == RDF.type}
    ranges = {
        SD.defaultDataset: SD.Dataset,
        SD.defaultGraph: SD.Graph,
        SD.namedGraph: SD.NamedGraph,
        SD.graph: SD.Graph,
    }
    typed = [
        kinds.get(triple.object) == ranges[triple.predicate]  # type: ignore[index]
        for triple in found
        if triple.predicate in ranges
    ]
    named = [each for each, kind in kinds.items() if kind == SD.NamedGraph]
    names = {t.subject for t in found if t.predicate == SD.name and isinstance(t.object, NamedNode)}
    return len(typed) > 3 and all(typed) and set(named) == names


DESCRIPTION: tuple[tuple[str, object], ...] = (
    ("GET at the endpoint returns RDF", lambda c: bool(description(c))),
    (
        "it names the endpoint",
        lambda c: any(
            triple.predicate == SD.endpoint
            and triple.object == NamedNode("http://localhost/sparql")
            for triple in description(c)
        ),
    ),
    ("it uses the vocabulary as its schema says", _schema),
)
GROUPS = {
    "SPARQL 1.1 Protocol": PROTOCOL,
    "Graph Store HTTP Protocol": STORE,
    "Service Description": DESCRIPTION,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = tmp_path_factory.mktemp("protocol") / "home"
    return served(home, default_graph="stored", anonymous_writes=True)


@pytest.mark.parametrize(
    ("rule", "holds"), [pair for group in GROUPS.values() for pair in group], ids=lambda each: None
)
def test_rule(client: FlaskClient, rule: str, holds: Callable[[FlaskClient], bool]) -> None:
    assert holds(client), rule


def test_the_document_lists_the_rules() -> None:
    document = (Path(__file__).parents[1] / "docs" / "conformance.md").read_text("utf-8")
    for name, group in GROUPS.items():
        assert re.search(
            rf"^\| \[{re.escape(name)}\].* \| {len(group)} \|$", document, re.MULTILINE
        )
        told = document.partition(f"\n### {name}\n\n")[2].partition("\n\n")[0]
        assert told.splitlines() == [f"- {rule}" for rule, _ in group]
