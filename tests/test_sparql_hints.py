"""An answer without rows tells which of the query's constants the release does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from graph.releases import Home
from graph.search.index import build
from graph.sparql.constants import constants
from tests.served import DATA, PROVINCE, client

PREFIXES = "PREFIX lh: <https://w3id.org/lianghui/ontology#> "


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home: Path = tmp_path_factory.mktemp("hints") / "home"
    with Home(home, builders=(build,)).change("made up") as draft:
        draft.add(parse(DATA.encode(), format=RdfFormat.TRIG))
    return client(home)


def asked(served: FlaskClient, query: str, **more: str) -> Any:
    return served.get("/sparql", query_string={"query": query, "explain": "1", **more})


def hints(served: FlaskClient, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(served, query).get_json()["hints"]
    return found


def test_an_unknown_iri_is_named_with_the_near_ones(served: FlaskClient) -> None:
    (hint,) = hints(served, PREFIXES + "SELECT * { ?s a lh:Provinse }")
    assert hint["term"] == "<https://w3id.org/lianghui/ontology#Provinse>"
    assert hint["instead"][0] == "<https://w3id.org/lianghui/ontology#Province>"
    (hint,) = hints(served, f"SELECT * {{ <{PROVINCE[:-1]}9> ?p ?o }}")
    assert f"<{PROVINCE}>" in hint["instead"]


def test_a_name_without_its_language_is_told_as_it_stands(served: FlaskClient) -> None:
    (hint,) = hints(served, 'SELECT * { ?s ?p "Shanxi" }')
    assert (hint["term"], hint["instead"]) == ('"Shanxi"', ['"Shanxi"@en'])


def test_nothing_is_blamed_where_all_are_known(served: FlaskClient) -> None:
    assert hints(served, PREFIXES + 'SELECT * { ?s a lh:Province ; ?p "Shanxi"@en , "1999" }') == [
        {"term": '"1999"', "instead": []}
    ]
    assert hints(served, PREFIXES + "SELECT * { ?s a lh:Province . ?s a lh:WorkReport }") == []


def test_every_format_says_it_in_a_header(served: FlaskClient) -> None:
    for query in ("SELECT * { ?s ?p <x:é> }", "CONSTRUCT WHERE { ?s ?p <x:é> }"):
        answer = asked(served, query, format="text/csv")
        assert answer.headers["X-Unknown-Terms"] == "<x:%C3%A9>"


def test_an_answer_with_rows_or_unasked_says_nothing(served: FlaskClient) -> None:
    full = asked(served, "SELECT * { ?s ?p ?o } LIMIT 1")
    plain = served.get("/sparql", query_string={"query": "SELECT * { ?s ?p <x:y> }"})
    true, false = (asked(served, f"ASK {{ ?s ?p {o} }}") for o in ("?o", "<x:y>"))
    for answer in (full, plain, true):
        assert "X-Unknown-Terms" not in answer.headers
        assert "hints" not in answer.get_json()
    assert false.get_json()["boolean"] is False
    assert full.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("BASE <http://e.org/a/> SELECT * { <b> ?p <../c> }", ["<http://e.org/a/b>", "<http://e.org/c>"]),
        ("PREFIX : <x:> SELECT * { :a\\-b :c 'd' # :e\n}", ["<x:a-b>", "<x:c>", "'d'"]),
        ('PREFIX x: <x:> SELECT * { ?s ?p "1"^^x:int FILTER (x:f(?s)) }', []),
        ('SELECT * { ?s ?p """a"b"""@EN }', ['"""a"b"""@en']),
        ("SELECT * { ?s ?p <x:a> , <x:a> }", ["<x:a>"]),
    ],
)  # fmt: skip
def test_constants_are_those_of_the_text(query: str, found: list[str]) -> None:
    assert constants(query) == found


@given(st.text(max_size=60))
def test_any_text_has_constants_or_none(text: str) -> None:
    assert all(each[0] in "<\"'" for each in constants(f"PREFIX a: <x:> SELECT * {{ {text} }}"))
