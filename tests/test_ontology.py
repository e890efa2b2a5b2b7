"""The ontology's rules hold, and each of them can fail."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, parse

from ontology import FILES, VERSION, names, turtle
from ontology.names import LH, OWL, QB, RDF, RDFS, SKOS
from tools import check_ontology
from tools.owl_closure import contradictions
from tools.turtle_layout import layout

WRITTEN = {
    "layout",
    "no-contradiction",
    "shapes-are-shapes",
    "terms-are-declared",
    "terms-are-used",
}
LONG = {"no-contradiction", "shapes-are-shapes"}
"""Rules that take seconds; `make check` asks them too."""
RULES = sorted(WRITTEN | {query.stem for query in check_ontology.HYGIENE})
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.PREFIXES.items()) + (
    f"@prefix x: <{names.BASE}id/x/> .\n@prefix theme: <{names.BASE}id/theme/> .\n"
    f"@prefix scheme: <{names.BASE}id/scheme/> .\n@prefix role: <{names.BASE}id/role/> .\n"
)

FAULTS = {
    "class-has-example": 'x:1 a owl:Class ; skos:example "one"@en .',
    "concept-in-scheme": "x:1 a skos:Concept ; skos:inScheme scheme:not-there .",
    "concept-is-no-scheme": "scheme:roles a skos:Concept .",
    "datatypes-in-shacl-only": "lh:gbCode rdfs:range xsd:string .",
    "labels-are-disjoint": 'theme:blockchain skos:hiddenLabel "区块链"@zh .',
    "language-tags": 'theme:blockchain skos:prefLabel "区块链"@zh-CN .',
    "named-nodes-only": "x:1 rdfs:seeAlso [] .",
    "negative-label-has-a-label": 'theme:blockchain lh:negativeLabel "铁链"@zh .',
    "notation-is-unique": 'role:plan skos:notation "review" .',
    "one-preferred-label": 'theme:blockchain skos:prefLabel "分布账本"@zh .',
    "related-is-not-broader": (
        "x:1 skos:broader x:2 . x:2 skos:broader x:3 . x:3 skos:related x:1 ."
    ),
    "term-is-defined-by-the-ontology": "x:1 a owl:ObjectProperty .",
    "thing-is-defined": 'x:1 a qb:DataSet ; skos:definition "one"@en , ""@zh .',
    "thing-is-labelled": 'x:1 a skos:ConceptScheme ; skos:prefLabel "one"@zh .',
    "top-concepts": "x:1 a skos:ConceptScheme ; skos:hasTopConcept role:plan .",
    "words-belong-to-one-theme": 'theme:big-data skos:hiddenLabel "Blockchain"@en .',
}

CONTRADICTIONS = {
    "a thing of two disjoint classes": "theme:blockchain a lh:PolicyDirection .",
    "two things made one": "x:1 owl:sameAs x:2 .",
    "a member of owl:Nothing": "x:1 a owl:Nothing .",
    "a class by range that nobody stated": "x:1 lh:evidence x:2 .",
    "a class by domain that nobody stated": 'x:1 lh:gbCode "110000" .',
    "a literal of a class": 'x:1 lh:aboutTheme "blockchain" .',
    "a thing of a datatype": "x:1 a xsd:string .",
}


@pytest.fixture(scope="module")
def rules() -> dict[str, Callable[[], list[str]]]:
    return check_ontology.rules()


def _store(*turtles: str) -> Store:
    store = check_ontology.load(facts=())
    for text in turtles:
        store.load(PREFIXES + text, format=RdfFormat.TURTLE)
    return store


def _with_a_theme() -> Store:
    store = Store()
    store.load(turtle("terms") + PREFIXES, format=RdfFormat.TURTLE)
    store.load(PREFIXES + "theme:blockchain a lh:Theme .", format=RdfFormat.TURTLE)
    return store


def _column(store: Store, query: str) -> list[str]:
    rows = store.query(query, prefixes=names.PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return [row[0].value for row in rows]


def test_every_rule_is_run(rules):
    assert check_ontology.HYGIENE
    assert check_ontology.FACTS
    assert sorted(rules) == RULES


@pytest.mark.parametrize(
    "name",
    [pytest.param(each, marks=pytest.mark.slow if each in LONG else ()) for each in RULES],
)
def test_rule_holds(rules, name):
    assert rules[name]() == []


def test_every_hygiene_query_has_a_fault():
    assert sorted(FAULTS) == [query.stem for query in check_ontology.HYGIENE]


@pytest.mark.parametrize("query", check_ontology.HYGIENE, ids=lambda path: path.stem)
def test_hygiene_query_finds_its_fault(query):
    assert check_ontology.findings(query, _store(FAULTS[query.stem])) != []


@pytest.mark.parametrize("fault", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_contradiction_is_found(fault):
    store = _with_a_theme()
    store.load(PREFIXES + fault, format=RdfFormat.TURTLE)
    assert contradictions(store) != []


def test_a_theme_contradicts_nothing():
    assert contradictions(_with_a_theme()) == []


def test_undeclared_terms_are_found_in_code_queries_and_turtle(tmp_path):
    texts = {
        "a.py": "LH.notThereA",
        "b.py": 'LH["notThereB"]',
        "c.rq": "?s lh:notThereC ?o",
        "d.trig": f"<{LH.iri}notThereD>",
        "e.ttl": "lh:year lhs:notOurs",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = check_ontology.undeclared(sorted(tmp_path.iterdir()))
    assert found == [
        "lh:notThereA: in a.py",
        "lh:notThereB: in b.py",
        "lh:notThereC: in c.rq",
        "lh:notThereD: in d.trig",
    ]


def test_unused_terms_are_found():
    assert "lh:gbCode" in check_ontology.unused(())
    assert "lh:Province" not in check_ontology.unused(())


def test_a_shape_that_is_none_is_found(tmp_path):
    shape = tmp_path / "shape.ttl"
    shape.write_text(PREFIXES + 'x:1 a sh:NodeShape ; sh:minCount "one" .', "utf-8")
    assert check_ontology.shapes_of_shapes([shape]) != []


GOOD = (
    "@prefix a: <http://a/> .\n@prefix b: <http://b/> .\n\na:1\n  b:p a:2 .\n\na:2\n  b:p a:1 .\n"
)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("<http://b/> .", "<http://b/> .\n@prefix aa: <http://c/> .", "prefixes out of order"),
        ("a:1\n  b:p a:2 .", "a:1\n  a:p a:2 .", None),
        ("b:p", "a:p", "prefix b: unused"),
        ("a:1\n  b:p", "a:3\n  b:p", "a:2 stands after a:3"),
        ("a:2 .\n\n", "a:2 .\n", "a:1: a second subject in the block"),
        ("a:2 .\n\n", "a:2 .\n\n\n", "two blank lines together"),
        ("a:2 .\n", "a:2 . \n", "white space at the end of a line"),
        ("  b:p", "\tb:p", "a tab"),
        ("a:1 .\n", "a:1 .\n\n", "does not end in exactly one line break"),
        ("> .\n\n", "> .\n", "the first block is not the prefixes alone"),
        ("a:1\n", "# About a:9.\na:1\n", None),
    ],
)
def test_layout(tmp_path, old, new, problem):
    path = tmp_path / "t.ttl"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), "utf-8")
    found = layout(path)
    assert (f"t.ttl: {problem}" in found) if problem else (found == [])


def test_style_guide_names_exactly_the_rules():
    guide = Path(__file__).parents[1] / "docs" / "ontology-style.md"
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+|layout)`", guide.read_text("utf-8")))
    assert named - {"zh-hant", "zh-latn"} == set(RULES)


def test_files_and_version():
    assert all(FILES[kind] for kind in ("terms", "schemes", "shapes"))
    header = _store()
    iris = header.quads_for_pattern(names.ONTOLOGY, OWL.versionIRI, None)
    assert [quad.object for quad in iris] == [NamedNode(f"{names.ONTOLOGY.value}/{VERSION}")]


def test_every_term_of_the_model_is_declared(shared):
    model = (shared / "design" / "model.md").read_text("utf-8")
    wanted = set(re.findall(r"\blh:([A-Za-z]\w*)", model))
    assert len(wanted) > 60
    assert wanted - check_ontology.declared() == set()


def test_themes_have_the_words_of_the_facts(shared):
    with (shared / "facts" / "themes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 27
    store = _store()
    for row in rows:
        theme = names.theme(row["theme"].replace("_", "-"))
        labels = {
            (quad.object.value.lower(), quad.object.language)
            for kind in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            for quad in store.quads_for_pattern(theme, kind, None)
            if isinstance(quad.object, Literal)
        }
        words = {(word.lower(), "zh") for word in row["zh_terms"].split(";")}
        words |= {(word.lower(), "en") for word in row["en_terms"].split(";")}
        assert words <= labels
        # No Chinese word beyond them, but for the name of a theme of several parts.
        assert {word for word, tag in labels - words if tag == "zh" and "与" not in word} == set()


@pytest.mark.parametrize(
    ("theme", "word"),
    [
        ("5g", "5GWh"),
        ("aerospace-low-altitude", "卫星城"),
        ("big-data", "十大数据"),
        ("big-data", "加大数据"),
        ("big-data", "壮大数据"),
        ("big-data", "扩大数据"),
        ("big-data", "放大数据"),
        ("biotech", "红色基因"),
        ("cloud-computing", "线上云"),
        ("industrial-internet", "工业互联网思维"),
        ("internet-plus", "工业互联网+"),
        ("new-energy", "调储能力"),
        ("quantum", "量子城市"),
    ],
)
def test_false_friends(theme, word):
    labels = _store().quads_for_pattern(names.theme(theme), LH.negativeLabel, None)
    assert Literal(word, language="zh") in {quad.object for quad in labels}


def test_directions_are_seven_of_which_the_article_names_five():
    query = """SELECT ?notation WHERE {
      ?direction a lh:PolicyDirection ; skos:notation ?notation ;
        skos:inScheme <https://w3id.org/lianghui/id/scheme/%s> .
    } ORDER BY ?notation"""
    assert _column(_store(), query % "directions") == [f"D{n}" for n in range(1, 8)]
    assert _column(_store(), query % "article-directions") == [f"D{n}" for n in range(1, 6)]


COUNTED = {
    "first-years": (3, {LH.firstNamedTheme, LH.namingProvince}),
    "namings": (2, {LH.namedTheme, LH.namingReport}),
    "tallies": (2, {LH.countedManner, LH.countedReport, LH.countedTheme}),
    "year-directions": (2, {LH.totalDirection, LH.totalYear}),
    "year-themes": (7, {LH.totalTheme, LH.totalYear}),
    "years": (4, {LH.yearCounted}),
}
"""How many measures the cubes of counts have, and which dimensions."""


def test_cubes_are_complete():
    store = _store()
    structures = {quad.object for quad in store.quads_for_pattern(None, QB.structure, None)}
    assert len(structures) == 13
    for structure in structures:
        ours = "/network-" in structure.value or "/province-likeness" in structure.value
        components = [q.object for q in store.quads_for_pattern(structure, QB.component, None)]
        measures = [q for c in components for q in store.quads_for_pattern(c, QB.measure, None)]
        counts = COUNTED.get(structure.value.rpartition("/")[2])
        assert len(measures) == (counts[0] if counts else 1)
        dimensions = {
            q.object for c in components for q in store.quads_for_pattern(c, QB.dimension, None)
        }
        if counts:
            assert dimensions == counts[1]
        else:
            assert {LH.measure, LH.year} | (set() if ours else {LH.assertedIn}) <= dimensions
        for dimension in dimensions:
            assert any(store.quads_for_pattern(dimension, RDF.type, QB.DimensionProperty))
            assert any(store.quads_for_pattern(dimension, RDFS.range, None))


def test_prefixes_mean_the_same_in_every_file():
    texts = [path.read_text("utf-8") for paths in FILES.values() for path in paths]
    bound = {pair for text in texts for pair in re.findall(r"@prefix ([\w-]*): <([^>]+)>", text)}
    assert len({name for name, _ in bound}) == len(bound)
    own = {(name, iri) for name, iri in bound if iri == f"{names.BASE}id/{name}/"}
    assert bound - own <= set(names.PREFIXES.items())
    for kind in FILES:
        assert len(list(parse(turtle(kind), format=RdfFormat.TURTLE))) > 50
