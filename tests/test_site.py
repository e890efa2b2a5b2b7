"""The pages: each in two languages, by few queries, small, with nothing of the data running."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.ingest import ingest
from graph.releases import Home
from made import report as report_of
from made import write
from served import client
from server import execute
from tools.make_quality_doc import BLIND_ROUNDS

CLAIM = "/page/statement/finance-no1-2020/500000/2020/blockchain/research-transfer"
PAGES = (
    "/",
    "/?year=2020",
    "/about",
    "/compare",
    "/compare?province=110000&province=china&year=2025&year=2026",
    "/compare?theme=blockchain&claims=2020",
    "/data",
    "/dataset",
    "/graph",
    "/graph/reference",
    "/ontology",
    "/networks",
    "/networks?network=province-directions&year=2026",
    "/page/article/finance-no1-2020",
    "/page/city/1816670",
    "/page/country/china",
    "/page/direction/research-transfer",
    "/page/park/chain-bay",
    "/page/province/110000",
    "/page/province/710000",
    "/page/question/statements",
    "/page/report/110000/2020",
    "/page/report/110000/2026",
    "/page/theme/artificial-intelligence",
    "/page/theme/blockchain?year=2020",
    CLAIM,
    "/problem/not-found",
    "/questions",
    "/search?q=区块链",
    "/sparql",
)
HTML = {"Accept": "text/html"}
MOST_QUERIES = 6
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def site(_built: Path) -> FlaskClient:
    return client(_built)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that were answered."""
    queries: list[str] = []
    answer = execute._answer

    def noted(release: object, query: object, seconds: object) -> object:
        queries.append(query.text)  # type: ignore[attr-defined]
        return answer(release, query, seconds)  # type: ignore[arg-type]

    monkeypatch.setattr(execute, "_answer", noted)
    return queries


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_small_and_asks_little(site: FlaskClient, asked: list[str], place: str) -> None:
    answer = site.get(place, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert len(asked) <= MOST_QUERIES, [" ".join(each.split())[:200] for each in asked]
    if not place.startswith("/ontology"):
        assert len(answer.data) < MOST_BYTES
    assert " style=" not in answer.text
    assert "<script>" not in answer.text
    assert "javascript:" not in answer.text


@pytest.mark.parametrize("place", PAGES)
def test_a_page_speaks_both_languages(site: FlaskClient, place: str) -> None:
    titles = set()
    for lang in ("en", "zh"):
        answer = site.get(place, headers=HTML | {"Accept-Language": lang})
        assert f'<html lang="{lang}">' in answer.text
        assert answer.headers["Content-Language"] == lang
        titles.add(answer.text.partition("<h1>")[2].partition("</h1>")[0])
    assert "" not in titles
    assert len(titles) == 2 or place in ("/sparql", "/graph/reference")


def test_a_theme_leads_from_a_cell_to_its_statements_and_on_to_the_span(site: FlaskClient) -> None:
    chosen = site.get("/go?theme=quantum&year=2026", headers=HTML)
    assert (chosen.status_code, chosen.headers["Location"]) == (
        303,
        "/page/theme/quantum?year=2026",
    )
    narrowed = site.get("/page/theme/quantum?year=2026&province=340000&direction=research-transfer")
    found = narrowed.text.partition('<ol class="cards">')[2]
    href = found.partition('class="to" href="')[2].partition('"')[0]
    assert href.startswith("/page/statement/report-340000-2026/340000/2026/quantum/")
    assert "340000" in href
    statement = site.get(href).text
    assert "/page/report/340000/2026" in statement
    assert "Research and transfer" in statement
    assert "Lexicon" in statement


def test_the_silent_and_the_unknown_look_different(site: FlaskClient) -> None:
    read = site.get("/page/theme/blockchain?year=2026").text
    assert '<tr class="silent">' in read
    assert '<tr class="unknown">' not in read
    claimed = site.get("/page/theme/blockchain?year=2020").text
    assert '<tr class="unknown">' in claimed
    assert '<tr class="silent">' not in claimed


def test_a_claim_tells_who_disagrees(site: FlaskClient) -> None:
    shaanxi = site.get(
        "/page/statement/finance-no1-2020/610000/2020/blockchain/industrial-parks"
    ).text
    assert "its list leaves the province out" in shaanxi


@pytest.mark.parametrize(
    "place",
    ["/page/theme/x", "/page/statement/x", "/page/report/x/2020", "/page/park/x", "/go?theme=x"],
)
def test_what_is_not_here_is_404(site: FlaskClient, place: str) -> None:
    assert site.get(place).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["province=x", "year=20", "&".join(f"province={code}0000" for code in (11, 12, 13, 14, 15))],
)
def test_what_cannot_be_compared_is_refused(site: FlaskClient, query: str) -> None:
    assert site.get(f"/compare?{query}").status_code == 422


