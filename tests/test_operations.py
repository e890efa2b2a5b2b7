"""What an update reads and writes, found in its text; and the protocol's dataset put into it."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, Store

from graph.errors import RequestError
from graph.sparql.operations import operations, touched
from graph.sparql.using import with_dataset
from ontology.names import XSD

NAMED = [
    "INSERT DATA { GRAPH <x:a> { <x:a> <x:b> 'a { string' } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { GRAPH <x:b> { ?s ?p ?o } FILTER (?o < 3) }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { FILTER EXISTS { GRAPH ?g { ?s ?p ?o } } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { VALUES (?s ?p ?o) { (<x:a> <x:b> 1) } }",
    "INSERT { GRAPH <x:a> { [] <x:p> ?o } } WHERE { BIND (CONCAT('a', 'b') AS ?o) }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE "
    "{ SELECT ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s HAVING (?n > 1) LIMIT 4 }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE "
    "{ { GRAPH ?g { ?s ?p ?o } } UNION { GRAPH ?h { ?s ?p ?o } } "
    "MINUS { GRAPH <x:c> { ?s ?p 1 } } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE "
    "{ GRAPH ?g { ?s ?p ?o } LATERAL { GRAPH <x:c> { ?s ?p ?n } } }",
    "WITH <x:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } USING <x:b> WHERE { ?s ?p ?o }",
    "PREFIX a: <x:> CLEAR GRAPH a:b ; DROP SILENT NAMED ; CREATE GRAPH <x:z>",
    "CLEAR ALL",
    "ADD <x:a> TO <x:b> ; MOVE GRAPH <x:a> TO GRAPH <x:b>",
    "WITH <x:a> INSERT { ?s ?p 3 } WHERE { ?s ?p ?o FILTER((?o<2)&&2>1) } ; CLEAR GRAPH <x:b>",
    "INSERT { GRAPH <x:a> { ?s ?p 3 } } WHERE { GRAPH <x:a> { ?s ?p ?o FILTER((?o<2)&&2>1) } }"
    " ; INSERT DATA { GRAPH <x:b> { <x:c> <x:d> 1 } }",
]
UNNAMED = [
    "INSERT DATA { <x:a> <x:b> <x:c> }",
    "INSERT DATA { GRAPH <x:a> { <x:a> <x:b> 1 } <x:a> <x:b> 2 }",
    "DELETE DATA { <x:a> <x:b> [] }",
    "DELETE WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { { { ?s ?p ?o } } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { OPTIONAL { ?s ?p ?o } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?q ?n } LATERAL { ?s ?p ?o } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { FILTER NOT EXISTS { ?s ?p ?o } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { FILTER (1 = 1 && NOT EXISTS { ?s ?p ?o }) }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { { SELECT * { ?s ?p ?o } } }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { VALUES ?s { <x:a> } ?s ?p ?o }",
    "INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { BIND (1 AS ?o) ?s ?p ?o }",
    "INSERT { ?s ?p ?o } USING <x:b> WHERE { ?s ?p ?o }",
    "CLEAR DEFAULT",
    "COPY DEFAULT TO <x:a>",
    "ADD <x:a> TO DEFAULT",
    "LOAD <x:a>",
    "CLEAR ALL ; INSERT DATA { <x:a> <x:b> <x:c> }",
    "WITH <x:a> INSERT { ?s ?p 3 } WHERE { ?s ?p ?o FILTER((?o<2)&&2>1) }"
    " ; INSERT DATA { <x:c> <x:d> 1 }",
    "INSERT DATA { GRAPH <x:a> { <x:a> <x:b> 3 } GRAPHa:b { <x:a> <x:b> 3 } }",
]

_READ = "INSERT { GRAPH <x:a> { <x:c> <x:p> 7 } } WHERE { GRAPH <x:a> { ?s ?p ?o "
_HIDDEN = "; INSERT DATA { GRAPH <x:b> { <x:c> <x:d> 1 } } ; "
_LONG = "INSERT DATA { GRAPH <x:a> { <x:s> <x:p> '''b)}''' } }"
_PREFIX = f"PREFIX xsd: <{XSD.iri}> "
MISREAD = [
    f"{_PREFIX}{_READ}FILTERxsd:boolean(?o<'x>#') }} }} {_HIDDEN}{_READ}FILTER(1=1\n) }} }}",
    f"{_PREFIX}{_READ}FILTER xsd:boolean(?o<'x>#') }} }} {_HIDDEN}{_READ}FILTER(1=1\n) }} }}",
    f"{_READ}OPTIONAL {{ truea(<urn:b> <urn:'''x>) }} }} }} {_HIDDEN}{_LONG}",
    f"{_READ}OPTIONAL {{ falsea(<urn:b> <urn:'''x>) }} }} }} {_HIDDEN}{_LONG}",
    "PREFIX SELECT\u00b7: <x:> "
    f"{_READ}OPTIONAL {{ SELECT\u00b7:a ?z (<urn:b> <urn:'''x>) }} }} }} {_HIDDEN}{_LONG}",
    f"INSERT DATA {{ GRAPH <x:a> {{ <x:a> <x:b> ('''a') }} }} {_HIDDEN}",
    f"{_READ}OPTIONAL {{ <<?s ?p'x>'>> ?q ?r }} }} }} {_HIDDEN}{_LONG}",
]
"""Updates of which somebody who reads an IRI for a comparison, or the reverse, misses a graph."""

FAILING = {"LOAD <x:a>", "DELETE DATA { <x:a> <x:b> [] }", UNNAMED[-1]}
"""What the store refuses."""


@pytest.mark.parametrize("text", NAMED)
def test_what_names_its_graphs_leaves_the_default_graph_alone(text: str) -> None:
    assert {operation.on_default for operation in operations(text)} == {False}


@pytest.mark.parametrize("text", UNNAMED)
def test_what_falls_on_the_default_graph_is_found(text: str) -> None:
    assert any(operation.on_default for operation in operations(text))


@pytest.mark.parametrize(
    "text", [each for each in NAMED + UNNAMED + MISREAD if each not in FAILING]
)
def test_no_operation_changes_a_graph_that_is_not_foreseen(text: str) -> None:
    store = Store()
    data = " ".join(
        f"GRAPH <x:{name}> {{ <x:a> <x:b> 1 , 2 . <x:s{name}> <x:p> <x:o> }}" for name in "abcg"
    )
    store.update(f"INSERT DATA {{ <x:a> <x:b> <x:d> . {data} }}")
    before = set(store)
    graphs = touched(text)
    store.update(text)
    if graphs is not None:
        changed = {_key(quad) for quad in before ^ set(store)}
        assert changed <= graphs


def _key(quad: Quad) -> str:
    return getattr(quad.graph_name, "value", None) or "default"


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        ("INSERT DATA { GRAPH <x:a> { <x:a> <x:b> 1 } }", {"x:a"}),
        ("INSERT DATA { GRAPH <x:a> { <x:a> <x:b> 1 } <x:c> <x:d> 1 }", {"x:a", "default"}),
        ("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {"x:g"}),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("PREFIX a: <x:> INSERT DATA { GRAPH a:b { <x:a> <x:b> 1 } }", None),
        ("INSERT DATA { GRAPH <relative> { <x:a> <x:b> 1 } }", None),
        ("INSERT DATA { GRAPH <x:\\u0061> { <x:a> <x:b> 1 } }", None),
        ("CLEAR ALL", None),
        ("COPY <x:a> TO <x:b>", None),
        (
            'INSERT { GRAPH <x:a> { ?s ?p ?o } } WHERE { FILTER (?a<x:b#>""" \n ?c) }'
            ' ; CLEAR GRAPH <x:z> #"""',
            None,
        ),
        (
            "WITH <x:a> INSERT { ?s ?p 3 } WHERE { ?s ?p ?o FILTER((?o<2)&&2>1) }"
            " ; INSERT DATA { GRAPH <x:b> { <x:c> <x:d> 1 } }",
            None,
        ),
        ("PREFIX a: <x:> INSERT DATA { GRAPH <x:a> { } GRAPHa:b { <x:c> <x:d> 1 } }", None),
        ("CLEAR GRAPH <x:a> ; INSERTDATA { GRAPH <x:b> { <x:c> <x:d> 1 } }", None),
        ("WITHa:b INSERT { ?s ?p 3 } WHERE { ?s ?p ?o }", None),
    ],
)
def test_the_graphs_that_change_are_told_only_when_certain(
    text: str, graphs: set[str] | None
) -> None:
    assert touched(text) == graphs


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { <x:r> ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR SILENT GRAPH <x:none> ; INSERT { <x:r> ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_a_dataset_becomes_using_clauses(text: str) -> None:
    store = Store()
    store.update("INSERT DATA { <x:a> <x:p> 1 GRAPH <x:g> { <x:a> <x:p> 2 } }")
    store.update(with_dataset(text, ["x:g"], []))
    found = {quad.object.value for quad in store if str(quad.subject) == "<x:r>"}
    assert found == {"2"}


def test_named_graphs_and_the_short_form_take_it_too() -> None:
    store = Store()
    store.update("INSERT DATA { <x:a> <x:p> 2 , 3 GRAPH <x:g> { <x:a> <x:p> 2 } }")
    store.update(with_dataset("DELETE WHERE { ?s ?p ?o }", ["x:g"], []))
    assert {quad.object.value for quad in store.quads_for_pattern(None, None, None, None)} == {
        "2",
        "3",
    }
    store.update(
        with_dataset("INSERT { <x:r> ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", [], ["x:g"])
    )
    assert any(str(quad.subject) == "<x:r>" for quad in store)


@pytest.mark.parametrize(
    "text",
    ["INSERTDATA { <x:a> <x:b> 1 }", "CLEARALL", "CLEAR SILENTALL", "DELETEWHERE { ?s ?p ?o }"],
)
def test_keywords_run_together_are_no_operation(text: str) -> None:
    Store().update(text)
    with pytest.raises(RequestError, match="need a space"):
        operations(text)


def test_a_dataset_comes_into_each_operation_of_a_tight_text() -> None:
    tight = "INSERT { <x:r> ?p ?o } WHERE { ?s ?p ?o FILTER((?o<2)&&2>1) }"
    assert with_dataset(f"{tight} ; {tight}", ["x:g"], []).count("USING <x:g> WHERE") == 2


def test_a_dataset_given_twice_is_refused() -> None:
    for text in (
        "WITH <x:g> INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } USING <x:g> WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } USING NAMED <x:g> WHERE { ?s ?p ?o }",
    ):
        with pytest.raises(RequestError):
            with_dataset(text, ["x:h"], [])
        assert with_dataset(text, [], []) == text
    with pytest.raises(RequestError):
        with_dataset("CLEAR ALL", ["relative"], [])
