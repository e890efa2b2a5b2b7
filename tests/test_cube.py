"""The integrity constraints of W3C's RDF Data Cube (IC-1 to IC-21), and that each can fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store

import ontology

CUBE = Path(__file__).parent / "cube"
DATA = Path(__file__).parents[1] / "graph" / "data"
CONSTRAINTS = sorted(CUBE.glob("ic-*.rq"))
PREFIXES = """
PREFIX ex: <http://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
HIERARCHIES = {
    "ic-20": "?list qb:parentChildProperty ?property . FILTER (ISIRI(?property))",
    "ic-21": "?list qb:parentChildProperty / owl:inverseOf ?property",
}
SOUND = """
qb:measureType a qb:DimensionProperty ; rdfs:range rdfs:Resource .
ex:place a qb:DimensionProperty ; rdfs:range skos:Concept ; qb:codeList ex:places .
ex:when a qb:DimensionProperty ; rdfs:range rdfs:Literal .
ex:area a qb:DimensionProperty ; rdfs:range ex:Area ; qb:codeList ex:down .
ex:zone a qb:DimensionProperty ; rdfs:range ex:Area ; qb:codeList ex:up .
ex:places a skos:ConceptScheme .
ex:north a skos:Concept ; skos:inScheme ex:places .
ex:south a skos:Concept ; skos:inScheme ex:places .
ex:down a qb:HierarchicalCodeList ; qb:hierarchyRoot ex:land ; qb:parentChildProperty ex:holds .
ex:up a qb:HierarchicalCodeList ; qb:hierarchyRoot ex:land ;
  qb:parentChildProperty [ owl:inverseOf ex:within ] .
ex:land ex:holds ex:county .
ex:county ex:within ex:land .

ex:c-place qb:dimension ex:place .
ex:c-when qb:dimension ex:when .
ex:c-area qb:dimension ex:area .
ex:c-zone qb:dimension ex:zone .
ex:c-type qb:dimension qb:measureType .
ex:c-count qb:measure ex:count .
ex:c-share qb:measure ex:share .
ex:c-unit qb:attribute ex:unit ; qb:componentRequired true .
ex:c-note qb:attribute ex:note ; qb:componentRequired false .

ex:plain a qb:DataStructureDefinition ; qb:sliceKey ex:key ;
  qb:component ex:c-place , ex:c-when , ex:c-count , ex:c-unit , ex:c-note .
ex:key a qb:SliceKey ; qb:componentProperty ex:when .
ex:cube a qb:DataSet ; qb:structure ex:plain ; qb:slice ex:slice .
ex:slice a qb:Slice ; qb:sliceStructure ex:key ; ex:when 2020 ; qb:observation ex:o1 .
ex:o1 qb:dataSet ex:cube ; ex:place ex:north ; ex:when 2020 ; ex:count 3 ; ex:unit ex:one .
ex:o2 qb:dataSet ex:cube ; ex:place ex:south ; ex:when 2020 ; ex:count 3 ; ex:unit ex:one .

ex:typed a qb:DataStructureDefinition ;
  qb:component ex:c-place , ex:c-type , ex:c-count , ex:c-share .
ex:wide a qb:DataSet ; qb:structure ex:typed .
ex:m1 qb:dataSet ex:wide ; ex:place ex:north ; qb:measureType ex:count ; ex:count 1 .
ex:m2 qb:dataSet ex:wide ; ex:place ex:north ; qb:measureType ex:share ; ex:share 2 .

ex:nested a qb:DataStructureDefinition ; qb:component ex:c-area , ex:c-zone , ex:c-count .
ex:tree a qb:DataSet ; qb:structure ex:nested .
ex:t1 qb:dataSet ex:tree ; ex:area ex:county ; ex:zone ex:county ; ex:count 5 .
"""
FAULTS = {
    "ic-01": "INSERT DATA { ex:o1 qb:dataSet ex:wide }",
    "ic-02": "INSERT DATA { ex:cube qb:structure ex:typed }",
    "ic-03": "DELETE DATA { ex:plain qb:component ex:c-count }",
    "ic-04": "DELETE DATA { ex:when rdfs:range rdfs:Literal }",
    "ic-05": "DELETE DATA { ex:place qb:codeList ex:places }",
    "ic-06": "INSERT DATA { ex:c-place qb:componentRequired false }",
    "ic-07": "DELETE DATA { ex:plain qb:sliceKey ex:key }",
    "ic-08": "INSERT DATA { ex:key qb:componentProperty ex:zone }",
    "ic-09": "DELETE DATA { ex:slice qb:sliceStructure ex:key }",
    "ic-10": "DELETE DATA { ex:slice ex:when 2020 }",
    "ic-11": "DELETE DATA { ex:o2 ex:place ex:south }",
    "ic-12": "DELETE DATA { ex:o2 ex:place ex:south } ; INSERT DATA { ex:o2 ex:place ex:north }",
    "ic-13": "DELETE DATA { ex:o1 ex:unit ex:one }",
    "ic-14": "DELETE DATA { ex:o1 ex:count 3 }",
    "ic-15": "DELETE DATA { ex:m1 ex:count 1 }",
    "ic-16": "INSERT DATA { ex:m1 ex:share 2 }",
    "ic-17": "DELETE WHERE { ex:m2 ?property ?value }",
    "ic-18": "INSERT DATA { ex:slice qb:observation ex:m1 }",
    "ic-19": "DELETE DATA { ex:north skos:inScheme ex:places }",
    "ic-20": "DELETE DATA { ex:land ex:holds ex:county }",
    "ic-21": "DELETE DATA { ex:county ex:within ex:land }",
}


