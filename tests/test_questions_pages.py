"""The pages of the saved questions."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from graph.releases import Home
from queries import load
from tests.served import client


class Page(HTMLParser):
    """What a page links to, its fields and the cells of its table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fields: list[str] = []
        self.chosen: list[str] = []
        self.cells: list[str] = []
        self.scripts = 0
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag in ("select", "input"):
            self.fields.append(given.get("name") or "")
        elif tag == "option" and "selected" in given:
            self.chosen.append(given.get("value") or "")
        elif tag == "td":
            self.cells.append("")
            self._in_cell = True
        elif tag == "script":
            self.scripts += given.get("type") != "application/ld+json"  # data, which none runs

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.cells[-1] += data


@pytest.fixture
def served(home: Home) -> FlaskClient:
    return client(home.path)


def page(served: FlaskClient, place: str) -> Page:
    answer = served.get(place)
    assert answer.status_code == 200, place
    assert answer.mimetype == "text/html"
    return Page(answer.text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_catalogue_leads_to_every_question(served: FlaskClient, language: str) -> None:
    catalogue = served.get(f"/questions?lang={language}").text
    links = Page(catalogue).links
    for each in load().values():
        assert f"/page/question/{each.name}" in links
        assert each.title[language] in unescape(catalogue)


def test_the_front_page_leads_to_the_catalogue(served: FlaskClient) -> None:
    assert "/questions" in page(served, "/").links


@pytest.mark.slow
def test_every_question_has_a_page_with_a_field_for_each_parameter(served: FlaskClient) -> None:
    for each in load().values():
        found = page(served, f"/page/question/{each.name}")
        assert found.fields == ["q", *(one.name for one in each.parameters)], each.name
        assert found.scripts == 0


def test_a_page_shows_the_answer_as_a_table_with_links(served: FlaskClient) -> None:
    found = page(served, "/page/question/provinces-on-theme?theme=blockchain&year=2020&lang=zh")
    assert {"blockchain", "zh"} <= set(found.chosen)
    assert "北京" in [cell.strip() for cell in found.cells]
    assert "/page/province/110000" in found.links
    assert not any(cell.startswith("http") for cell in found.cells)


def test_the_page_s_data_are_what_it_shows(served: FlaskClient) -> None:
    found = page(served, "/page/question/provinces-on-theme?theme=blockchain&year=2021")
    data = [each for each in found.links if each.startswith("/api/")]
    assert len(data) == 4
    for place in data:
        assert "year=2021" in place
        assert served.get(place).status_code == 200
    assert "bom=1" in next(each for each in data if urlsplit(each).path.endswith(".csv"))
    editor = next(each for each in found.links if each.startswith("/sparql?"))
    assert served.get(editor).status_code == 200


def test_a_long_answer_is_turned_page_by_page(served: FlaskClient) -> None:
    place, seen = "/page/question/provinces?limit=15&lang=en", []
    while place:
        found = page(served, place)
        seen += found.cells[:: len(found.cells) // min(15, 34 - len(seen))]
        further = [each for each in found.links if f"offset={len(seen)}" in each]
        place = "/page/question/provinces" + further[0] if further else ""
    assert len(set(seen)) == 34


def test_a_value_that_does_not_fit_is_told_on_the_page(served: FlaskClient) -> None:
    answer = served.get("/page/question/provinces-on-theme?theme=<script>&lang=en")
    assert answer.status_code == 422
    assert "is no theme" in answer.text
    assert "<script>" not in answer.text
    assert "blockchain" in answer.text


def test_a_question_that_is_not_there_is_404(served: FlaskClient) -> None:
    assert served.get("/page/question/nothing").status_code == 404
