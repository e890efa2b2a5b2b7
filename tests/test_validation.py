"""Data sent to /shacl: the report on them, and what they cannot do there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph.releases import Home
from ontology.names import LH, LHS, RDF, SH, graph
from running import Answer, Running, below, eventually, running
from tests.shacl_reference import DATA, FAULTS, faulty, valid_base

TYPES = {
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
HELD = (graph("ontology"), graph("reference"))
ENDS = {400, 500, 504}
SLOW = "@prefix : <x:> . " + "".join(
    f"<https://w3id.org/lianghui/id/statement/{n}> a <{LH.PolicyStatement.value}> .\n"
    for n in range(16_000)
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = Home(tmp_path_factory.mktemp("validation") / "home")
    with home.change("what data may refer to") as draft:
        draft.add(quad for quad in valid_base() if quad.graph_name in HELD)
        for path in DATA.glob("valid/*.txt"):
            draft.add_text(path.read_text("utf-8"))
        assert draft.texts
    with running(home.path, "--query-seconds", "20") as found:
        yield found


def send(server: Running, data: bytes, media_type: str, **headers: str) -> Answer:
    return server.ask("POST", "/shacl", data, Content_Type=media_type, **headers)


def sent(quads: object, form: RdfFormat = RdfFormat.N_QUADS) -> bytes:
    data = serialize(quads, format=form)  # type: ignore[call-overload]
    assert data
    return bytes(data)


def shapes(report: list[Quad]) -> set[str]:
    return {q.object.value for q in report if q.predicate == SH.sourceShape}


def read(answer: Answer, form: RdfFormat = RdfFormat.TURTLE) -> list[Quad]:
    assert answer.status == 200, answer.body
    found = list(parse(answer.body, format=form))
    assert [q.object for q in found if q.predicate == RDF.type].count(SH.ValidationReport) == 1
    said = [q.object.value for q in found if q.predicate == SH.conforms]
    assert said == ["false" if shapes(found) else "true"]
    return found


def problem(answer: Answer, status: int, kind: str) -> dict[str, object]:
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = answer.json
    assert document["type"] == f"https://w3id.org/lianghui/problem/{kind}"
    return document


@pytest.mark.parametrize("media_type", TYPES)
def test_data_that_keep_every_rule_conform(server: Running, media_type: str) -> None:
    data = [quad for quad in valid_base() if quad.graph_name not in HELD]
    answer = send(server, sent(data, TYPES[media_type]), media_type)
    assert shapes(read(answer)) == set()
    assert answer.headers["x-release"] == "1"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ldp#constrainedBy" in answer.headers["link"]
    assert server.ask("GET", "/readyz").json["release"] == 1


@pytest.mark.parametrize(
    "name",
    [
        "area-below-zero",
        "confidence-above-one",
        "evidence-missing",
        "blank-node",
        "quote-wrong",
        "hash-wrong",
        "mention-in-another-text",
        "dangling-name",
    ],
)
def test_a_fault_is_reported_by_its_shape(server: Running, name: str) -> None:
    path = next(each for each in FAULTS if each.stem == name)
    data = [quad for quad in faulty(path) if quad.graph_name not in HELD]
    expected = re.match(r"# shape: lhs:(\S+)", path.read_text("utf-8"))
    assert expected
    answer = send(server, sent(data), "application/n-quads")
    assert shapes(read(answer)) == {LHS[expected[1]].value}


def test_what_data_refer_to_is_looked_for_in_the_release(server: Running) -> None:
    def shapes_of(province: str) -> set[str]:
        text = f"""@prefix lh: <{LH.iri}> . @base <https://w3id.org/lianghui/> .
            <graph/curated/mine> {{ <id/park/mine> a lh:IndustrialPark ;
                lh:inProvince <id/province/{province}> }}"""
        return shapes(read(send(server, text.encode(), "application/trig")))

    unknown = shapes_of("990000") - shapes_of("110000")
    assert unknown
    assert all(each.startswith(LHS.iri) for each in unknown)


def test_triples_are_judged_in_the_graph_that_is_to_take_them(server: Running) -> None:
    def shapes_of(query: str, triple: str) -> set[str]:
        data = f"@prefix lh: <{LH.iri}> . {triple} .".encode()
        answer = server.ask("POST", f"/shacl{query}", data, Content_Type="text/turtle")
        return {each.removeprefix(LHS.iri) for each in shapes(read(answer))}

    undeclared, zoned = "<x:a> lh:nonsense 5", '<x:a> <x:b> "2020-01-19Z"^^xsd:date'
    zoned = f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . {zoned}"
    assert shapes_of("", undeclared) == {"DeclaredTerm"}
    assert shapes_of("", zoned) == set()
    ours = f"?graph={graph('curated', 'mine').value}"
    assert shapes_of(ours, zoned) == {"DateWithoutZone"}
    answer = server.ask("POST", "/shacl?graph=mine", b"", Content_Type="text/turtle")
    assert "not an absolute IRI" in str(problem(answer, 400, "request")["detail"])


@pytest.mark.parametrize(
    ("accept", "media_type", "form"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("text/html, */*;q=0.1", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
    ],
)
def test_the_report_comes_in_the_format_asked_for(
    server: Running, accept: str, media_type: str, form: RdfFormat
) -> None:
    data = f"<https://w3id.org/lianghui/id/province/1> a <{LH.Province.value}> .".encode()
    answer = send(server, data, "text/turtle", Accept=accept)
    assert answer.headers["content-type"] == media_type
    assert LHS["Province-gbCode"].value in shapes(read(answer, form))
    named = server.ask(
        "POST", f"/shacl?format={form.file_extension}", data, Content_Type="text/turtle"
    )
    assert shapes(read(named, form)) == shapes(read(answer, form))


def test_json_lists_what_is_wrong_in_both_languages(server: Running) -> None:
    data = f"<https://w3id.org/lianghui/id/province/1> a <{LH.Province.value}> .".encode()
    answer = send(server, data, "text/turtle", Accept="application/json")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json["conforms"] is False
    for each in answer.json["results"]:
        assert each["focusNode"] == "<https://w3id.org/lianghui/id/province/1>"
        assert set(each["messages"]) == {"en", "zh"}
        assert {"sourceShape", "sourceConstraintComponent", "resultPath", "value"} <= set(each)
    conforming = send(server, b"<x:a> <x:b> 1 .", "text/turtle", Accept="application/json")
    assert conforming.json == {"conforms": True, "results": []}


GARBLED = [
    ("text/turtle", b"<x:a> <x:b> 1 .\n<x:a> <x:b> ]", (2, 13)),
    ("application/trig", b"<x:g> {\n <x:a> <x:b> <a b> }", (2, 14)),
    ("application/n-triples", b"<x:a> <x:b> <x:c>\n", (2, 1)),
    ("application/n-quads", b"<x:a> <x:b> <x:c> <x:g> .\nx", (2, 1)),
    ("application/ld+json", b'{"@id": "x:a",\n "x:b": }', (2, 9)),
    ("application/rdf+xml", b'<?xml version="1.0"?>\n<a><b></a>', (2, 9)),
    ("application/rdf+xml", b"<rdf:RDF/>", None),
    ("text/turtle", b"\xff\xfe", (1, 1)),
]


@pytest.mark.parametrize(("media_type", "data", "place"), GARBLED)
def test_what_does_not_parse_is_told_with_its_place(
    server: Running, media_type: str, data: bytes, place: tuple[int, int] | None
) -> None:
    document = problem(send(server, data, media_type), 400, "data-syntax")
    assert (document.get("line"), document.get("column")) == (place or (None, None))
    assert "Traceback" not in json.dumps(document)


def test_what_breaks_the_protocol_is_refused(server: Running) -> None:
    data = b"<x:a> <x:b> 1 ."
    problem(send(server, data, "text/html"), 415, "media-type")
    problem(send(server, data, "text/turtle", Content_Encoding="gzip"), 415, "media-type")
    problem(send(server, data, "text/turtle", Accept="image/png"), 406, "not-acceptable")
    problem(send(server, b" " * 2_000_001, "text/turtle"), 413, "too-large")
    remote = b'{"@context": "http://127.0.0.1:9/", "a": 1}'
    problem(send(server, remote, "application/ld+json"), 403, "remote-refused")
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        answer = server.ask(method, "/shacl")
        assert answer.status == 405
        assert {"POST", "OPTIONS"} == set(answer.headers["allow"].split(", "))
    preflight = server.ask("OPTIONS", "/shacl", Origin="http://far.example")
    assert preflight.status == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]


@pytest.mark.slow
def test_what_nests_without_end_or_takes_too_long_harms_nobody(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with home.change("one triple") as draft:
        draft.add([Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"))])
    with running(home.path, "--query-seconds", "2", "--query-memory", "512") as server:
        nested = b"<x:a> <x:b> " + b"[ <x:b> " * 200_000
        assert send(server, nested, "text/turtle").status in ENDS
        lists = b'{"@id":"x:a","x:b":' + b"[" * 400_000
        assert send(server, lists, "application/ld+json").status in ENDS
        assert send(server, SLOW.encode(), "text/turtle").status in ENDS | {200}
        assert server.query("ASK {}").status == 200
        assert "Traceback" not in server.log.read_text()


def test_a_client_that_hangs_up_is_not_judged_for(server: Running) -> None:
    read(send(server, b"<x:a> <x:b> 1 .", "text/turtle"))
    idle = below(server.process.pid)
    head = (
        "POST /shacl HTTP/1.1\r\nHost: a\r\nContent-Type: text/turtle\r\n"
        f"Content-Length: {len(SLOW)}\r\n\r\n"
    )
    line = server.connect((head + SLOW).encode())
    assert eventually(lambda: below(server.process.pid) - idle, 5)
    line.close()
    assert eventually(lambda: not below(server.process.pid) - idle, 3)
    assert "Traceback" not in server.log.read_text()
