"""A server with the real reports, and Debian's Chromium that reads its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from graph.attach import attach
from graph.open import open_home
from tests.live import serving

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NODE = Path(__file__).parents[1] / "clients" / "node_modules"


@pytest.fixture(scope="session")
def site(_built: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the shipped facts with the texts of 2026 and the article."""
    path = tmp_path_factory.mktemp("site") / "home"
    copytree(_built, path, symlinks=True)
    corpus = shared / "corpus"
    attach(open_home(path), [corpus / "provincial" / "2026", corpus / "article"])
    with serving(path) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium: .ci/install")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Seen:
    """What went wrong in a tab: console errors, failed requests, requests to other hosts."""

    def __init__(self, page: Page, site: str) -> None:
        self.wrong: list[str] = []
        page.on("console", lambda each: each.type == "error" and self.wrong.append(each.text))
        page.on("pageerror", lambda each: self.wrong.append(str(each)))
        page.on("requestfailed", self._fail)
        page.on("request", lambda each: self._look(each.url, site))
        page.on("dialog", lambda each: self.wrong.append(f"dialog {each.message}"))

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the tab went on to another page meanwhile
            self.wrong.append(f"failed {request.url}")

    def _look(self, url: str, site: str) -> None:
        if not url.startswith((site, "data:", "blob:")):
            self.wrong.append(f"foreign {url}")


def opened(chromium: Browser, site: str, **options: object) -> tuple[BrowserContext, Page, Seen]:
    context = chromium.new_context(base_url=site, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(60_000)
    return context, page, Seen(page, site)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def tab(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Page]:
    """A tab in English, with scripts and without; whatever goes wrong in it fails the test."""
    context, page, seen = opened(chromium, site, locale="en", java_script_enabled=request.param)
    yield page
    with suppress(Exception):
        context.close()
    assert seen.wrong == []


@pytest.fixture
def scripted(chromium: Browser, site: str) -> Iterator[Page]:
    """A tab with scripts."""
    context, page, seen = opened(chromium, site, locale="en")
    yield page
    context.close()
    assert seen.wrong == []
