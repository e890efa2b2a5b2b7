"""The shapes as a body of rules: how they are written, and that they leave no term out."""

from __future__ import annotations

import re

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SH
from rdflib.plugins.sparql import prepareQuery

from graph.gate import compiled
from ontology import FILES
from ontology.names import LH, LHS

SHAPES = FILES["shapes"]
TRANSIENT = {"content"}
"""Terms that stand in no graph, so that no rule is about their values."""
TARGETS = {SH.targetClass, SH.targetSubjectsOf, SH.target, SH.declare}


def graph_of(kind: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in FILES[kind]:
        graph.parse(path, format="turtle")
    return graph


def test_there_are_shapes():
    assert len(SHAPES) > 5


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_a_file_is_in_alphabetical_order(path):
    turtle = path.read_text("utf-8")
    prefixes = re.findall(r"^@prefix (\w+): ", turtle, re.M)
    names = re.findall(r"^(lhs:\S+)$", turtle, re.M)
    assert names
    assert prefixes == sorted(prefixes)
    assert names == sorted(set(names))
    assert max(map(len, turtle.splitlines())) <= 200


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_a_file_declares_the_prefixes_that_it_uses(path):
    turtle = path.read_text("utf-8")
    body = re.sub(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^>]*>|#.*', "", turtle)
    declared = set(re.findall(r"@prefix (\w+):", turtle))
    assert declared == set(re.findall(r"(?<![\w-])([a-z]+):(?=[\w-])", body))


def test_every_rule_says_what_is_wrong_in_both_languages():
    rules = compiled(frozenset())
    assert len(rules) > 150
    for rule in rules:
        messages = dict(rule.messages)
        assert (set(messages), len(rule.messages)) == ({"en", "zh"}, 2), rule.shape
        assert (messages["en"][-1], messages["zh"][-1]) == (".", "。"), rule.shape
        holes = [set(re.findall(r"\{\?(\w+)\}", text)) for text in messages.values()]
        assert holes[0] == holes[1] <= set(re.findall(r"\?(\w+)", rule.what)), rule.shape


def triples_of(node):
    """All triple patterns in a query's algebra, at any depth."""
    if isinstance(node, dict) and "triples" in node:
        yield from node["triples"]
    if isinstance(node, dict | list | tuple):
        for part in node.values() if isinstance(node, dict) else node:
            yield from triples_of(part)


def test_a_rule_that_follows_no_names_is_marked_as_one_across_nodes():
    """Else it would be blind where the store is judged slice by slice."""
    rules = [rule for rule in compiled(frozenset()) if not rule.of_graphs]
    across = {rule.shape for rule in rules if rule.across}
    told = set()
    for rule in rules:
        assert "^" not in rule.where.replace("^^", "").replace('"^', "") or rule.across
        if not rule.component.endswith("SPARQLConstraintComponent"):
            continue
        query = prepareQuery(f"{rule.prefixes}\nSELECT * WHERE {{ {rule.where} }}")
        found = list(triples_of(query.algebra))
        assert found
        known = {rdflib.Variable("this")}
        for _ in found:
            known |= {term for s, *others in found if s in known for term in others}
        if any(s not in known for s, *_ in found):
            told.add(rule.shape)
    assert told == across


def test_every_part_is_used():
    shapes = graph_of("shapes")
    subjects = {s for s in shapes.subjects() if str(s).startswith(LHS.iri)}
    aimed = {s for s, p in shapes.subject_predicates() if p in TARGETS}
    pointed = set(shapes.objects()) | set(shapes.predicates())
    assert subjects - aimed - pointed == set()


def test_every_property_has_a_rule_for_its_values():
    terms, shapes = graph_of("terms"), graph_of("shapes")
    kinds = (RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {s for kind in kinds for s in terms.subjects(RDF.type, kind)}
    ours = {s for s in declared if str(s).startswith(LH.iri)}
    judged = set(shapes.objects(None, SH.targetSubjectsOf))
    assert len(ours) > 40
    assert {str(s).removeprefix(LH.iri) for s in ours - judged} == TRANSIENT


def test_every_class_and_property_in_a_rule_is_declared():
    terms = graph_of("terms")
    text = "\n".join(path.read_text("utf-8") for path in SHAPES)
    used = set(re.findall(r"(?<![\w-])lh:(\w+)", text))
    assert used
    assert {
        name for name in used if (rdflib.URIRef(LH.iri + name), None, None) not in terms
    } == set()


def test_every_class_has_a_rule():
    shapes, terms = graph_of("shapes"), graph_of("terms")
    ours = {s for s in terms.subjects(RDF.type, OWL.Class) if str(s).startswith(LH.iri)}
    aimed = set(shapes.objects(None, SH.targetClass))
    assert len(ours) > 15
    assert {str(s) for s in ours - aimed} <= {LH.Passage.value}
