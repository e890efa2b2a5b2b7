"""Takes pictures of the main pages, wide and narrow, in both languages, to be looked at.

Run as ``python -m tools.make_screenshots OUT [ADDRESS]``, beside ``make serve`` or with another
address. Two of the pictures, small, go into ``docs/screenshots`` for the README. Needs Chromium.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

PAGES = {
    "home": "/",
    "theme": "/page/theme/artificial-intelligence?year=2026",
    "province": "/page/province/110000",
    "direction": "/page/direction/research-transfer",
    "report": "/page/report/110000/2026",
    "statement": "/page/statement/finance-no1-2020/500000/2020/blockchain/research-transfer",
    "article": "/page/article/finance-no1-2020",
    "compare": "/compare?province=110000&province=310000&year=2026",
    "claims": "/compare?theme=blockchain&claims=2020",
    "networks": "/networks",
    "questions": "/questions",
    "search": "/search?q=区块链",
    "sparql": "/sparql",
    "data": "/data",
    "dataset": "/dataset",
    "about": "/about",
    "problem": "/page/theme/none",
}
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
CHROMIUM = "/usr/bin/chromium"
SMALL = {
    "home": ("en", "/"),
    "compare": ("zh", "/compare?province=110000&province=310000&year=2026"),
}
"""The pictures of the README."""
DOCS = Path(__file__).parents[1] / "docs" / "screenshots"
WIDE, HIGH, SCALE = 1280, 1480, 0.5625
"""The part of a page that the README shows, and how much smaller."""
COLOURS = 96
EAGER = "for (const each of document.images) each.loading = 'eager'"
"""Has the pictures below the window loaded too."""


def small(browser: Browser, address: str) -> None:
    """Writes the pictures of the README."""
    for name, (lang, place) in SMALL.items():
        size: ViewportSize = {"width": WIDE, "height": HIGH}
        context = browser.new_context(
            base_url=address, locale=lang, viewport=size, device_scale_factor=SCALE
        )
        tab = context.new_page()
        tab.goto(place, wait_until="networkidle")
        drawn = Image.open(BytesIO(tab.screenshot())).convert("RGB").quantize(COLOURS)
        drawn.save(DOCS / f"{name}.png", optimize=True)
        context.close()


def main(out: Path, address: str) -> None:
    """Writes ``{page}-{size}-{language}.png`` for every page, size and language."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for lang in ("en", "zh"):
                context = browser.new_context(
                    base_url=address, locale=lang, viewport={"width": width, "height": height}
                )
                tab = context.new_page()
                for name, place in PAGES.items():
                    tab.goto(place, wait_until="networkidle")
                    tab.evaluate(EAGER)
                    tab.wait_for_load_state("networkidle")
                    tab.screenshot(path=out / f"{name}-{size}-{lang}.png", full_page=True)
                context.close()
        small(browser, address)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8000")
