"""The saved questions as files: headers, parameters, and that no value changes a query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.errors import NotFoundError, ParameterError
from graph.gate import check
from graph.questions import QUERIES, ask, bound, quads, question
from ontology import names
from ontology.names import DCTERMS, RDF, SH, SKOS, XSD
from queries import HeaderError, Question, bind, load, paged, parse
from queries.bind import MARKER, serialised
from queries.header import LANGUAGES, TYPES
from questions_world import facts, world
from tools import make_questions_doc

FOLDER = Path(__file__).resolve().parents[1] / "queries"
QUESTIONS = load()
NAMES = sorted(QUESTIONS)
HEADER = """\
#+ title.en: T
#+ title.zh: 题
#+ description.en: D
#+ description.zh: 述
#+ keywords: a, b
#+ parameter theme: theme = blockchain from themes
#+ parameter near: integer? e.g. 20
"""
BODY = "\nSELECT ?theme WHERE {\n  # parameters\n  ?theme ?p ?near\n}\nORDER BY ?theme\n"
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                '"', "'", '"""', "\\", "\\u0022", "\\U00000022", "{", "}", "(", ")", "<", ">",
                "#", "\n", "\r", "?theme", "UNDEF", " } UNION { ", " . DROP ALL ; ", "SELECT",
                "# parameters", "\x0b", "\x00", "é", "链", "𠀀", "^^", "@en", "http://x/",
                "https://w3id.org/lianghui/id/theme/blockchain", "blockchain", "2020", "en", "-1",
            ]
        ),
        max_size=6,
    ).map("".join),
)  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    return made_store()


@cache
def made_store() -> Store:
    store = Store()
    store.extend(facts())
    return store


def examples(asked: Question) -> dict[str, str]:
    return {each.name: each.example for each in asked.parameters}


def test_there_are_the_questions_that_were_asked_for() -> None:
    assert len(NAMES) >= 50
    assert {path.stem for path in FOLDER.glob("*.rq")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_written_as_the_others(name: str) -> None:
    asked = QUESTIONS[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    for text in (*asked.title.values(), *asked.description.values()):
        assert text == text.strip()
        assert text[-1] in ".?。？"
    for text in (asked.title["zh"], asked.description["zh"]):
        assert re.search(r"[\u4e00-\u9fff]{4}", text)
        assert not re.search(r"[,;:?!](?:\s|$)", text)
    assert bool(MARKER.search(asked.sparql)) == bool(asked.parameters)
    assert asked.form == "CONSTRUCT" or re.search(r"^ORDER BY [^\n]+\n\Z", asked.sparql, re.M)
    assert not re.search(r"\b(LIMIT|OFFSET|SERVICE|FROM)\b", asked.sparql)
    prefixes = re.findall(r"^PREFIX (\S+):", asked.sparql, re.M)
    assert prefixes == sorted(prefixes)
    bare = re.sub(r"PREFIX[^\n]*|<[^>\n]*>|\"[^\"\n]*\"", "", asked.sparql)
    assert set(re.findall(r"(?<![\w?])([a-z]+):(?=\w)", bare)) <= set(prefixes)
    for each in asked.parameters:
        assert re.search(rf"\?{each.name}\b", asked.sparql), each
        assert each.type in TYPES


@pytest.mark.parametrize("name", NAMES)
def test_examples_and_defaults_work(store: Store, name: str) -> None:
    asked = QUESTIONS[name]
    for values in ({}, examples(asked)):
        list(ask(store, asked, values))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in NAMES if QUESTIONS[name].form == "SELECT"])
def test_every_row_has_its_place(name: str) -> None:
    """The order is total: answers that tie in what is ordered by are the same."""
    asked = QUESTIONS[name]
    rows = [tuple(map(str, row)) for row in solutions(entered(1), asked, {})]
    assert len(set(rows)) == len(rows)
    assert [tuple(map(str, row)) for row in solutions(entered(-1), asked, {})] == rows


