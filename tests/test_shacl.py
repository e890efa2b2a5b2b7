"""Each constraint that the gate compiles, on shapes and data made up, beside the reference."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store

from graph.shacl.compile import compile_shapes
from graph.shacl.shape import CONSTRAINTS, Shapes
from ontology.names import PREFIXES
from tests.shacl_reference import Verdict, of_rows, of_shapes

TURTLE = "@prefix : <x:> .\n" + "".join(f"@prefix {k}: <{v}> .\n" for k, v in PREFIXES.items())
HIERARCHY = {"x:A": ["x:A", "x:B", "x:C"], "x:B": ["x:B", "x:C"], "x:C": ["x:C"], "x:D": ["x:D"]}
CLASSES = ":B rdfs:subClassOf :A . :C rdfs:subClassOf :B ."
NODES = (":a", ":b", ":c", "_:n")
LITERALS = (
    *('"x"', '"abc"', '"ABC"', '"1"', '"true"^^xsd:boolean', '"yes"^^xsd:boolean'),
    *('"x"@en', '"y"@en', '"y"@en-gb', '"z"@de', "1", "2", "1.5", '"one"^^xsd:integer'),
    *('"2020-01-31"^^xsd:date', '"2020-02-31"^^xsd:date', '"x:y"^^xsd:anyURI'),
)
PATHS = (
    *(":p", "[ sh:inversePath :p ]", "[ sh:alternativePath ( :p :q ) ]", "( :p :q )"),
    *("[ sh:zeroOrMorePath :p ]", "[ sh:oneOrMorePath :p ]", "[ sh:zeroOrOnePath :p ]"),
    *("( [ sh:inversePath :p ] :q )", "[ sh:alternativePath ( [ sh:inversePath :q ] ( :p :p ) ) ]"),
    "[ sh:zeroOrMorePath [ sh:alternativePath ( :p [ sh:inversePath :q ] ) ] ]",
)
OF_PATH = (
    *("sh:maxCount 0", "sh:maxCount 1", "sh:maxCount 3", "sh:minCount 0", "sh:minCount 1"),
    *("sh:minCount 3", "sh:uniqueLang true", "sh:uniqueLang false"),
)
OF_VALUES = (
    *("sh:class :A", "sh:class :C", "sh:hasValue :b", "sh:hasValue 1", 'sh:hasValue "x"@en'),
    *('sh:in ( :b "x" 1 )', 'sh:in ( "y"@en "true"^^xsd:boolean )', 'sh:languageIn ( "en" "fr" )'),
    *("sh:datatype xsd:integer", "sh:datatype xsd:decimal", "sh:datatype xsd:string"),
    *("sh:datatype rdf:langString", "sh:datatype xsd:boolean", "sh:datatype xsd:anyURI"),
    *("sh:nodeKind sh:IRI", "sh:nodeKind sh:BlankNode", "sh:nodeKind sh:Literal"),
    *("sh:nodeKind sh:BlankNodeOrIRI", "sh:nodeKind sh:BlankNodeOrLiteral"),
    *("sh:nodeKind sh:IRIOrLiteral", "sh:minLength 3", "sh:minLength 4"),
    *('sh:pattern "^[ab]"', 'sh:pattern "^A" ; sh:flags "i"', 'sh:pattern "b","^x"'),
    *("sh:node [ sh:class :B ]", "sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]"),
    *("sh:not [ sh:class :B ]", "sh:not [ sh:path :p ; sh:minCount 1 ]"),
    "sh:node [ sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ] ]",
    "sh:not [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ]",
    'sh:or ( [ sh:pattern "a" ] [ sh:path :p ; sh:maxCount 1 ; sh:class :B ] )',
    "sh:and ( [ sh:class :A ] [ sh:nodeKind sh:IRI ; sh:path :p ] )",
    'sh:xone ( [ sh:pattern "^x" ] [ sh:minLength 3 ] [ sh:class :B ] )',
)
OF_NUMBERS = ("sh:minInclusive 2", "sh:maxInclusive 1.5")
TARGETS = (
    *("sh:targetClass :A", "sh:targetClass :C", "sh:targetSubjectsOf :q"),
    "sh:targetClass :B ; sh:targetSubjectsOf :p",
    'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this <x:q> ?value }" ]',
)
SELECT = '"SELECT $this ?value WHERE { $this <x:p> ?value . ?value <x:q> $this }"'
FULL = f":a a :B ; :p {', '.join((*NODES, *LITERALS))} ; :q :b . :b a :C ; :p :a ; :q :a, :b ."


def triples() -> st.SearchStrategy[str]:
    value = st.sampled_from((*NODES, *LITERALS))
    said = st.tuples(st.sampled_from(NODES), st.sampled_from((":p", ":q")), value)
    typed = st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from((":A", ":B", ":C")))
    each = st.one_of(said, said, typed).map(" ".join)
    return st.lists(each, max_size=14, unique=True).map(lambda them: " . ".join([*them, ""]))


def judged(shapes: str, data: str) -> tuple[set[Verdict], Store]:
    store = Store()
    store.load(TURTLE + data + CLASSES, format=RdfFormat.TURTLE)
    rules = compile_shapes(
        Shapes([TURTLE + shapes]), lambda of: [NamedNode(each) for each in HIERARCHY[of.value]]
    )
    return of_rows(rules, store), store


def agree(shapes: str, data: str) -> int:
    ours, store = judged(shapes, data)
    assert ours == of_shapes(store, rdflib.Graph().parse(data=TURTLE + shapes, format="turtle"))
    return len(ours)


def on_nodes(constraint: str, target: str = TARGETS[0]) -> str:
    return f":shape a sh:NodeShape ; {target} ; {constraint} ."


def on_values(constraint: str, path: str = ":p", target: str = TARGETS[0]) -> str:
    property_shape = f":values a sh:PropertyShape ; sh:path {path} ; {constraint} ."
    return f":shape a sh:NodeShape ; {target} ; sh:property :values . {property_shape}"


def test_every_constraint_that_is_compiled_is_compared():
    compared = " ".join((*OF_PATH, *OF_VALUES, *OF_NUMBERS, f"sh:sparql {SELECT}"))
    assert {name for name in CONSTRAINTS if f"sh:{name} " not in compared} == set()


@pytest.mark.parametrize("constraint", [*OF_PATH, *OF_VALUES])
def test_values_are_judged_as_by_the_reference(constraint):
    agree(on_values(constraint), FULL)


@pytest.mark.parametrize("constraint", OF_VALUES)
def test_nodes_are_judged_as_by_the_reference(constraint):
    agree(on_nodes(constraint), FULL)


@pytest.mark.parametrize("constraint", OF_NUMBERS)
def test_numbers_are_judged_as_by_the_reference(constraint):
    """Dates and years too it would give a place among the numbers."""
    assert agree(on_values(constraint), ":a a :A ; :p 1, 1.5, 2, 3, :b, 'x', '2' .") > 2


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("constraint", ["sh:minCount 2", "sh:class :B", "sh:hasValue :b"])
def test_paths_are_followed_as_by_the_reference(constraint, path):
    agree(on_values(constraint, path), FULL)


@pytest.mark.parametrize("target", TARGETS)
def test_targets_are_found_as_by_the_reference(target):
    assert agree(on_nodes("sh:class :D", target), FULL)


def test_a_query_finds_what_it_finds_in_the_reference():
    assert agree(on_nodes(f"sh:sparql [ sh:select {SELECT} ]"), FULL)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    data=triples(),
    path=st.sampled_from(PATHS),
    constraint=st.sampled_from((*OF_PATH, *OF_VALUES)),
    target=st.sampled_from(TARGETS),
)
@example(":a a :A ; :p _:n . _:n :p 1 .", ":p", OF_VALUES[-4], TARGETS[0])
def test_any_shape_judges_any_data_as_the_reference_does(data, path, constraint, target):
    agree(on_values(constraint, path, target), data)


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:pattern "^q"',
        "sh:minLength 99",
        'sh:or ( [ sh:pattern "^q" ] [ sh:class :A ] )',
        'sh:xone ( [ sh:pattern "^q" ] [ sh:minLength 99 ] [ sh:class :A ] )',
    ],
)
def test_a_triple_as_a_value_makes_no_rule_silent(constraint):
    """The functions of a pattern fail on one, and what fails in a filter would find nothing."""
    found, _ = judged(on_values(constraint), ":a a :A ; :p <<( :a :p 'k' )>> .")
    assert found