def test_the_method_page_tells_the_blind_rounds_as_recorded(site: FlaskClient) -> None:
    from server.site.about import BLIND

    precision = [each[2] for each in BLIND_ROUNDS]
    recall = [each[3] for each in BLIND_ROUNDS]
    spread = (min(precision), max(precision), min(recall), max(recall))
    assert (len(BLIND_ROUNDS), *spread) == BLIND


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>"


SHORT = ("/page/province/", "/page/statement/", "/search")
"""Pages that show but a part of the words."""


@pytest.mark.slow
def test_markup_in_a_report_or_a_label_is_shown_and_never_runs(small: Home, tmp_path: Path) -> None:
    words = report_of("贵州省", 2027, f"加快区块链{HOSTILE}研发，建设区块链产业园区。")
    ingest(small, [write(tmp_path / "texts", "贵州.txt", words)])
    label = json.dumps(HOSTILE)
    with small.change("a hostile label") as draft:
        draft.update(
            f"""INSERT DATA {{ GRAPH <https://w3id.org/lianghui/graph/reference> {{
            <https://w3id.org/lianghui/id/theme/blockchain>
              <http://www.w3.org/2004/02/skos/core#altLabel> {label}@en .
            <https://w3id.org/lianghui/id/park/chain-bay>
              <http://www.w3.org/2004/02/skos/core#altLabel> {label}@en .
            <https://w3id.org/lianghui/id/report/520000/2027>
              <http://xmlns.com/foaf/0.1/page> <javascript:alert(4)> }} }}"""
        )
    site = client(small.path)
    report = site.get("/page/report/520000/2027").text
    statement = report.partition('href="/page/statement/')[2].partition('"')[0]
    places = (
        "/page/theme/blockchain?year=2027",
        "/page/park/chain-bay",
        "/page/report/520000/2027",
        "/page/province/520000?year=2027",
        f"/page/statement/{statement}",
        "/search?q=alert",
    )
    for place in places:
        answer = site.get(place, headers=HTML)
        assert answer.status_code == 200, place
        assert place.startswith(SHORT) or "alert(1)" in answer.text, place
        for tag in ("<script>alert", "<img src=x", "<svg onload", 'href="javascript:'):
            assert tag not in answer.text, place
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.slow
def test_a_report_shows_its_text_only_where_it_is_held(shared: Path, home: Home) -> None:
    from graph.attach import attach

    held = client(home.path)
    before = held.get("/page/report/110000/2026").text
    assert "<mark>" not in before
    assert "/page/statement/report-110000-2026" in before
    attach(home, [shared / "corpus" / "provincial" / "2026" / "北京.txt"])
    after = held.get("/page/report/110000/2026").text
    assert after.count("<mark>") > 10
    statements = set(re.findall(r'href="(/page/statement/[^"]+)"', after))
    for statement in sorted(statements)[:9]:
        page = held.get(statement).text
        assert "<mark>" in page
        place = page.partition('href="/page/report/110000/2026?')[2].partition('"')[0]
        query, _, fragment = place.partition("#")
        assert f'id="{fragment}"' in held.get(f"/page/report/110000/2026?{query}").text
