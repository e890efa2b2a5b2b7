"""The saved questions over HTTP."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from graph.questions import ask, question
from graph.releases import Home
from queries import load
from server.api_request import ENDINGS, FOR_ROWS, ROWS
from tests.served import client, problem

ROOT = "/api/v1/queries"


@pytest.fixture
def served(home: Home) -> FlaskClient:
    return client(home.path)


def links(response: object) -> dict[str, str]:
    found = response.headers.getlist("Link")  # type: ignore[attr-defined]
    return {m[2]: m[1] for each in found if (m := re.fullmatch(r'<(.+)>; rel="(\w+)"', each))}


def test_no_parameter_of_a_question_is_called_as_one_of_ours() -> None:
    assert load()
    for each in load().values():
        own = {parameter.name for parameter in each.parameters}
        assert not own & {"format", *FOR_ROWS}, each.name


def test_the_list_has_every_question_with_an_address_that_answers(small: Home) -> None:
    served = client(small.path)
    listed = served.get(ROOT).get_json()["questions"]
    assert [each["name"] for each in listed] == list(load())
    for each in listed:
        assert each["title"].keys() == {"en", "zh"}
        ending = next(iter(each["formats"]))
        answer = served.get(each["formats"][ending])
        assert answer.status_code == 200, each["name"]
        assert answer.mimetype == ENDINGS[ending]


def test_every_tabular_format_holds_the_rows_of_the_question(
    served: FlaskClient, home: Home
) -> None:
    asked = question("provinces-on-theme")
    with home.require() as release:
        expected = [tuple(row) for row in ask(release.store, asked, {})]  # type: ignore[union-attr,arg-type]
    assert len(expected) > 10
    kinds = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    for ending, media_type in ROWS.items():
        answer = served.get(f"{ROOT}/provinces-on-theme.{ending}")
        assert answer.mimetype == media_type
        assert served.get(f"{ROOT}/provinces-on-theme?format={ending}").data == answer.data
        accepted = served.get(f"{ROOT}/provinces-on-theme", headers={"Accept": media_type})
        assert accepted.data == answer.data
        if ending in kinds:
            rows = parse_query_results(answer.data, format=kinds[ending])
            assert [tuple(row) for row in rows] == expected  # type: ignore[union-attr,arg-type]
        assert len(answer.text.splitlines()) == len(expected) + 1 or ending in kinds


def test_a_graph_is_answered_in_every_rdf_format(served: FlaskClient) -> None:
    expected = None
    for ending, kind in (
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
        ("trig", RdfFormat.TRIG),
        ("nq", RdfFormat.N_QUADS),
    ):
        answer = served.get(f"{ROOT}/web-annotations.{ending}")
        found = {str(quad) for quad in parse(answer.data, format=kind)}
        assert found
        assert found == (expected := expected or found), ending


def test_a_graph_has_no_table_and_a_table_no_graph(served: FlaskClient) -> None:
    for place in ("web-annotations.csv", "provinces.ttl", "provinces?format=ttl"):
        answer = served.get(f"{ROOT}/{place}")
        assert answer.status_code == 406
        assert problem(answer)["available"]
    assert served.get(f"{ROOT}/provinces", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("value", ["blockchain", "theme/blockchain", "区块链"])
def test_a_thing_is_named_by_key_or_label_in_any_script(served: FlaskClient, value: str) -> None:
    found = served.get(f"{ROOT}/provinces-on-theme", query_string={"theme": value})
    assert found.data == served.get(f"{ROOT}/provinces-on-theme").data


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("theme", "nothing", "blockchain"),
        ("year", "20", "four digits, such as 2020"),
        ("language", "fr", "zh"),
        ("format", "docx", "csv"),
        ("limit", "0", "1 to 10000"),
        ("limit", "ten", "1 to 10000"),
        ("offset", "-1", "0 to 1000000000"),
        ("sort", "nowhere", "-province"),
        ("lang", "fr", "zh"),
        ("shape", "round", "arrays"),
        ("bom", "yes", "1"),
        ("themes", "blockchain", "theme"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    served: FlaskClient, name: str, value: str, allowed: str
) -> None:
    answer = served.get(f"{ROOT}/provinces-on-theme", query_string={name: value})
    assert answer.status_code == 422
    document = problem(answer)
    assert document["parameter"] == name
    assert allowed in document["allowed"]  # type: ignore[operator]


def test_a_question_or_ending_that_is_not_there_is_404(served: FlaskClient) -> None:
    assert "provinces" in str(problem(served.get(f"{ROOT}/nothing"))["detail"])
    assert served.get(f"{ROOT}/nothing").status_code == 404
    answer = served.get(f"{ROOT}/provinces.docx")
    assert answer.status_code == 404
    assert str(problem(answer)["detail"]).endswith("there is .json, .csv, .tsv, .xml")


def test_a_parameter_given_twice_is_refused(served: FlaskClient) -> None:
    assert served.get(f"{ROOT}/provinces-on-theme?year=2020&year=2021").status_code == 400


def test_shapes_hold_the_same_rows_with_numbers_as_numbers(served: FlaskClient) -> None:
    objects = served.get(f"{ROOT}/provinces-on-theme?shape=objects").get_json()
    arrays = served.get(f"{ROOT}/provinces-on-theme?shape=arrays").get_json()
    assert objects["columns"] == arrays["columns"] == list(question("provinces-on-theme").columns)
    assert [list(row.values()) for row in objects["rows"]] == arrays["rows"]
    assert objects["rows"][0]["provinceLabel"] == "Beijing"
    assert isinstance(objects["rows"][0]["statements"], int)
    assert (objects["truncated"], objects["next"]) == (False, None)


def test_labels_stand_beside_iris_in_the_language_asked_for(served: FlaskClient) -> None:
    plain = served.get(f"{ROOT}/provinces.csv").text
    chinese = served.get(f"{ROOT}/provinces.csv?lang=zh").text
    assert "provinceLabel" not in plain
    (first, *_) = csv.DictReader(io.StringIO(chinese))
    assert first["provinceLabel"] == "北京"
    assert list(first)[:2] == ["province", "provinceLabel"]
    question_s_own = served.get(f"{ROOT}/provinces-on-theme?lang=zh&shape=objects").get_json()
    assert question_s_own["rows"][0]["provinceLabel"] == "北京"
    assert question_s_own["columns"].count("provinceLabel") == 1


def test_csv_for_excel_begins_with_the_mark_that_it_looks_for(served: FlaskClient) -> None:
    marked = served.get(f"{ROOT}/provinces.csv?bom=1").data
    assert marked == b"\xef\xbb\xbf" + served.get(f"{ROOT}/provinces.csv").data
    (header, *_) = csv.reader(io.StringIO(marked.decode("utf-8-sig")))
    assert header[0] == "province"
    assert not served.get(f"{ROOT}/provinces.tsv?bom=1").data.startswith(b"\xef\xbb\xbf")


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(size=st.integers(1, 40), sort=st.sampled_from(["", "english", "-isoCode"]))
def test_pages_follow_their_links_to_all_rows_and_back(
    served: FlaskClient, size: int, sort: str
) -> None:
    order = f"&sort={sort}" if sort else ""
    whole = served.get(f"{ROOT}/provinces?shape=arrays{order}").get_json()["rows"]
    place, found, last = f"{ROOT}/provinces?shape=arrays&limit={size}{order}", [], ""
    while place:
        answer = served.get(place)
        found += answer.get_json()["rows"]
        assert answer.get_json()["next"] == links(answer).get("next")
        last, place = place, links(answer).get("next", "")
    assert found == whole
    while back := links(served.get(last)).get("prev"):
        last = back
    assert served.get(last).get_json()["rows"] == whole[:size]


def test_rows_are_sorted_by_a_column_either_way(served: FlaskClient) -> None:
    for sort, reverse in (("english", False), ("-english", True)):
        rows = served.get(f"{ROOT}/provinces?shape=objects&sort={sort}").get_json()["rows"]
        names = [row["english"] for row in rows]
        assert len(names) == 34
        assert names == sorted(names, reverse=reverse)


def test_a_cut_says_so(served: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = served.get(f"{ROOT}/provinces")
    assert "X-Result-Truncated" not in whole.headers
    assert not links(whole)
    monkeypatch.setattr("server.api_request.MAX_ROWS", 5)
    cut = served.get(f"{ROOT}/provinces?shape=arrays")
    assert cut.headers["X-Result-Truncated"] == "5"
    assert cut.get_json()["truncated"] is True
    assert len(cut.get_json()["rows"]) == 5
    standard = served.get(f"{ROOT}/provinces.json").get_json()
    assert standard["head"]["link"] == [f"{ROOT}/provinces.json?limit=5&offset=5"]
    xml = served.get(f"{ROOT}/provinces.xml").text
    assert f'<link href="{ROOT}/provinces.xml?limit=5&amp;offset=5"/></head>' in xml
    assert len(list(parse_query_results(xml, format=QueryResultsFormat.XML))) == 5  # type: ignore[arg-type]


def test_a_page_that_was_asked_for_is_no_cut(served: FlaskClient) -> None:
    answer = served.get(f"{ROOT}/provinces?limit=5")
    assert "X-Result-Truncated" not in answer.headers
    assert links(answer)["next"].endswith("limit=5&offset=5")


def test_a_tag_is_of_the_release_and_the_request(served: FlaskClient, home: Home) -> None:
    place = f"{ROOT}/provinces.csv?bom=1"
    first = served.get(place)
    same = served.get(place, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    for other in ("provinces.csv", "provinces.tsv", "provinces.csv?bom=1&lang=en"):
        assert served.get(f"{ROOT}/{other}").headers["ETag"] != first.headers["ETag"]
    with home.change("nothing but a new release") as draft:
        draft.add([])
    again = served.get(place, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (200, first.data)


def test_head_says_what_get_would(served: FlaskClient) -> None:
    got, head = served.get(f"{ROOT}/provinces.json"), served.head(f"{ROOT}/provinces.json")
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == got.headers[name]


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(min_size=1) | st.sampled_from(['"}', "'''", "} DROP ALL #", "?x", "\\u0022"]))
def test_no_value_breaks_out_of_its_literal(served: FlaskClient, text: str) -> None:
    answer = served.get(f"{ROOT}/lookup", query_string={"text": text})
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert json.loads(answer.data)["head"]["vars"] == list(question("lookup").columns)


def test_an_answer_without_rows_says_which_value_to_blame(served: FlaskClient) -> None:
    place = f"{ROOT}/provinces-on-theme?theme=blockchain&year=1999&shape=objects"
    plain = served.get(place).get_json()
    assert (plain["rows"], "hints" in plain) == ([], False)
    explained = served.get(f"{place}&explain=1").get_json()
    (hint,) = explained["hints"]
    assert (hint["parameter"], hint["value"]) == ("year", "1999")
    assert hint["instead"] == sorted(hint["instead"])
    for year in hint["instead"]:
        assert served.get(place.replace("1999", year)).get_json()["rows"]
    standard = served.get(f"{place}&explain=1".replace("&shape=objects", "")).get_json()
    assert standard["hints"] == explained["hints"]
    assert served.get(f"{ROOT}/provinces-on-theme.csv?year=1999&explain=1").status_code == 200
    shown = served.get("/page/question/provinces-on-theme?theme=blockchain&year=1999&lang=en").text
    assert (
        f"nothing for 1999 in this release; there would be rows for {hint['instead'][0]}" in shown
    )


def test_an_answer_with_rows_blames_nothing(served: FlaskClient) -> None:
    assert "hints" not in served.get(f"{ROOT}/provinces-on-theme?explain=1").get_json()