@cache
def entered(step: int) -> Store:
    """The world entered from its first quad or, with -1, from its last."""
    store = Store()
    store.extend(world()[::step])
    return store


def solutions(store: Store, asked: Question, values: Mapping[str, str]) -> QuerySolutions:
    answer = ask(store, asked, values)
    assert isinstance(answer, QuerySolutions)
    return answer


def test_a_source_lists_values_that_its_parameters_take(store: Store) -> None:
    sources = {
        (each.type, each.source)
        for asked in QUESTIONS.values()
        for each in asked.parameters
        if each.source
    }
    assert {source for _, source in sources} <= set(NAMES)
    for kind, source in sources:
        rows = list(solutions(store, QUESTIONS[source], {}))
        assert rows
        first = rows[0][0]
        assert isinstance(first, Literal if kind == "year" else NamedNode)
        asked = parse("probe", HEADER.replace("theme = blockchain", f"{kind}? e.g. x") + BODY)
        bound(store, asked, {"theme": first.value})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("#+ title.en: again", "not one"),
        ("#+ nothing", "not one"),
        ("#+ colour: red", "unknown in a header: colour"),
        ("#+ parameter x: colour = red", "one of the types"),
        ("#+ parameter x: year", "a default or"),
        ("#+ parameter x: year? = 2020", "a default or"),
    ],
)
def test_a_header_says_what_is_wrong(line: str, problem: str) -> None:
    with pytest.raises(HeaderError, match=problem) as caught:
        parse("probe", HEADER + line + "\n" + BODY)
    assert str(caught.value).startswith("probe: ")


def test_a_header_lacks_a_language() -> None:
    with pytest.raises(HeaderError, match=r"lacks title\.zh"):
        parse("probe", HEADER.replace("#+ title.zh: 题\n", "") + BODY)


def test_a_query_that_does_not_parse_is_a_header_error() -> None:
    with pytest.raises(HeaderError, match="probe"):
        parse("probe", HEADER + "SELECT WHERE")


def test_a_header_is_read() -> None:
    asked = parse("probe", HEADER + BODY)
    theme, near = asked.parameters
    assert (theme.type, theme.optional, theme.default, theme.source) == (
        "theme",
        False,
        "blockchain",
        "themes",
    )
    assert (near.optional, near.default, near.example, near.source) == (True, None, "20", None)
    assert (asked.keywords, asked.page, asked.form, asked.columns) == (
        ("a", "b"),
        100,
        "SELECT",
        ("theme",),
    )


def test_terms_come_into_a_values_block() -> None:
    terms = {"a": NamedNode("x:y"), "b": None, "c": Literal('"}')}
    assert (
        bind("SELECT * {\n  # parameters\n}", terms)
        == 'SELECT * {\n  VALUES (?a ?b ?c) { (<x:y> UNDEF "\\"}") }\n}'
    )
    with pytest.raises(ValueError, match="no line"):
        bind("SELECT * {}", terms)
    assert bind("SELECT * {}", {}) == "SELECT * {}"


def test_pages() -> None:
    assert paged("SELECT * {}\n", 10, 20) == "SELECT * {}\nLIMIT 10 OFFSET 20\n"
    with pytest.raises(ValueError, match="negative"):
        paged("SELECT * {}", -1)


def test_an_answer_comes_in_pages(store: Store) -> None:
    asked = QUESTIONS["provinces"]
    whole = [row["gbCode"] for row in solutions(store, asked, {})]
    answer = ask(store, asked, {}, limit=3, offset=2)
    assert isinstance(answer, QuerySolutions)
    assert [row["gbCode"] for row in answer] == whole[2:5]


