"""A passage over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ingest import ingest
from graph.releases import Home
from graph.review import Verdict, review
from graph.withdraw import withdraw
from made import report, write
from ontology.names import BASE
from served import client, problem

PLACE = "/api/v1/passages"
WORDS = "培育量子科技产业和区块链产业。"


@pytest.fixture
def home(small: Home, tmp_path: Path) -> Home:
    write(tmp_path, "a.txt", report("北京市", 2093, WORDS))
    assert ingest(small, [tmp_path / "a.txt"]).problems == ()
    return small


@pytest.fixture
def key(home: Home) -> str:
    query = f"""PREFIX lh: <{BASE}ontology#>
      SELECT DISTINCT ?p {{ ?s lh:evidence ?p ; lh:year ?year FILTER (STR(?year) = "2093") }}"""
    rows = client(home.path).get("/sparql", query_string={"query": query}).get_json()
    (found,) = rows["results"]["bindings"]
    return str(found["p"]["value"]).rpartition("/")[2]


def test_a_passage_tells_where_it_stands_and_what_rests_on_it(home: Home, key: str) -> None:
    service = client(home.path)
    answer = service.get(f"{PLACE}/{key}")
    found = answer.get_json()
    assert (answer.status_code, found["passage"]) == (200, f"{BASE}id/passage/{key}")
    assert found["document"] == f"{BASE}id/report/110000/2093"
    assert found["words"] == WORDS
    assert found["end"] - found["start"] == len(WORDS)
    themes = {each["theme"].rpartition("/")[2] for each in found["statements"]}
    assert {"blockchain", "quantum"} <= themes
    assert all(each["year"] == 2093 for each in found["statements"])
    assert service.get(f"{PLACE}/{key}.json").get_json() == found
    same = service.get(f"{PLACE}/{key}", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304


def test_verdicts_stand_beside_the_statement(home: Home, key: str) -> None:
    first = client(home.path).get(f"{PLACE}/{key}").get_json()["statements"][0]["statement"]
    review(home, Verdict(first, "accept", "Li Hua"))
    review(home, Verdict(first, "reject", "Han Meimei"))
    said = client(home.path).get(f"{PLACE}/{key}").get_json()["statements"][0]
    assert said["verdicts"] == [f"{BASE}id/verdict/{each}" for each in ("accepted", "rejected")]
    assert len(said["directions"]) == len(set(said["directions"]))


def test_a_passage_that_is_not_here_is_told(home: Home, key: str) -> None:
    assert client(home.path).get(f"{PLACE}/none").status_code == 404
    assert problem(client(home.path).get(f"{PLACE}/{key}?lang=en"))["parameter"] == "lang"
    withdraw(home, "110000/2093")
    assert client(home.path).get(f"{PLACE}/{key}").status_code in (404, 410)
