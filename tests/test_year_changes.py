"""What changed between the reports of two years, over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from graph.open import open_home
from graph.releases import Home
from questions_world import world
from tests.served import client, problem

PLACE = "/api/v1/diff/years"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home: Path = tmp_path_factory.mktemp("years") / "home"
    with Home(home).change("made-up reports") as draft:
        draft.add(world())
    assert open_home(home).number() == 1
    return client(home)


def test_what_was_added_changed_and_dropped_is_told_apart(served: FlaskClient) -> None:
    found = served.get(f"{PLACE}?from=2093&to=2094&province=110000&theme=blockchain").get_json()
    assert (found["from"], found["to"], found["truncated"]) == (2093, 2094, False)
    assert found["counts"] == {kind: len(found[kind]) for kind in ("added", "changed", "dropped")}
    (changed,) = [row for row in found["changed"] if row["kind"] == "theme"]
    assert (changed["before"], changed["after"]) == (2, 3)
    assert "direction/digital-economy" in " ".join(row["value"] for row in found["added"])
    assert all("change" not in row for row in found["added"])


def test_the_two_graphs_hold_the_statements_that_have_no_like(served: FlaskClient) -> None:
    query = "?from=2093&to=2094&province=140000"
    for ending, form in (("trig", RdfFormat.TRIG), ("nq", RdfFormat.N_QUADS)):
        quads = list(parse(served.get(f"{PLACE}.{ending}{query}").data, format=form))
        years = {"added": "2094", "dropped": "2093"}
        assert {quad.graph_name.value.rsplit("/", 1)[1] for quad in quads} == set(years)  # type: ignore[union-attr]
        for quad in quads:
            kind = quad.graph_name.value.rsplit("/", 1)[1]  # type: ignore[union-attr]
            assert f"/140000/{years[kind]}/" in quad.subject.value  # type: ignore[union-attr]


def test_a_year_without_texts_drops_nothing(served: FlaskClient) -> None:
    found = served.get(f"{PLACE}?from=2093&to=1999").get_json()
    assert found["counts"] == {"added": 0, "changed": 0, "dropped": 0}


def test_more_than_the_limit_is_said_to_be_cut(served: FlaskClient) -> None:
    answer = served.get(f"{PLACE}?from=2093&to=2094&limit=2")
    assert answer.get_json()["truncated"] is True
    assert answer.headers["X-Result-Truncated"] == "2"
    cut, whole = answer.get_json(), served.get(f"{PLACE}?from=2093&to=2094").get_json()
    assert whole["truncated"] is False
    assert cut["counts"] == whole["counts"] == {kind: len(whole[kind]) for kind in whole["counts"]}
    assert sum(len(cut[kind]) for kind in cut["counts"]) == 2


@pytest.mark.parametrize("query", ["from=93", "theme=alchemy", "province=Shanghai2", "nonsense=1"])
def test_what_does_not_fit_is_refused(served: FlaskClient, query: str) -> None:
    answer = served.get(f"{PLACE}?{query}")
    assert answer.status_code == 422
    assert problem(answer)["allowed"]


def test_the_answer_bears_a_tag(served: FlaskClient) -> None:
    place = f"{PLACE}?from=2093&to=2094"
    tag = served.get(place).headers["ETag"]
    assert served.get(place, headers={"If-None-Match": tag}).status_code == 304
    assert served.get(f"{place}&lang=zh").headers["ETag"] != tag
