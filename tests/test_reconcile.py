"""Reconciliation of names with provinces, themes, directions and parks."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from graph.releases import Home
from graph.shipped import shipped
from tests.served import client, problem

SCHEMAS = json.loads((Path(__file__).parent / "data" / "reconciliation.json").read_text("utf-8"))
"""What section by section the specification asks of each answer, in our own words."""
LH = "https://w3id.org/lianghui/ontology#"
CONFUSABLE = (
    *("Shanxi", "Shaanxi", "Hebei", "Hubei", "Henan", "Hunan", "Hainan"),
    *("Guangdong", "Guangxi", "Jiangsu", "Jiangxi"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home: Path = tmp_path_factory.mktemp("reconcile") / "home"
    with Home(home).change("what ships") as draft:
        for quads in shipped().values():
            draft.add(quads)
    return client(home)


def valid(document: Any, kind: str) -> Any:
    schema = {**SCHEMAS[kind], "definitions": SCHEMAS["definitions"]}
    Draft7Validator(schema).validate(document)
    return document


def batch(served: FlaskClient, queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    answer = served.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found = valid(answer.get_json(), "batch")
    return {key: each["result"] for key, each in found.items()}


def first(served: FlaskClient, name: str, **more: Any) -> dict[str, Any]:
    (found,) = batch(served, {"q": {"query": name, **more}}).values()
    return found[0] if found else {"id": None, "match": None}


def names(shared: Path) -> list[tuple[str, str]]:
    """Every name of every province in the table of facts, with the right answer."""
    columns = ("name_en", "name_en_full", "iso_name", "name_zh_hans", "name_zh_hans_full",
               "name_zh_hant", "name_zh_hant_full", "abbr_zh", "gb2260", "iso_3166_2",
               "wikidata_qid", "geonames_id")  # fmt: skip
    with (shared / "facts" / "provinces.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 34
    return [
        (row[column], f"province/{row['gb2260']}")
        for row in rows
        for column in columns
        if row[column] and column not in row["unverified"]
    ]


def test_the_manifest_is_as_the_specification_says(served: FlaskClient) -> None:
    found = valid(served.get("/reconcile").get_json(), "manifest")
    assert {each["id"] for each in found["defaultTypes"]} >= {f"{LH}Province", f"{LH}Theme"}
    for kind, place in found["suggest"].items():
        answer = served.get(f"{place['service_path']}?prefix=pro")
        assert valid(answer.get_json(), "suggestions")["result"], kind


def test_every_name_of_every_province_finds_it_first(served: FlaskClient, shared: Path) -> None:
    asked = names(shared)
    spelt = [
        (variant, code)
        for name, code in asked
        for variant in (name, name.upper(), f" {name} ", name.replace(" ", ""))
    ]
    queries = {
        f"q{n}": {"query": name, "type": f"{LH}Province"} for n, (name, _) in enumerate(spelt)
    }
    found = batch(served, dict(list(queries.items())[:2000]))
    assert len(found) > 1000
    wrong = [
        (name, code, found[f"q{n}"][:1])
        for n, (name, code) in enumerate(spelt[:2000])
        if not found[f"q{n}"] or found[f"q{n}"][0]["id"] != code
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("Shānxī", "140000"), ("Shǎnxī", "610000"), ("Guǎngdōng", "440000"), ("guang dong", "440000"),
     ("Chóngqìng", "500000"), ("chongqing shi", "500000"), ("粵", "440000"), ("沪", "310000"),
     ("陝西省", "610000"), ("Province of Hunan", "430000"), ("neimenggu", "150000"),
     ("xizang", "540000"), ("https://w3id.org/lianghui/id/province/440000", "440000")],
)  # fmt: skip
def test_scripts_tones_and_romanisations(served: FlaskClient, name: str, code: str) -> None:
    found = first(served, name, type="Province")
    assert (found["id"], found["match"]) == (f"province/{code}", True)


def test_confusable_names_never_match_the_wrong_one(served: FlaskClient) -> None:
    for name in CONFUSABLE:
        found = batch(served, {"q": {"query": name}})["q"]
        assert [each["match"] for each in found] == [True] + [False] * (len(found) - 1)
        assert found[0]["name"] == name
    for wrong in ("Shanxxi", "Shaanxii", "Hnan", "Hebie", "Shǎanxi", "Guang"):
        assert not any(each["match"] for each in batch(served, {"q": {"query": wrong}})["q"])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(CONFUSABLE), st.integers(0, 8), st.sampled_from("abcxyzé-. ") | st.just(""))
def test_a_slip_of_the_pen_is_no_match_unless_it_makes_another_name(
    served: FlaskClient, name: str, place: int, letter: str
) -> None:
    slipped = name[:place] + letter + name[place + 1 :]
    for each in batch(served, {"q": {"query": slipped, "type": "Province"}}).get("q", []):
        if each["match"]:
            plain = "".join(filter(str.isalpha, slipped)).casefold()
            assert plain.replace("é", "e") == each["name"].casefold()


def test_an_exact_code_is_above_a_label_above_a_likeness(served: FlaskClient) -> None:
    scores = [first(served, name, type="Province")["score"] for name in
              ("440000", "Guangdong", "粤", "Guangdongg")]  # fmt: skip
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_themes_directions_and_parks(served: FlaskClient) -> None:
    assert first(served, "区块链")["id"] == "theme/blockchain"
    assert first(served, "D5")["id"] == "direction/industrial-parks"
    assert first(served, "链湾", type="IndustrialPark")["id"] == "park/chain-bay"
    assert batch(served, {"q": {"query": "区块链", "type": "Province"}})["q"] == []
    assert batch(served, {"q": {"query": "Guangdong", "type": "Volcano"}})["q"] == []


def test_properties_tell_like_things_apart(served: FlaskClient) -> None:
    asked = {"query": "Shanxi", "properties": [{"pid": "lh:isoCode", "v": "CN-SN"}]}
    found = batch(served, {"q": asked})["q"]
    assert found[0]["match"] is False
    asked["query"] = "Shaanxi"
    assert (
        (first(served, **{"name": "Shaanxi", "properties": asked["properties"]})["match"]) is True
    )
    alone = batch(served, {"q": {"properties": [{"pid": "lh:isoCode", "v": "CN-SN"}]}})["q"]
    assert alone[0]["id"] == "province/610000"


def test_data_is_extended(served: FlaskClient) -> None:
    asked = {
        "ids": ["province/440000", "province/999999"],
        "properties": [{"id": "lh:gbCode"}, {"id": "lh:capital"}, {"id": "no:thing"},
                       {"id": "skos:prefLabel", "settings": {"limit": "1"}}],
    }  # fmt: skip
    answer = served.get("/reconcile", query_string={"extend": json.dumps(asked)})
    found = valid(answer.get_json(), "extension")
    assert [each["id"] for each in found["meta"]] == [each["id"] for each in asked["properties"]]  # type: ignore[index]
    row = found["rows"]["province/440000"]
    assert row["lh:gbCode"] == [{"str": "440000"}]
    assert row["lh:capital"][0]["id"].startswith("city/")
    assert len(row["skos:prefLabel"]) == 1
    assert set(map(str, found["rows"]["province/999999"].values())) == {"[]"}
    proposed = served.get("/reconcile/properties?type=Province&limit=3").get_json()
    assert len(valid(proposed, "proposals")["properties"]) == 3


def test_suggestions_come_from_the_first_letter_on(served: FlaskClient) -> None:
    for prefix, id_ in (("粤", "province/440000"), ("Guangd", "province/440000"),
                        ("qukuai", "theme/blockchain"), ("110", "province/110000")):  # fmt: skip
        found = served.get("/reconcile/suggest/entity", query_string={"prefix": prefix}).get_json()
        assert valid(found, "suggestions")["result"][0]["id"] == id_
    every = served.get("/reconcile/suggest/entity?prefix=&cursor=10").get_json()["result"]
    assert len(every) == 10


def test_a_preview_may_stand_in_a_frame(served: FlaskClient) -> None:
    answer = served.get("/reconcile/preview?id=province/440000")
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)
    assert "Guangdong" in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert served.get("/reconcile/preview?id=province/999999").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("queries", "{", 400), ("queries", "[]", 400), ("queries", '{"q": 1}', 422),
     ("queries", '{"q": {}}', 422), ("queries", '{"q": {"query": "x", "limit": "y"}}', 422),
     ("queries", '{"q": {"query": "x", "limit": 0}}', 422), ("queries", '{"q": "x"}', 422),
     ("queries", '{"q": {"query": "x", "type": 1}}', 422), ("extend", "{}", 422),
     ("queries", json.dumps({str(n): {"query": "x"} for n in range(2001)}), 422)],
)  # fmt: skip
def test_what_the_specification_does_not_know_is_refused(
    served: FlaskClient, field: str, value: str, status: int
) -> None:
    answer = served.post("/reconcile", data={field: value})
    assert answer.status_code == status
    assert problem(answer)["detail"]


def test_a_thousand_names_at_once(served: FlaskClient) -> None:
    queries = {f"q{n}": {"query": f"{CONFUSABLE[n % 11]} {n:x}"} for n in range(1000)}
    batch(served, {"q": {"query": "the index is made at the first question"}})
    start = time.perf_counter()
    assert len(batch(served, queries)) == 1000
    took = time.perf_counter() - start
    print(f"1,000 names in {took:.2f} s")
    assert took < 10  # 0.3 s on a quiet machine, where the goal is 2 s