@pytest.fixture(scope="module")
def shipped() -> Store:
    """All shipped facts and the ontology in the default graph, normalised."""
    store = Store()
    for kind in ("terms", "schemes"):
        store.load(ontology.turtle(kind), format=RdfFormat.TURTLE)
    files = sorted(DATA.glob("*.trig"))
    assert files
    for path in files:
        store.load(path.read_bytes(), format=RdfFormat.TRIG)
    merged = Store()
    merged.extend(Quad(each.subject, each.predicate, each.object) for each in store)
    return normalised(merged)


def normalised(store: Store) -> Store:
    store.update((CUBE / "normalise.ru").read_text("utf-8"))
    return store


def sample() -> Store:
    store = Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {SOUND} }}")
    return store


def violated(store: Store, constraint: Path) -> bool:
    """Whether the constraint is; those on hierarchies are asked for each property in use."""
    query = constraint.read_text("utf-8")
    pattern = HIERARCHIES.get(constraint.stem)
    if pattern is None:
        return ask(store, query)
    rows = store.query(f"{PREFIXES} SELECT DISTINCT ?property {{ {pattern} }}")
    assert isinstance(rows, QuerySolutions)
    properties = [row["property"] for row in rows]
    assert all(isinstance(each, NamedNode) for each in properties)
    return any(ask(store, query.replace("<$property>", str(each))) for each in properties)


def ask(store: Store, query: str) -> bool:
    answer = store.query(query)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def test_every_constraint_is_there_with_a_fault() -> None:
    assert [path.stem for path in CONSTRAINTS] == [f"ic-{number:02}" for number in range(1, 22)]
    assert sorted(FAULTS) == [path.stem for path in CONSTRAINTS]


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda path: path.stem)
def test_shipped_observations_are_valid_cubes(shipped: Store, constraint: Path) -> None:
    assert ask(shipped, f"{PREFIXES} ASK {{ ?each a qb:Observation ; qb:dataSet ?cube }}")
    assert not violated(shipped, constraint)


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda path: path.stem)
def test_a_sound_cube_passes_and_its_fault_fails(constraint: Path) -> None:
    store = sample()
    assert not violated(normalised(store), constraint)
    store = sample()
    store.update(f"{PREFIXES} {FAULTS[constraint.stem]}")
    assert violated(normalised(store), constraint)
