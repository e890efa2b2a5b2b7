"""Markup that comes in by a report or a label is shown by a real browser, and never runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from graph.ingest import ingest
from graph.open import open_home
from tests.browser.conftest import opened
from tests.live import serving
from tests.made import report, write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SPOKEN = (
    "<script>window.ran=1</script>"
    "<img src=x onerror=window.ran=2>"
    "<svg onload=window.ran=3>"
    "<a href='javascript:window.ran=4' id=hostile>"
)
"""As much as a report can hold and still be taken for one in Chinese."""
MARKUP = (
    "</script></title></textarea></style>-->"
    f"{SPOKEN}\"' autofocus onfocus=window.ran=5 {{{{ 7*7 }}}}"
)
SHOWN = "<script>window.ran=1</script>"
THEME = "/page/theme/blockchain"
ARTICLE = "/page/article/finance-no1-2020"
LABELLED = f"SELECT ?label {{ <https://w3id.org/lianghui/id{THEME[5:]}> ?p ?label }}"
MISSING = "Failed to load resource"
"""What a browser says of a page that is none, and of the icon of a picture that stands alone."""
PLACES = {
    "/?year=2027": True,
    f"{THEME}?year=2027": True,
    "/page/province/520000?year=2027": True,
    "/page/report/520000/2027": True,
    "/page/direction/research-transfer?year=2027": False,
    "/page/park/chain-bay": True,
    ARTICLE: True,
    "/search?q=window": True,
    "/compare?province=520000&year=2027": True,
    "/networks?network=province-themes&year=2027": True,
    "/page/question/statements?theme=blockchain&year=2027": True,
    "/page/question/theme-years": True,
    f"/sparql?format=html&query={quote(LABELLED)}": True,
    "/picture/map.svg?theme=blockchain&year=2027": True,
    "/picture/matrix.svg?year=2027": True,
    "/picture/years.svg": True,
    "/picture/bars.svg?year=2027": True,
    "/picture/network/province-themes.svg?year=2027": True,
    "/reconcile/preview?id=theme/blockchain": True,
    "/page/theme/" + quote(SHOWN, safe=""): True,
}
"""Pages with what came in, and whether all of the markup can be read on them."""


@pytest.fixture(scope="module")
def hostile(_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with markup in a report's text, an article's title and labels."""
    path = tmp_path_factory.mktemp("hostile")
    copytree(_built, path / "home", symlinks=True)
    home = open_home(path / "home")
    text = report("贵州省", 2027, f"加快区块链{SPOKEN}研发，建设区块链产业园区。")
    ingest(home, [write(path / "texts", "贵州.txt", text)])
    label = json.dumps(MARKUP)
    with home.change("hostile labels") as draft:
        draft.update(
            f"""PREFIX dcterms: <http://purl.org/dc/terms/>
            PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            DELETE {{ GRAPH ?g {{ ?article dcterms:title ?old }} }}
            INSERT {{ GRAPH ?g {{ ?article dcterms:title ?new }} }} WHERE {{
              VALUES ?article {{ <https://w3id.org/lianghui/id{ARTICLE[5:]}> }}
              GRAPH ?g {{ ?article dcterms:title ?old }}
              BIND (STRLANG({label}, LANG(?old)) AS ?new) }} ;
            DELETE {{ GRAPH ?g {{ ?thing skos:prefLabel ?old }} }}
            INSERT {{ GRAPH ?g {{ ?thing skos:prefLabel ?new }} }} WHERE {{
              VALUES ?thing {{ <https://w3id.org/lianghui/id/theme/blockchain>
                <https://w3id.org/lianghui/id/park/chain-bay> }}
              GRAPH ?g {{ ?thing skos:prefLabel ?old }} FILTER (LANG(?old) IN ("en", "zh"))
              BIND (STRLANG({label}, LANG(?old)) AS ?new) }}"""
        )
    with serving(path / "home") as address:
        yield address


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_of_it_runs_on_any_page_that_shows_it(
    chromium: Browser, hostile: str, lang: str
) -> None:
    context, tab, seen = opened(chromium, hostile, locale=lang)
    places = dict(PLACES)
    tab.goto("/page/report/520000/2027")
    statement = tab.locator("a[href^='/page/statement/report-520000-2027']").first
    places[str(statement.get_attribute("href"))] = True
    for place, whole in places.items():
        seen.wrong.clear()
        tab.goto(place, wait_until="networkidle")
        assert tab.evaluate("window.ran") is None, place
        assert tab.locator("#hostile, [onerror], [onload], [onfocus]").count() == 0, place
        if whole:
            assert SHOWN in str(tab.evaluate("document.documentElement.textContent")), place
        assert [each for each in seen.wrong if not each.startswith(MISSING)] == [], place
    context.close()


def test_the_editor_shows_it_as_text(chromium: Browser, hostile: str) -> None:
    context, tab, seen = opened(chromium, hostile, locale="en")
    tab.goto(f"/sparql?format=html&query={quote(LABELLED)}")
    if tab.locator(".yasqe_queryButton").count():
        tab.click(".yasqe_queryButton")
        tab.wait_for_selector(".yasr table tbody tr")
        assert SHOWN in tab.locator(".yasr").inner_text()
    assert tab.evaluate("window.ran") is None
    assert tab.locator("#hostile").count() == 0
    # What it is made of looks at markup outside the page; our policy lets nothing of that run.
    stopped = [each for each in seen.wrong if not each.startswith(MISSING)]
    assert [each for each in stopped if "Content Security Policy" not in each] == []
    context.close()
