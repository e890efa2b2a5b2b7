"""FROM, LOAD and JSON-LD contexts of listed addresses, and what is never fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode
from werkzeug.test import TestResponse

from elsewhere import Elsewhere, drips, elsewhere, floods, leads_to, says
from graph.open import open_home
from graph.rdf.contexts import with_contexts
from graph.rdf.document import Document
from graph.remote import broker, documents
from served import client, problem

UPDATE, JSON_LD = "application/sparql-update", "application/ld+json"
DATA = b'<http://far.example/a> <http://far.example/p> "far" , _:b . _:b <x:p> <rel> .'
G1 = "http://example.org/g1"
IRI = "http://far.example/a"


class Both:
    """A service with real workers, and the only other that it may ask."""

    def __init__(self, path: Path, other: Elsewhere) -> None:
        self.home, self.other = path, other
        self.client: FlaskClient = client(
            path, isolated=True, cache=True, allow_remote=(other.address,), anonymous_writes=True
        )

    def query(self, text: str, **more: str) -> TestResponse:
        text = text.replace("FAR", self.other.address)
        return self.client.get("/sparql?" + urlencode({"query": text} | more))

    def rows(self, text: str, **more: str) -> int:
        answer = self.query(text, **more)
        assert answer.status_code == 200, answer.get_data()
        return len(json.loads(answer.get_data())["results"]["bindings"])

    def update(self, text: str, **more: str) -> TestResponse:
        text = text.replace("FAR", self.other.address)
        return self.client.post("/update", data=text, content_type=UPDATE, query_string=more)

    @property
    def release(self) -> int:
        return open_home(self.home).number() or 0

    def held(self, graph: str) -> int:
        with open_home(self.home).require() as release:
            found = release.store.quads_for_pattern(None, None, None, NamedNode(graph))
            return sum(1 for _ in found)

    def close(self) -> None:
        for name in ("engine", "writer"):
            self.client.application.extensions[f"lianghui.{name}"].close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with elsewhere(says(DATA, "text/turtle")) as other:
        found = Both(tmp_path_factory.mktemp("documents") / "home", other)
        yield found
        found.close()


@pytest.fixture(autouse=True)
def _sound(both: Both) -> None:
    both.other.does = says(DATA, "text/turtle")
    both.other.asked.clear()


def kind(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, str(problem(answer)["type"]).rpartition("/")[2]


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("SELECT * FROM <FAR> { ?s ?p ?o }", {}, 3),
        ("SELECT * FROM <FAR#part> { ?s ?p ?o }", {}, 3),
        ("SELECT * FROM NAMED <FAR> { GRAPH ?g { ?s ?p ?o } }", {}, 3),
        ("SELECT * FROM NAMED <FAR> { ?s ?p ?o }", {}, 0),
        (f"SELECT * FROM <FAR> FROM <{G1}> {{ ?s ?p ?o }}", {}, 5),
        (f"SELECT * FROM <{G1}> FROM NAMED <FAR> {{ ?s ?p ?o GRAPH <FAR> {{ ?a ?b 'far' }} }}", {},
         2),
        ("SELECT DISTINCT ?s FROM <FAR/x> FROM <FAR/y> { ?s ?p 'far' }", {}, 1),
        ("SELECT * { ?s ?p ?o }", {"default-graph-uri": "FAR"}, 3),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": "FAR"}, 3),
        ("SELECT * FROM <FAR> { ?s ?p ?o FILTER(STRENDS(STR(?o), '/rel')) }", {}, 1),
    ],
)  # fmt: skip
def test_a_listed_document_is_a_graph_of_this_query_only(
    both: Both, text: str, more: dict[str, str], expected: int
) -> None:
    more = {name: value.replace("FAR", both.other.address) for name, value in more.items()}
    assert both.rows(text, **more) == expected
    assert both.rows(f"SELECT * {{ <{IRI}> ?p 'far' }}") == 0


def test_an_answer_from_elsewhere_is_never_kept(both: Both) -> None:
    text = "SELECT * FROM <FAR> { ?s ?p ?o }"
    answer = both.query(text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    both.other.does = says(b"<x:a> <x:b> 1 .", "text/turtle")
    assert both.rows(text) == 1
    own = both.query(f"SELECT * FROM <{G1}> {{ ?s ?p ?o }}")
    assert "ETag" in own.headers
    assert len(both.other.asked) == 2


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        (says(b"no", status=404), (502, "remote-failed")),
        (says(b"<x:a> <x:b>", "text/turtle"), (502, "remote-failed")),
        (says(b"<html>", "text/html"), (502, "remote-failed")),
        (floods, (502, "remote-failed")),
        (leads_to("http://127.0.0.1:9/"), (403, "remote-refused")),
        (leads_to("file:///etc/hostname"), (403, "remote-refused")),
        (says(b'{"@context": "http://127.0.0.1:9/", "a": 1}', JSON_LD), (403, "remote-refused")),
        (drips, (504, "remote-time")),
    ],
    ids=["404", "broken", "html", "huge", "leaves", "file", "context", "slow"],
)  # fmt: skip
def test_a_document_that_cannot_be_used_is_told_and_silent_goes_on_without(
    both: Both, does: object, expected: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "SECONDS", 0.5)
    both.other.does = does  # type: ignore[assignment]
    into = "INTO GRAPH <x:failing>"
    release = both.release
    assert kind(both.query("ASK FROM <FAR> { ?s ?p ?o }")) == expected
    assert kind(both.update(f"LOAD <FAR> {into}")) == expected
    assert both.update(f"LOAD SILENT <FAR> {into}").status_code == 204
    assert both.release == release


def test_a_document_of_too_many_triples_is_refused_and_never_cut(both: Both) -> None:
    line = "".join(f"<x:a> <x:b> {n} .\n" for n in range(documents.TRIPLES + 1))
    both.other.does = says(line.encode(), "text/turtle")
    assert kind(both.query("ASK FROM <FAR> { ?s ?p ?o }")) == (502, "remote-failed")


@pytest.mark.parametrize(
    "text",
    [
        "ASK FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        "ASK FROM NAMED <http://localhost:9/> { ?s ?p ?o }",
        "ASK FROM <FAR/../x> { ?s ?p ?o }",
        "ASK FROM <FAR.evil.example/> { ?s ?p ?o }",
        "ASK FROM <file:///etc/passwd> { ?s ?p ?o }",
        "ASK FROM <FAR> FROM <http://127.0.0.1:9/> { ?s ?p ?o }",
        "BASE <http://127.0.0.1:9/> ASK FROM <x> { ?s ?p ?o }",
        "PREFIX x: <http://127.0.0.1:9/> ASK FROM x:y { ?s ?p ?o }",
    ],
)
def test_what_is_not_listed_stays_refused(both: Both, text: str) -> None:
    assert kind(both.query(text)) == (403, "remote-refused")
    assert not both.other.asked


@pytest.mark.parametrize(
    ("text", "graph", "number"),
    [
        ("LOAD <FAR> INTO GRAPH <x:l1>", "x:l1", 3),
        ("load<FAR>into graph<x:l2>", "x:l2", 3),
        ("PREFIX f: <FAR/> PREFIX x: <x:> LOAD f:a INTO GRAPH x:l3", "x:l3", 3),
        ("BASE <FAR> LOAD <> INTO GRAPH <x:l4>", "x:l4", 3),
        ("DROP SILENT GRAPH <x:l5> ; LOAD <FAR> INTO GRAPH <x:l5> ; "
         "DELETE WHERE { GRAPH <x:l5> { ?s ?p 'far' } }", "x:l5", 2),
        ("LOAD <FAR> INTO GRAPH <x:l6> ; LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <x:l6>",
         "x:l6", 3),
        ("LOAD <FAR> INTO GRAPH <x:l7> ; LOAD <FAR/z> INTO GRAPH <x:l7>", "x:l7", 5),
        ("INSERT DATA { GRAPH <x:l8> { <x:a> <x:b> 'LOAD <x:y>' } } ; LOAD <FAR> INTO GRAPH <x:l8>",
         "x:l8", 4),
    ],
)  # fmt: skip
def test_a_listed_document_is_loaded_into_a_release(
    both: Both, text: str, graph: str, number: int
) -> None:
    before = both.release
    answer = both.update(text)
    assert answer.status_code == 204, answer.get_data()
    assert int(answer.headers["X-Release"]) == before + 1
    assert both.held(graph) == number


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/> INTO GRAPH <x:g>",
        "LOAD <file:///etc/passwd> INTO GRAPH <x:g>",
        "LOAD <FAR/%2e%2e/x> INTO GRAPH <x:g>",
        "PREFIX f: <http://127.0.0.1:9/> LOAD f:a INTO GRAPH f:g",
        "BASE <http://localhost:9/> LOAD <a> INTO GRAPH <x:g> ; LOAD <FAR> INTO GRAPH <x:g>",
    ],
)
def test_a_load_from_elsewhere_stays_refused(both: Both, text: str) -> None:
    assert kind(both.update(text)) == (403, "remote-refused")
    assert not both.other.asked


def test_a_load_without_a_graph_is_refused_before_anything_is_fetched(both: Both) -> None:
    assert kind(both.update("LOAD <FAR>")) == (400, "request")
    assert kind(both.update("LOAD <FAR> INTO GRAPH <x:g> ; nonsense"))[0] == 400
    assert not both.other.asked


def test_what_is_loaded_passes_the_gate(both: Both) -> None:
    province = b"<https://w3id.org/lianghui/id/province/110000>"
    both.other.does = says(
        province + b" a <https://w3id.org/lianghui/ontology#Province> .", "text/turtle"
    )
    before = both.release
    graph = "https://w3id.org/lianghui/graph/curated/far"
    assert kind(both.update(f"LOAD <FAR> INTO GRAPH <{graph}>")) == (409, "refused")
    assert both.release == before


def test_a_listed_context_is_read_and_another_refused(both: Both) -> None:
    both.other.does = says(
        b'{"@context": {"@base": "x:elsewhere/", "name": "http://far.example/name"}}',
        "application/ld+json",
    )
    here = both.other.address

    def put(context: object, method: str = "PUT") -> TestResponse:
        data = json.dumps({"@context": context, "@id": "x:a", "name": "far"})
        return both.client.open(
            f"/store?graph={quote('x:context')}",
            method=method,
            data=data,
            content_type=JSON_LD,
        )

    for context in (here, [here, {"other": "x:other"}], {"@version": 1.1, "@import": here}):
        assert put(context).status_code in {201, 204}
        assert both.held("x:context") == 1
    assert kind(put("http://127.0.0.1:9/")) == (403, "remote-refused")
    assert kind(put([here, "http://127.0.0.1:9/"])) == (403, "remote-refused")
    both.other.does = says(json.dumps({"@context": here}).encode(), JSON_LD)
    assert kind(put(here)) == (502, "remote-failed")
    both.other.does = says(b"[]", JSON_LD)
    assert kind(put(here)) == (502, "remote-failed")


def test_contexts_of_data_to_judge_are_held_to_the_list(both: Both) -> None:
    data = json.dumps({"@context": both.other.address, "@id": "x:a", "name": 1})
    both.other.does = says(b'{"@context": {"name": "x:name"}}', JSON_LD)
    sent = {"data": data, "content_type": "application/ld+json"}
    assert both.client.post("/shacl", **sent).status_code == 200  # type: ignore[arg-type]
    assert len(both.other.asked) == 1


@pytest.mark.parametrize(
    "body",
    ['{"a":' * 600 + "1" + "}" * 600, '{"@context": "http://[", "@id": "x:a"}'],
    ids=["nested deeply", "no address"],
)
def test_json_ld_whose_contexts_cannot_be_put_in_is_left_as_it_is(body: str) -> None:
    document = Document("application/ld+json", body.encode())
    assert with_contexts(document, "http://example.org/", lambda _: b"{}") == document