def value(store: Store, kind: str, given: str) -> str:
    text = HEADER.replace("theme = blockchain from themes", f"{kind}? e.g. x") + BODY
    found = re.search(
        r"\{ \((\S.*) UNDEF\) \}", bound(store, parse("probe", text), {"theme": given})
    )
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("kind", "given", "term"),
    [
        *(
            ("province", each, str(names.province("140000")))
            for each in (
                "140000", "CN-SX", "cn-sx", "Shanxi", "shanxi province", "山西", "山西省", "晋",
                "province/140000", "https://w3id.org/lianghui/id/province/140000", " １４００００ ",
            )
        ),
        ("province", "陝西", str(names.province("610000"))),
        *(
            ("theme", each, str(names.theme("digital-government")))
            for each in ("digital-government", "Digital-Government", "theme/digital-government")
        ),
        ("theme", "区块链", str(names.theme("blockchain"))),
        *(
            ("direction", each, str(names.thing("direction", "industrial-parks")))
            for each in ("industrial-parks", "D5", "d5")
        ),
        ("year", "2020", f'"2020"^^{XSD.gYear}'),
        ("integer", "-007", f'"-7"^^{XSD.integer}'),
        ("text", 'a"\n', '"a\\"\\n"'),
        ("language", "zh", '"zh"'),
        ("IRI", "http://x/y", "<http://x/y>"),
        ("IRI", "report/110000/2020", str(names.report("110000", 2020))),
    ],
)  # fmt: skip
def test_values_are_read_by_type(store: Store, kind: str, given: str, term: str) -> None:
    assert value(store, kind, given) == term


