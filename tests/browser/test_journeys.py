"""What an analyst does, in a real browser, with scripts and without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.test_site import PAGES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
VENDOR = Path(__file__).parents[2] / "server" / "static" / "vendor" / "yasgui.min.js"


def test_from_the_first_page_to_the_sentence(tab: Page) -> None:
    tab.goto("/")
    tab.select_option("#theme", label="Quantum technology")
    tab.select_option("#year", label="2026")
    tab.click("text=Look")
    assert tab.locator("h1").inner_text() == "Quantum technology"
    tab.click("table.cross tbody th a >> text=Anhui")
    assert tab.locator("h1").inner_text() == "Anhui"
    tab.locator("table.cross tbody tr", has_text="Quantum technology").locator("a.n").first.click()
    tab.wait_for_url("**theme=quantum**")
    tab.locator(".card .to", has_text="Quantum technology").first.click()
    assert "Anhui" in tab.locator("h1").inner_text()
    assert re.search(r"[\u4e00-\u9fff]", tab.locator(".evidence .sentence mark").first.inner_text())
    tab.click("text=in the whole text")
    assert tab.locator(".text mark").count() > 5


def test_a_province_on_the_map_leads_to_its_evidence(tab: Page) -> None:
    tab.goto("/page/theme/quantum?year=2026")
    tab.locator("svg.picture a[href*='340000'] path").first.click()
    tab.wait_for_url("**province=340000**")
    tab.locator("tbody a[href*='/page/statement/']").first.click()
    assert "Anhui" in tab.locator("h1").inner_text()
    assert re.search(r"[\u4e00-\u9fff]", tab.locator(".evidence .sentence mark").first.inner_text())


def test_a_line_of_the_network_leads_to_its_evidence(tab: Page) -> None:
    tab.goto("/networks")
    tab.select_option("#network", value="province-themes")
    tab.select_option("#year", label="2026")
    tab.click("button:text-is('Draw')")
    assert tab.locator("svg.picture circle").count() > 20
    tab.click("summary")
    tab.locator("figure table tbody tr").first.locator("td a").last.click()
    tab.wait_for_url("**/page/question/statements**")
    assert tab.locator("tbody a[href*='/page/statement/']").count() > 0


def test_what_is_not_there_is_told_calmly(chromium: Browser, site: str) -> None:
    for locale, words in (("en", "Not found"), ("zh", "未找到")):
        context = chromium.new_context(base_url=site, locale=locale)
        tab = context.new_page()
        answer = tab.goto("/page/theme/blokchain")
        assert answer
        assert answer.status == 404
        assert tab.locator("h1").inner_text() == words
        tab.locator("main a[href^='/search']").click()
        assert tab.locator("#q").input_value() == "blokchain"
        context.close()


def test_search_finds_a_theme_and_passages(tab: Page) -> None:
    tab.goto("/")
    tab.fill("#find", "区块链")
    tab.press("#find", "Enter")
    tab.wait_for_selector(".hits li")
    assert "Blockchain" in tab.locator(".hits").inner_text()
    assert tab.locator(".hits mark").count() > 0


def test_two_provinces_are_compared(tab: Page) -> None:
    tab.goto("/compare")
    tab.select_option("#province-1", label="Beijing")
    tab.select_option("#province-2", label="Shanghai")
    tab.locator("form.fields button").first.click()
    heads = tab.locator("table.compare thead").inner_text()
    assert "Beijing" in heads
    assert "Shanghai" in heads
    assert tab.locator("table.compare tbody tr").count() > 5


def test_a_table_is_downloaded_as_csv(tab: Page) -> None:
    tab.goto("/page/theme/quantum?year=2026")
    href = str(tab.locator("aside a", has_text="CSV").first.get_attribute("href"))
    answer = tab.request.get(href)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text().count("\n") > 5


def widest(page: Page, width: int) -> int:
    """The page's width in pixels, once it has settled within WIDTH or two seconds have passed.

    The page's own security policy forbids `wait_for_function`, which evaluates text while it waits.
    """
    for _ in range(20):
        found = int(page.evaluate("document.documentElement.scrollWidth"))
        if found <= width:
            break
        page.wait_for_timeout(100)
    return found


@pytest.mark.parametrize("place", PAGES)
def test_a_page_changes_to_chinese_and_never_scrolls_sideways(scripted: Page, place: str) -> None:
    scripted.set_viewport_size({"width": 390, "height": 844})
    scripted.goto(place)
    scripted.click("header .language")
    assert scripted.locator("html").get_attribute("lang") == "zh"
    for width in (390, 1280):
        scripted.set_viewport_size({"width": width, "height": 844})
        assert widest(scripted, width) <= width


@pytest.mark.skipif(not VENDOR.exists(), reason="the editor is not here: make assets")
def test_an_example_runs_in_the_editor(scripted: Page) -> None:
    scripted.goto("/sparql")
    scripted.select_option("#example", value="provinces")
    scripted.click("button:text-is('Show')")
    scripted.wait_for_selector(".yasqe_queryButton")
    scripted.click(".yasqe_queryButton")
    scripted.wait_for_selector(".yasr table tbody tr")
    assert scripted.locator(".yasr table tbody tr").count() > 20


def test_an_answer_stands_in_a_page(tab: Page) -> None:
    tab.goto("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&format=html")
    assert tab.locator(".boolean").inner_text() == "yes"
