"""Content negotiation: q-values, wildcards, synonyms, and the parameters that win."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sparql.query import Formats
from graph.sparql.serialise import BOOLEANS, GRAPHS, ROWS
from server.formats import (
    CSV,
    HTML,
    JSON,
    JSON_LD,
    N3,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TSV,
    TURTLE,
    XML,
    choose,
    choose_document,
    content_type,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "rows"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/sparql-results+xml", XML),
        ("text/csv;q=0.5, text/tab-separated-values", TSV),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.4", CSV),
        ("text/*", CSV),
        ("application/*;q=0.1, text/csv;q=0.2", CSV),
        ("application/sparql-results+json;q=0, */*;q=0.1", XML),
        ("application/json, application/sparql-results+json;q=0", None),
        ("application/json;q=0.9, text/csv;q=0.1, application/sparql-results+json;q=0", CSV),
        ("application/json, */*;q=0", JSON),
        ("TEXT/CSV; Q=1.0", CSV),
        ("text/csv;charset=utf-8", CSV),
        ("*/*, text/csv", CSV),
        (BROWSER, XML),
        ("text/turtle", None),
        ("*/*;q=0", None),
        ("rubbish", JSON),
        ("rubbish, text/csv", CSV),
    ],
)
def test_rows_follow_accept(accept: str | None, rows: str | None) -> None:
    assert choose(accept, ()).rows == rows


@pytest.mark.parametrize(
    ("accept", "graph"),
    [
        (None, TURTLE),
        ("application/rdf+xml", RDF_XML),
        ("application/ld+json;profile=x, text/turtle;q=0.9", JSON_LD),
        ("application/n-quads;q=0.5,application/trig;q=0.95,text/turtle;q=0.6", TRIG),
        ("text/plain", N_TRIPLES),
        ("application/xml", RDF_XML),
        ("application/json", JSON_LD),
        ("text/rdf+n3", N3),
        ("text/csv", None),
    ],
)
def test_graphs_follow_accept(accept: str | None, graph: str | None) -> None:
    assert choose(accept, ()).graph == graph


@pytest.mark.parametrize(
    ("values", "accept", "wanted"),
    [
        (("json",), "text/csv", Formats(JSON, JSON, JSON_LD)),
        (("xml", "xml", "xml"), None, Formats(XML, XML, RDF_XML)),
        (("csv",), "application/n-triples", Formats(CSV, None, N_TRIPLES)),
        (("tsv",), None, Formats(TSV, None, TURTLE)),
        (("turtle",), "text/csv", Formats(CSV, JSON, TURTLE)),
        (("rdf xml",), None, Formats(JSON, JSON, RDF_XML)),
        (("application/sparql-results+xml",), "text/csv", Formats(XML, XML, TURTLE)),
        (("text/turtle",), None, Formats(JSON, JSON, TURTLE)),
        (("nonsense", "csv"), None, Formats(CSV, None, TURTLE)),
        (("nonsense",), "text/csv", Formats(CSV, None, None)),
    ],
)
def test_the_parameters_win_and_unknown_values_are_ignored(
    values: tuple[str, ...], accept: str | None, wanted: Formats
) -> None:
    assert choose(accept, values) == wanted


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, TURTLE),
        ("*/*", TURTLE),
        (BROWSER, HTML),
        ("application/xhtml+xml", HTML),
        ("text/html;q=0.5, text/turtle", TURTLE),
        ("text/html;q=0.5, text/turtle;q=0.4", HTML),
        ("image/png", None),
    ],
)
def test_documents_are_pages_for_browsers(accept: str | None, wanted: str | None) -> None:
    assert choose_document(accept) == wanted
    assert choose_document(accept, html=False) != HTML


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=3).map(tuple))
def test_any_header_gives_a_format_that_there_is_or_none(
    accept: str, values: tuple[str, ...]
) -> None:
    formats = choose(accept, values)
    assert formats.rows in {*ROWS, None}
    assert formats.boolean in {*BOOLEANS, None}
    assert formats.graph in {*GRAPHS, None}


def test_text_says_its_charset() -> None:
    assert content_type(TURTLE) == "text/turtle; charset=utf-8"
    assert content_type(JSON) == JSON