@pytest.mark.parametrize(
    ("kind", "given", "allowed"),
    [
        ("province", "Atlantis", "110000"),
        ("theme", "block", "blockchain"),
        ("direction", "D9", "industrial-parks"),
        ("year", "20", "four digits"),
        ("year", "２０２０", "four digits"),
        ("integer", "1.5", "whole number"),
        ("integer", "9" * 19, "whole number"),
        ("language", "fr", "zh"),
        ("IRI", "http://x/ y", "absolute IRI"),
        ("IRI", "http://x/>", "absolute IRI"),
        ("text", "\ud800", "Unicode"),
    ],
)
def test_a_value_that_does_not_fit_tells_what_does(
    store: Store, kind: str, given: str, allowed: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        value(store, kind, given)
    assert caught.value.name == "theme"
    assert any(allowed in each for each in caught.value.allowed)
    assert "\n" not in str(caught.value)


def test_a_name_of_several_things_lists_them(store: Store) -> None:
    twin = Store()
    twin.extend(store)
    label = Literal("Shanxi", language="en")
    twin.update(
        f"INSERT DATA {{ GRAPH <x:g> {{ {names.province('610000')} {SKOS.altLabel} {label} }} }}"
    )
    with pytest.raises(ParameterError, match="more than one") as caught:
        value(twin, "province", "Shanxi")
    assert caught.value.allowed == ("140000", "610000")


def test_an_unknown_parameter_and_an_unknown_question(store: Store) -> None:
    with pytest.raises(ParameterError, match="no parameter of provinces") as caught:
        bound(store, QUESTIONS["provinces"], {"colour": "red"})
    assert caught.value.allowed == ("language",)
    with pytest.raises(NotFoundError, match="provinces-on-theme"):
        question("nothing")
    assert question("themes") is QUESTIONS["themes"]


def test_an_empty_value_counts_as_left_out(store: Store) -> None:
    asked = QUESTIONS["provinces-on-theme"]
    assert bound(store, asked, {"theme": "", "year": ""}) == bound(store, asked, {})


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_serialised_term_is_the_term(text: str) -> None:
    literal = Literal(text)
    (row,) = Store().query(f"SELECT ?x {{ VALUES ?x {{ {serialised(literal)} }} }}")  # type: ignore[misc]
    assert row["x"] == literal


def structure(node: object) -> object:
    """The algebra of a query without the terms of its parameters' VALUES."""
    if isinstance(node, CompValue):
        if node.name == "values":
            rows = [sorted(row) for row in node.res]
            return ("values", len(rows), rows and len(rows[0]) if rows[0] else "undef")
        return (node.name, [(key, structure(each)) for key, each in sorted(node.items())])
    if isinstance(node, dict):
        return sorted((str(key), structure(each)) for key, each in node.items())
    if isinstance(node, list | tuple):
        return [structure(each) for each in node]
    if isinstance(node, set | frozenset):
        return sorted(map(str, node))
    return str(node)


@cache
def expected(name: str) -> str:
    return str(structure(prepareQuery(full(name)).algebra))


@cache
def full(name: str) -> str:
    return bound(made_store(), QUESTIONS[name], examples(QUESTIONS[name]))


def outside(sparql: str) -> str:
    """The query without the rows of the parameters' VALUES blocks."""
    return re.sub(r"(?m)^( *VALUES \(\?.*?\) \{) \(.*\) \}$", r"\1", sparql)


@st.composite
def asking(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    name = draw(st.sampled_from([name for name in NAMES if QUESTIONS[name].parameters]))
    parameters = QUESTIONS[name].parameters
    chosen = draw(st.lists(st.sampled_from(parameters), min_size=1, unique=True))
    return name, examples(QUESTIONS[name]) | {each.name: draw(HOSTILE) or " " for each in chosen}


def changes_nothing(name: str, values: dict[str, str], *, algebra: bool) -> None:
    try:
        sparql = bound(made_store(), QUESTIONS[name], values)
    except ParameterError:
        return
    assert outside(sparql) == outside(full(name))
    Store().query(sparql)
    if algebra:
        assert str(structure(prepareQuery(sparql).algebra)) == expected(name)


@given(asking())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_value_changes_a_query(asked: tuple[str, dict[str, str]]) -> None:
    changes_nothing(*asked, algebra=False)


TEXTUAL = {"lookup": "text", "claim-location": "claim", "reachable": "thing"}


@given(st.sampled_from(sorted(TEXTUAL)), HOSTILE)
@settings(max_examples=60, deadline=None)
def test_no_text_changes_the_algebra(name: str, text: str) -> None:
    changes_nothing(name, {TEXTUAL[name]: text or " "}, algebra=True)


@pytest.mark.slow
@given(asking())
@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_two_thousand_values_change_no_algebra(asked: tuple[str, dict[str, str]]) -> None:
    changes_nothing(*asked, algebra=True)


def test_the_questions_are_in_the_graph() -> None:
    store = Store()
    store.extend(quads())
    kinds = {
        "SELECT": (SH.SPARQLSelectExecutable, SH.select),
        "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
    }
    for name, asked in QUESTIONS.items():
        node = names.thing("question", name)
        kind, text = kinds[asked.form]
        (sparql,) = (quad.object for quad in store.quads_for_pattern(node, text, None, QUERIES))
        assert isinstance(sparql, Literal)
        Store().query(sparql.value)
        types = {quad.object for quad in store.quads_for_pattern(node, RDF.type, None)}
        assert types == {SH.SPARQLExecutable, kind}
        for predicate in (SKOS.prefLabel, DCTERMS.description):
            labels = [quad.object for quad in store.quads_for_pattern(node, predicate, None)]
            assert sorted(each.language for each in labels) == list(LANGUAGES)  # type: ignore[union-attr,type-var]
        parameters = list(store.quads_for_pattern(node, SH.parameter, None))
        assert len(parameters) == len(asked.parameters)
    assert {quad.graph_name for quad in store} == {QUERIES}


def test_the_gate_takes_the_graph_of_questions() -> None:
    store = Store()
    store.extend(world())
    store.extend(quads())
    assert check(store, {QUERIES.value}, lambda key: None) == []


@pytest.mark.slow
def test_the_page_of_questions_is_current() -> None:
    page = make_questions_doc.FILE.read_text("utf-8")
    assert page == make_questions_doc.document(), "run python -m tools.make_questions_doc"
    assert set(re.findall(r"(?m)^## (\S+)$", page)) == set(NAMES)


def test_each_question_is_listed_for_one_purpose() -> None:
    listed = " ".join(make_questions_doc.PURPOSES.values()).split()
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(NAMES)
