"""What changed between two releases, over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from graph.releases import Home
from tests.served import client, made, problem

PLACE = "/api/v1/diff"
EXAMPLE = "http://example.org/"


def node(name: str) -> NamedNode:
    return NamedNode(EXAMPLE + name)


NEW = Quad(node("a"), node("p"), Literal("new <i>", language="en"), node("g1"))
OLD = Quad(node("a"), node("p"), Literal(1), node("g1"))
UNNAMED = Quad(node("a"), node("p"), node("b"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Three releases: the second adds one quad and drops one, the third adds another."""
    home = made(tmp_path / "home")
    with home.change("one comes, one goes") as draft:
        draft.add([NEW])
        draft.remove([OLD])
    with home.change("another comes") as draft:
        draft.add([UNNAMED])
    return home


def test_the_page_tells_of_graphs_that_no_iri_names(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    with home.change("graphs without an IRI") as draft:
        draft.add([UNNAMED, Quad(*UNNAMED.triple, BlankNode("g"))])
    page = client(home.path).get("/changes?lang=en", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert page.text.count("_:g") == 2
    assert page.text.count("DEFAULT") == 2


@pytest.fixture
def served(home: Home) -> FlaskClient:
    return client(home.path)


def test_what_came_and_went_is_told_graph_by_graph(served: FlaskClient) -> None:
    document = served.get(f"{PLACE}?from=1&to=2").get_json()
    assert (document["from"], document["to"]) == (1, 2)
    assert (document["added"], document["removed"], document["truncated"]) == (1, 1, False)
    (graph,) = document["graphs"]
    assert graph == {
        "name": f"{EXAMPLE}g1",
        "status": "changed",
        "before": 2,
        "after": 2,
        "added": 1,
        "removed": 1,
    }
    assert document["quads"]["added"] == [[str(term) for term in NEW]]
    assert document["quads"]["removed"] == [[str(term) for term in OLD]]


def test_it_is_of_the_last_change_where_nothing_is_said(served: FlaskClient) -> None:
    document = served.get(PLACE).get_json()
    assert (document["from"], document["to"]) == (2, 3)
    assert document["quads"]["added"] == [[*(str(term) for term in list(UNNAMED)[:3]), None]]


def test_backwards_what_came_goes(served: FlaskClient) -> None:
    there = served.get(f"{PLACE}?from=1&to=3").get_json()["quads"]
    back = served.get(f"{PLACE}?from=3&to=1").get_json()["quads"]
    assert there["added"]
    assert there == {"added": back["removed"], "removed": back["added"]}


def test_the_empty_release_lacks_everything_and_none_differs_from_itself(
    served: FlaskClient, home: Home
) -> None:
    with home.release(1) as release:
        assert served.get(f"{PLACE}?from=0&to=1").get_json()["added"] == len(release.store)
    assert served.get(f"{PLACE}?from=2&to=2").get_json()["graphs"] == []


def test_a_cut_says_so(served: FlaskClient) -> None:
    answer = served.get(f"{PLACE}?from=0&to=1&limit=2")
    document = answer.get_json()
    assert len(document["quads"]["added"]) == 2
    assert document["added"] > 2
    assert document["truncated"] is True
    assert answer.headers["X-Result-Truncated"] == "2"


@pytest.mark.parametrize("ending", ["trig", "nq"])
def test_it_comes_as_two_graphs(served: FlaskClient, ending: str) -> None:
    answer = served.get(f"{PLACE}.{ending}?from=1&to=2")
    kind = {"trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}[ending]
    base = "https://w3id.org/lianghui/diff/1/2/"
    expected = {
        Quad(NEW.subject, NEW.predicate, NEW.object, NamedNode(base + "added")),
        Quad(OLD.subject, OLD.predicate, OLD.object, NamedNode(base + "removed")),
    }
    assert set(parse(answer.data, format=kind)) == expected
    accepted = served.get(f"{PLACE}?from=1&to=2", headers={"Accept": answer.mimetype})
    assert accepted.data == answer.data


def test_it_has_a_tag(served: FlaskClient) -> None:
    tag = served.get(f"{PLACE}?from=1&to=2").headers["ETag"]
    assert served.get(f"{PLACE}?from=1&to=2", headers={"If-None-Match": tag}).status_code == 304
    assert served.get(f"{PLACE}?from=1&to=3").headers["ETag"] != tag


@pytest.mark.parametrize("wrong", ["from=9", "to=x", "limit=-1", "format=csv", "since=1"])
def test_what_does_not_fit_is_refused(served: FlaskClient, wrong: str) -> None:
    answer = served.get(f"{PLACE}?{wrong}")
    assert answer.status_code == 422
    assert problem(answer)["allowed"]


def test_no_format_that_fits_is_406(served: FlaskClient) -> None:
    assert served.get(PLACE, headers={"Accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_it_escaped(served: FlaskClient, language: str) -> None:
    answer = served.get(f"/changes?from=1&to=2&lang={language}")
    assert answer.status_code == 200
    assert "new &lt;i&gt;" in answer.text
    assert f"{PLACE}.trig?from=1&amp;to=2" in answer.text
    assert served.get("/changes?from=2&to=2").status_code == 200
    assert served.get("/changes?from=0&to=1").status_code == 200


def test_the_description_tells_of_it(served: FlaskClient) -> None:
    document = served.get("/openapi.json").get_json()
    assert {PLACE, "/api/v1/search"} <= document["paths"].keys()
