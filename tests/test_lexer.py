"""A query's tokens are those that the engine's parser reads."""

from __future__ import annotations

import re
import time

import pytest

from graph.sparql.lexer import doubtful, plain, tokens
from ontology.names import XSD
from test_order import parses

WHOLE = [
    "SELECT * { VALUES ?o { 1 } FILTER ( ( ?o < 2 ) && 2 > 1 ) }",
    "SELECT * { ?s ?p ?o FILTER ( ?o < -1 || ?o - ?s < 2 || - ?o < 1 && 2 > 1 ) }",
    "SELECT * { ?s ?p ?o FILTER ( ?o < <x:a> && ?o > 2 || ?o IN ( <x:a> , <x:b> , 1 < 2 ) ) }",
    "SELECT * { ?s <x:p> ( <x:a> <x:b> ( <x:c> <x:d> ) ) ; a ( <x:a> <x:b> ) }",
    "SELECT * { ?s ( <x:a> / <x:b> ) / ( ^ <x:c> | <x:d> ) * ?o . ?s <x:a> ? ?o }",
    "SELECT * { FILTER ( ! EXISTS { ?s ?p ( <x:a> <x:b> ) } && 2 > 1 ) }",
    "SELECT * { FILTER ( EXISTS { ?s <x:p> ?o } < 2 || 2 > 1 ) }",
    "SELECT * { { SELECT ( 1 < 2 && 2 > 1 AS ?x ) { } ORDER BY ?x ( ?x < 2 && ?x > 1 ) } }",
    "SELECT ( COUNT ( DISTINCT <x:a> ) AS ?n ) ( 1 < 2 && 2 > 1 AS ?m ) { } HAVING ( 1 < 2 )",
    "SELECT ( GROUP_CONCAT ( ?a < ?b ; SEPARATOR = '>' ) AS ?x ) { ?a ?b ?c }",
    "SELECT ( \"x\" ^^ <x:t> < <x:a> && 'y' < 'z' AS ?x ) { VALUES ( ?a ) { ( <x:a> ) } }",
    "SELECT * { BIND ( <<( ?s <x:p> ?o )>> AS ?t ) FILTER ( <<( ?s ?p ?o )>> < ?t && 2 > 1 ) }",
    "SELECT * { ?r ?q <<( ?s ?p ?o )>> . << ?s ?p ?o >> ?q ?r . << <x:a> <x:b> 1 >> ?q 1.5e-3 }",
    "SELECT * { FILTER ( STRLEN ( ?a ) < 2 && 2 > 1 ) FILTER ( ?a < <<( ?s ?p ?o )>> ) }",
    f"SELECT * {{ FILTER <{XSD.boolean.value}> ( 1 < 2 && 2 > 1 ) }}",
    f"PREFIX xsd: <{XSD.iri}> SELECT * {{ FILTERxsd:boolean ( 1 < 2 && 2 > 1 ) }}",
    "SELECT * { truea ( <x:a> <x:b> <x:c> ) . falsea ( <x:a> <x:b> <x:c> ) }",
    "PREFIX SELECT\u00b7: <x:> SELECT * { SELECT\u00b7:a ?z ( <x:a> <x:b> ) }",
]


def read(text: str) -> list[str]:
    return [each.text for each in tokens(text)]


@pytest.mark.parametrize("whole", WHOLE)
def test_a_text_without_spaces_is_read_as_one_with(whole: str) -> None:
    pieces = whole.replace("<<(", "<< (").replace(")>>", ") >>").split()
    text = re.sub(r"(?<=\W) | (?=\W)", "", whole)
    assert parses(text)
    assert read(text) == [each for each in pieces if re.search(r"[\w?'(){}]", each)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?a-?b?c", "?a ?b ?c"),
        ("?a-1 1-?a -?a 1- -1", "?a -1 1 ?a ?a 1 -1"),
        ("1-RAND() ?t-NOW()", "1 RAND ( ) ?t NOW ( )"),
        ("a:b-c.d. a:b..c a:b\\-c a:%41:b :-?c", "a:b-c.d a:b..c a:b\\-c a:%41:b : ?c"),
        ("a:p?/a:q* ?o.?s", "a:p ? a:q ?o ?s"),
        ("_:a.b. 1. 1.5 .5 1.e5 1.2.3", "_:a.b 1 1.5 .5 1.e5 1.2 .3"),
        ("LIMIT 5OFFSET 3", "LIMIT 5 OFFSET 3"),
        ("?a\u0301、b ?a\u0300", "?a\u0301、b ?a\u0300"),
    ],
)
def test_words_end_where_the_grammar_says(text: str, expected: str) -> None:
    assert read(text) == expected.split()


def test_a_comparison_is_no_iri_where_what_cannot_be_seen_is_dotted() -> None:
    text = "SELECT (1<2 AS ?x) ('>' AS ?y) {} # <x>"
    assert plain(text) == "SELECT (1<2 AS ?x) (... AS ?y) {} ....."


@pytest.mark.parametrize(
    ("first", "again"),
    [
        *(("", each) for each in ("1", "1.", "-1e", '"\\', "'\\", '"""\\', "'''\n\\", "'\n")),
        *(("", each) for each in ("a:\\", "a:b..", "_:a..", "a.", "@a-", "?a", "<a", "<\\u0041")),
        *(("", each) for each in ("<<", "<<(", "((1<", "{ ", "{SELECT ", "[", ")", "#\n", " <")),
        *(("FILTER(?a", each) for each in ("<>", "<!>", "<b>&&", "<(<a>", "#\n<b>", ">")),
        *(("1" * 10_000, each) for each in ("e", ".", "e+")),
    ],
)
def test_four_times_the_text_takes_about_four_times_the_time(first: str, again: str) -> None:
    short, long = (f"SELECT * {{ {first}{again * (n // len(again))}" for n in (10_000, 40_000))
    assert seconds(long) < 10 * seconds(short) + 0.05


def seconds(text: str) -> float:
    """The processor's time for all that is read of a text, the shortest of three."""
    found = list[float]()
    for _ in range(3):
        before = time.process_time()
        read(text), plain(text), doubtful(text)
        found.append(time.process_time() - before)
    return min(found)


def test_a_string_that_nothing_closes_is_doubtful() -> None:
    for text in ("( '''a' )", '( """a\\""" )', "'a", '"a\\"', "'a\n'"):
        assert doubtful(text)
    for text in ("( '''a''' )", '""', "''", r'"\""', '"""a""b"""', '""""a"""'):
        assert not doubtful(text)


def test_a_long_word_takes_time_by_its_length() -> None:
    before = time.process_time()
    for text in ("a-" * 50_000, "." * 100_000, " " * 100_000, "<" * 100_000, "((1<" * 25_000):
        read(f"SELECT * {{ FILTER({text}")
    assert time.process_time() - before < 5
