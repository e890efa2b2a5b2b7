"""The pictures: what they show is what the saved questions answer, and every mark can be read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from graph.open import open_home
from questions_world import world
from served import client, problem
from server.pictures.ask import picture
from server.pictures.frame import Look, Titled
from server.pictures.kinds import KINDS
from server.pictures.map import Area, outlines
from server.pictures.map import draw as draw_map
from server.pictures.png import draws
from server.pictures.scale import (
    PAPER,
    RAMP,
    READABLE,
    ZERO,
    Scale,
    breaks,
    contrast,
    ink,
    luminance,
)
from server.pictures.svg import element

SVG = "{http://www.w3.org/2000/svg}"
ASKED = {
    "map": "/picture/map.{}?year=2093&theme=blockchain&lang=en",
    "matrix": "/picture/matrix.{}?year=2093&lang=en",
    "years": "/picture/years.{}?lang=en",
    "bars": "/picture/bars.{}?year=2093&lang=en",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    path = tmp_path_factory.mktemp("pictures") / "home"
    with open_home(path).change("made up") as draft:
        draft.add(world())
    return client(path)


def tree(made: FlaskClient, address: str) -> ElementTree.Element:
    answer = made.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return ElementTree.fromstring(answer.get_data())


def rows(made: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.get(address).get_data(as_text=True))))


def marks(picture: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """What each mark says, and where it leads."""
    for link in picture.iter(f"{SVG}a"):
        title = link.find(f"{SVG}title")
        if title is not None:
            yield str(title.text), link.attrib["href"]


def test_every_kind_is_tested() -> None:
    assert ASKED.keys() == KINDS.keys()


@pytest.mark.parametrize("name", ASKED)
def test_pictures_are_whole_files_that_load_and_run_nothing(made: FlaskClient, name: str) -> None:
    picture = tree(made, ASKED[name].format("svg"))
    ids = [each.attrib["id"] for each in picture.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))
    for each in picture.iter():
        assert each.tag.removeprefix(SVG) not in {
            "script",
            "style",
            "image",
            "use",
            "foreignObject",
        }
        assert not {"style", "onclick", "onload"} & each.attrib.keys()
        links = [value for value in each.attrib.values() if "url(" in value]
        assert all(re.fullmatch(r"url\(#[a-z-]+\)", value) for value in links)
        assert each.tag == f"{SVG}a" or "href" not in each.attrib
    assert picture.attrib["aria-labelledby"] in ids
    assert picture.attrib["aria-describedby"] in ids


@pytest.mark.parametrize("name", ASKED)
def test_the_csv_is_the_saved_questions(made: FlaskClient, name: str) -> None:
    given = ASKED[name].format("csv").partition("?")[2].removesuffix("&lang=en")
    question = KINDS[name].question(
        {option: values[0] for option, values in KINDS[name].options.items()}
    )
    api = made.get(f"/api/v1/queries/{question}.csv?{given}")
    assert made.get(ASKED[name].format("csv")).get_data() == api.get_data()
    assert api.get_data().count(b"\n") > 20


@pytest.mark.parametrize("name", ASKED)
def test_every_mark_says_what_it_is_and_leads_somewhere(made: FlaskClient, name: str) -> None:
    found = list(marks(tree(made, ASKED[name].format("svg"))))
    assert found
    for _, href in dict.fromkeys(found):
        assert href.startswith("http://localhost/page/"), href
    for href in sorted({href for _, href in found})[:12]:
        assert made.get(href.removeprefix("http://localhost")).status_code == 200, href


def test_the_map_shows_every_row(made: FlaskClient) -> None:
    said = dict(marks(tree(made, ASKED["map"].format("svg"))))
    found = rows(made, ASKED["map"].format("csv"))
    assert len(found) == len(said) == 34
    for row in found:
        value = row["mentions"] or "no text read"
        assert f"{row['provinceLabel']}: {value}" in said


def test_the_matrix_shows_every_row(made: FlaskClient) -> None:
    said = [told for told, _ in marks(tree(made, ASKED["matrix"].format("svg")))]
    by_province = {told.partition(" · ")[0]: told for told in said if " · " in told}
    found = rows(made, ASKED["matrix"].format("csv"))
    assert {row["mentions"] in ("", "0") for row in found} == {True, False}
    for row in found:
        if row["mentions"] not in ("", "0"):
            assert f"{row['provinceLabel']}, {row['themeLabel']}: {row['mentions']}" in said
        else:
            words = "silent: 0" if row["mentions"] else "no text read"
            blank = by_province[row["provinceLabel"]]
            assert words in blank
            assert row["themeLabel"] in blank.partition(": ")[2]


def test_the_years_show_every_row_and_the_years_between(made: FlaskClient) -> None:
    said = {told for told, _ in marks(tree(made, ASKED["years"].format("svg")))}
    found = rows(made, ASKED["years"].format("csv"))
    for row in found:
        of = f"{row['themeLabel']}, {row['year']}"
        share = f"{row['naming']} of {row['read']}  ({float(row['share'] or 0):.0%})"
        assert f"{of}: {share if row['share'] else 'no text read'}" in said
    assert "Blockchain, 2050: no text read" in said  # between, and no report is known of it
    span = int(max(row["year"] for row in found)) - int(min(row["year"] for row in found)) + 1
    assert len(said) == 27 * span


def test_the_bars_show_every_row_with_the_ratio_and_the_total(made: FlaskClient) -> None:
    picture = tree(made, ASKED["bars"].format("svg"))
    said = {told for told, _ in marks(picture)}
    written = [each.text for each in picture.iter(f"{SVG}text")]
    for row in rows(made, ASKED["bars"].format("csv")):
        ratio = f"{row['naming']} of {row['read']}  ({float(row['share']):.0%})"
        assert f"{row['themeLabel']}: {ratio}" in said
        assert ratio in written
        assert row["mentions"] in written
    lengths = [float(each.attrib["width"]) for each in picture.iter(f"{SVG}rect")][2:]
    assert max(lengths) == 380


def test_bars_of_directions_can_be_of_one_theme(made: FlaskClient) -> None:
    address = "/picture/bars.svg?by=direction&year=2093&theme=blockchain&lang=en"
    said = dict(marks(tree(made, address)))
    assert len(said) == 7
    assert "Industrial parks: 1 of 3  (33%)" in said, said


@pytest.mark.parametrize("name", ASKED)
def test_the_table_behind_has_every_value(made: FlaskClient, name: str) -> None:
    values = dict(pair.split("=") for pair in ASKED[name].partition("?")[2].split("&"))
    with made.application.test_request_context("/?lang=en"):
        shown = picture(name, values)
    assert "<text" in shown.drawn.svg
    assert shown.drawn.told.title not in re.findall("<text[^>]*>([^<]*)", shown.drawn.svg)
    table = shown.drawn.behind
    assert {len(row) for row in table.rows} == {len(table.columns)}
    numbers = {re.split(r"[ (%]", each.text)[0] for row in table.rows for each in row[1:]}
    column = {"bars": "naming", "years": "share"}.get(name, "mentions")
    for row in rows(made, ASKED[name].format("csv")):
        value = f"{float(row[column]):.0%}"[:-1] if row[column] and name == "years" else row[column]
        assert (value or "–") in numbers
    assert made.get(shown.files["svg"]).status_code == 200
    assert made.get(shown.files["csv"]).status_code == 200
    assert ".png?" in shown.files["png"]


def test_unknown_is_hatched_and_silence_is_not(made: FlaskClient) -> None:
    picture = tree(made, "/picture/map.svg?year=2094&theme=blockchain&lang=en")
    fills = {}
    for link in picture.iter(f"{SVG}a"):
        told, path = link.find(f"{SVG}title"), link.find(f"{SVG}path")
        assert told is not None
        assert path is not None
        fills[str(told.text)] = path.attrib["fill"]
    assert fills["Shanxi: 0"] == ZERO
    assert fills["Tibet: no text read"] == "url(#picture-hatch)"
    assert fills["Beijing: 3"] in RAMP


def test_a_source_that_names_no_place_is_no_evidence_of_silence(made: FlaskClient) -> None:
    picture = tree(made, "/picture/map.svg?year=2094&theme=blockchain&measure=claims&lang=en")
    said = dict(marks(picture))
    assert "Shanxi: 1" in said
    assert "/page/question/claims?" in said["Shanxi: 1"]
    assert "Guizhou: no source says so" in said


def test_every_division_is_on_the_map_once_and_has_size() -> None:
    found = outlines()
    assert len(found) == 34
    assert len({each.path for each in found.values()}) == 34
    assert {code for code in found if not re.fullmatch(r"[1-8][0-9]0000", code)} == set()
    for each in found.values():
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]?)+z)+", each.path)


def test_neighbours_share_their_borders() -> None:
    corners = {code: _corners(each.path) for code, each in outlines().items()}
    for one, other in (("110000", "130000"), ("440000", "450000"), ("540000", "650000")):
        assert len(corners[one] & corners[other]) > 10


def _corners(path: str) -> set[tuple[int, int]]:
    found = set()
    for ring in path.split("z")[:-1]:
        x, y, *steps = (int(each) for each in re.findall(r"-?\d+", ring))
        found.add((x, y))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            found.add((x, y))
    return found


def test_places_that_have_no_outline_are_left_out_and_no_others() -> None:
    areas = [Area(code, code, 1.0, "/", code) for code in (*outlines(), "990000")]
    svg = draw_map(areas, Look("en", lambda path: path), Titled("made"), "made", "unknown")
    assert svg.count("<a ") == 34


def test_shades_darken_evenly_and_text_on_them_can_be_read() -> None:
    lights = [luminance(each) for each in (ZERO, *RAMP)]
    assert lights == sorted(lights, reverse=True)
    assert all(contrast(ink(each), each) >= READABLE for each in (PAPER, ZERO, *RAMP))
    assert all(contrast(one, two) > 1.2 for one, two in zip((ZERO, *RAMP), RAMP, strict=False))


@given(st.lists(st.none() | st.integers(0, 90) | st.floats(0, 50).map(lambda x: round(x, 2))))
def test_a_larger_value_is_never_lighter(values: list[float | None]) -> None:
    scale = Scale(values)
    shades = [luminance(scale.colour(each)) for each in sorted(x for x in values if x is not None)]
    assert shades == sorted(shades, reverse=True)
    counted = sum(each.count for each in scale.classes)
    assert counted + scale.zero + scale.unknown == len(values)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.integers(1, 4))
def test_breaks_are_the_best_there_are(values: list[int], most: int) -> None:
    from collections import Counter
    from itertools import combinations

    def cost(groups: list[list[float]]) -> float:
        counts = Counter(values)
        total = 0.0
        for group in groups:
            number = sum(counts[int(each)] for each in group)
            mean = sum(each * counts[int(each)] for each in group) / number
            total += sum(counts[int(each)] * (each - mean) ** 2 for each in group)
        return total

    ordered: list[float] = sorted(set(values))
    found = breaks(Counter(values), most)
    assert [each for group in found for each in group] == ordered
    size = min(most, len(ordered))
    every = (
        [ordered[a:b] for a, b in zip((0, *cuts), (*cuts, len(ordered)), strict=True)]
        for cuts in combinations(range(1, len(ordered)), size - 1)
    )
    assert cost(found) == pytest.approx(min(cost(each) for each in every))


@given(st.text(), st.text())
def test_hostile_words_stay_words(words: str, link: str) -> None:
    markup = element("a", element("title", words), href=link)
    read = ElementTree.fromstring(markup)
    title = read.find("title")
    assert title is not None
    assert not list(title)
    plain = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", words)
    assert re.sub("\r\n?", "\n", plain) == (title.text or "")


@pytest.mark.parametrize(
    ("address", "parameter", "allowed"),
    [
        ("/picture/map.svg?measure=colour", "measure", "mentions"),
        ("/picture/map.svg?colour=red", "colour", "measure"),
        ("/picture/map.svg?theme=nothing", "theme", "blockchain"),
        ("/picture/map.svg?role=wish", "role", "plan"),
        ("/picture/map.svg?lang=fr", "lang", "zh"),
        ("/picture/map.svg?year=soon", "year", "four digits, such as 2020"),
        ("/picture/map.svg?width=300", "width", "theme"),
        ("/picture/map.png?width=99999", "width", "200 to 2400"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_those_that_do(
    made: FlaskClient, address: str, parameter: str, allowed: str
) -> None:
    answer = made.get(address)
    assert answer.status_code == 422
    told = problem(answer)
    assert told["parameter"] == parameter
    assert allowed in told["allowed"]  # type: ignore[operator]


@pytest.mark.parametrize("address", ["/picture/pie.svg", "/picture/map.gif", "/picture/map"])
def test_there_are_no_other_pictures(made: FlaskClient, address: str) -> None:
    assert made.get(address).status_code == 404


def test_a_picture_bears_a_tag_and_is_not_sent_twice(made: FlaskClient) -> None:
    first = made.get(ASKED["map"].format("svg"))
    assert first.headers["X-Release"] == "1"
    assert "Accept-Language" in first.headers["Vary"]
    again = made.get(ASKED["map"].format("svg"), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    tags = {made.get(ASKED["map"].format(each)).headers["ETag"] for each in ("svg", "csv")}
    assert len(tags) == 2
    other = made.get(ASKED["map"].format("svg").replace("lang=en", "lang=zh"))
    assert other.headers["ETag"] not in tags
    assert other.headers["Content-Language"] == "zh"


def test_png_has_the_width_asked_for_and_chinese_where_a_font_has_it(made: FlaskClient) -> None:
    if not draws("A"):
        pytest.skip("no font is installed")
    answer = made.get(ASKED["map"].format("png") + "&width=300")
    assert answer.get_data()[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(answer.get_data()[16:20]) == 300
    chinese = made.get(ASKED["map"].format("png").replace("lang=en", "lang=zh") + "&width=300")
    assert chinese.status_code == (200 if draws("汉") else 406)
    assert draws("汉") or "fonts-noto-cjk" in str(problem(chinese)["detail"])


def test_the_data_folder_is_small() -> None:
    files = list((Path(__file__).parents[1] / "server" / "pictures" / "data").glob("*"))
    assert files
    assert sum(each.stat().st_size for each in files) < 120_000
