from __future__ import annotations

import time
from contextlib import suppress
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryTooComplexError
from graph.sparql.keywords import dataset
from graph.sparql.scan import Bounds, scan

SENSIBLE = """
PREFIX lh: <https://w3id.org/lianghui/ontology#>
# a comment with { ( [ ' " in it
SELECT ?province (COUNT(DISTINCT ?s) AS ?n) WHERE {
  ?s a lh:PolicyStatement ; lh:ofProvince ?province ; lh:year ?year .
  OPTIONAL { ?s lh:stance ?stance }
  FILTER(STR(?year) >= "2020" && ?n < 5 && "it's (((" != 'a "b" {{{')
} GROUP BY ?province ORDER BY DESC(?n) LIMIT 10
"""


def _within(body: str) -> str:
    return f"SELECT * WHERE {{ {body} }}"


TOO_MUCH = {
    "braces": _within("{" * 200 + "}" * 200),
    "round brackets": _within("BIND(" + "(" * 200 + "1" + ")" * 200 + " AS ?x)"),
    "blank nodes": _within("?s ?p " + "[ <p> " * 200 + "1" + "]" * 200),
    "quoted triples": _within("?s ?p " + "<<( ?s ?p " * 200 + "1" + ")>>" * 200),
    "calls": _within("BIND(" + "STR(" * 200 + "1" + ")" * 200 + " AS ?x)"),
    "patterns": _within("?s ?p ?o . " * 2_000),
    "predicates": _within("?s " + "<p> ?o ; " * 2_000),
    "optionals": _within("optional { ?s ?p ?o } " * 200),
    "unions": _within("{}" + " Union {}" * 600),
    "sub-selects": _within("{ SELECT * {} } " * 200),
    "exists": _within("FILTER EXISTS {} " * 200),
    "sums": _within("BIND(" + "+".join("1" * 2_000) + " AS ?x)"),
    "conjunctions": _within("FILTER(" + "&&".join(["?o"] * 2_000) + ")"),
    "negations": _within("FILTER(" + "!" * 2_000 + "?o)"),
    "paths": _within("?s " + "/".join(["<p>"] * 500) + " ?o"),
    "alternatives": _within("?s " + "|".join(["ex:p"] * 500) + " ?o"),
    "collections": _within("?s ?p (" + " 1" * 1_000 + ")"),
    "length": _within("# " + "x" * 200_000),
    "tokens": _within("VALUES ?x {" + " 1" * 40_000 + "}"),
}


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_of_anything_is_turned_away(text: str) -> None:
    with pytest.raises(QueryTooComplexError, match="more than"):
        scan(text)


def test_sensible_queries_pass() -> None:
    scan(SENSIBLE)
    scan(_within("VALUES ?x {" + ' "a"' * 10_000 + "}"))
    scan(_within("FILTER(?x IN (" + ",".join(["<http://example.org/x>"] * 4_000) + "))"))
    scan(_within("{" * 100 + "}" * 100))


@pytest.mark.parametrize(
    "hidden",
    ['"%s"', "'%s'", '"""%s"""', "'''%s'''", "<http://example.org/%s>", "# %s\n", r'"\"%s"'],
)
def test_what_is_quoted_does_not_count(hidden: str) -> None:
    brackets = "(" * 200 if "<" not in hidden else "(" * 200 + ")" * 200
    scan(_within("?s ?p " + hidden % brackets))


def test_the_shape_forgets_what_a_query_is_about() -> None:
    one = scan("SELECT * { <http://example.org/a> ex:p 'x' } # one")
    assert one == scan('SELECT * { <http://example.org/b>  ex:q "y" }')
    assert one != scan("SELECT * { <http://example.org/b> ex:q 'y' . ?a ?b ?c }")
    assert one != scan("ASK { <http://example.org/b> ex:q 'y' }")


def test_bounds_are_settable() -> None:
    with pytest.raises(QueryTooComplexError, match="3 brackets"):
        scan("{{{{}}}}", Bounds(depth=3))


PIECES = [
    "\\",
    '"',
    "'",
    '"""',
    "'''",
    "<",
    ">",
    "a.",
    "a-",
    " ",
    "\n",
    "#",
    "?",
    "@",
    ":",
    "%",
    "^",
    "(",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
def test_time_is_linear_in_the_length(pieces: list[str]) -> None:
    piece = "".join(pieces)
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    with suppress(QueryTooComplexError):
        scan(text)
    assert time.process_time() - start < 1.0


def test_a_query_with_every_spelling_of_a_keyword_is_refused() -> None:
    spelt = " ".join(f"fr{letter}m" for letter in ascii_lowercase)
    with pytest.raises(QueryTooComplexError, match="spells FROM in every way"):
        dataset(f"SELECT * {{ ?s ?p ?o }} # {spelt}", None)
