"""Networks as pictures: every node and line is there, and leads to what it rests on."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.networks.catalogue import NETWORKS
from graph.open import open_home
from questions_world import world
from served import client, problem
from server.pictures.frame import Look, Titled
from server.pictures.network import LINES, SHAPES, Line, Node, draw
from server.pictures.networks import picture

SVG = "{http://www.w3.org/2000/svg}"
LOOK = Look("en", lambda path: path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    path = tmp_path_factory.mktemp("pictures") / "home"
    with open_home(path).change("made up") as draft:
        draft.add(world())
    return client(path)


def marks(svg: str) -> dict[str, str]:
    links = ElementTree.fromstring(svg).iter(f"{SVG}a")
    return {str(each.findtext(f"{SVG}title")): each.attrib["href"] for each in links}


@pytest.mark.parametrize("name", NETWORKS)
def test_every_node_and_line_is_drawn_and_the_csv_is_the_networks(
    made: FlaskClient, name: str
) -> None:
    year = "&year=2093" if "year" in NETWORKS[name].parameters else ""
    answer = made.get(f"/picture/network/{name}.svg?lang=en{year}")
    assert answer.status_code == 200, answer.text
    body = made.get(f"/picture/network/{name}.csv?lang=en{year}").get_data()
    assert body == made.get(f"/api/v1/networks/{name}.csv?{year}").get_data()
    rows = csv.DictReader(io.StringIO(body.decode()))
    lines = [row for row in rows if row["target_iri"]]  # the others are nodes on their own
    found = marks(answer.text)
    assert sum(" – " in told for told in found) == len(lines)
    document = made.get(f"/api/v1/networks/{name}.json?{year}").get_json()
    for node in document["nodes"]:
        assert any(told.startswith(f"{node['label_en']}: ") for told in found)
    for href in sorted(set(found.values()))[:4]:
        assert made.get(href.removeprefix("http://localhost")).status_code == 200, href
    assert answer.get_data() == made.get(f"/picture/network/{name}.svg?lang=en{year}").get_data()


def test_a_line_leads_to_the_statements_that_it_rests_on(made: FlaskClient) -> None:
    found = marks(made.get("/picture/network/province-themes.svg?lang=en&year=2093").text)
    href = found["Beijing – Blockchain: 3"]
    assert "/page/question/statements?" in href
    assert {"theme=blockchain", "province=110000", "year=2093"} <= set(
        href.partition("?")[2].split("&")
    )


def test_a_page_has_the_picture_its_table_and_its_files(made: FlaskClient) -> None:
    with made.application.test_request_context("/?lang=zh"):
        shown = picture("province-themes", {"year": "2093"})
    assert shown.drawn.behind.columns == ("一端", "另一端", "权重")
    assert {row[2].text for row in shown.drawn.behind.rows} == {"1", "2", "3"}
    assert made.get(shown.files["csv"]).status_code == 200


def test_what_does_not_fit_is_refused(made: FlaskClient) -> None:
    assert made.get("/picture/network/none.svg").status_code == 404
    assert made.get("/picture/network/claims.gif").status_code == 404
    told = problem(made.get("/picture/network/claims.svg?top=2"))
    assert told["status"] == 422
    assert "seed" in told["allowed"]  # type: ignore[operator]


@given(
    st.lists(
        st.tuples(st.text(max_size=9), st.sampled_from([*SHAPES, "Other"]), st.floats(0, 1)),
        max_size=12,
    )
)
@settings(max_examples=40)
def test_any_network_is_well_formed_and_stays_within_its_field(
    given: list[tuple[str, str, float]],
) -> None:
    nodes = [
        Node(str(at), name, kind, x, 1 - x, at, "/", f"{at}")
        for at, (name, kind, x) in enumerate(given)
    ]
    lines = [Line(a.key, b.key, 1.0, "/", "line") for a in nodes for b in nodes if a.key < b.key]
    read = ElementTree.fromstring(draw(nodes, lines, LOOK, Titled("made")))
    wide, high = (float(each) for each in read.attrib["viewBox"].split()[2:])
    for each in read.iter(f"{SVG}circle"):
        assert 0 <= float(each.attrib["cx"]) <= wide
        assert 0 <= float(each.attrib["cy"]) <= high


def test_only_the_strongest_lines_are_drawn_of_very_many() -> None:
    nodes = [Node(str(at), str(at), "Theme", at / 50, at / 50, 1, "/", "node") for at in range(50)]
    lines = [
        Line(a.key, b.key, float(int(a.key) + int(b.key)), "/", "line")
        for a in nodes
        for b in nodes
        if int(a.key) < int(b.key)
    ]
    assert len(lines) > LINES
    svg = draw(nodes, lines, LOOK, Titled("made"))
    assert svg.count("<title>line</title>") == LINES
    thicknesses = [float(each) for each in re.findall(r'stroke-width="([\d.]+)"', svg)][:LINES]
    assert thicknesses == sorted(thicknesses)
