"""Every page by the rules of others: accessibility by axe-core, HTML by the Nu checker."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NODE
from tests.test_site import PAGES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
AXE = NODE / "axe-core" / "axe.min.js"
NU = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: .ci/install")
@pytest.mark.parametrize("place", PAGES)
def test_a_page_has_no_serious_fault_of_accessibility(scripted: Page, place: str) -> None:
    scripted.goto(place)
    scripted.evaluate(AXE.read_text("utf-8"))
    found = scripted.evaluate("axe.run(document, {resultTypes: ['violations']})")
    wrong = [
        f"{each['id']}: {each['nodes'][0]['html'][:200]} ({len(each['nodes'])})"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert wrong == []


@pytest.mark.skipif(not NU.exists() or not which("java"), reason="needs vnu-jar: .ci/install")
def test_the_pages_are_valid_html(scripted: Page, tmp_path: Path) -> None:
    for number, place in enumerate(PAGES):
        answer = scripted.request.get(place, headers={"Accept": "text/html"})
        (tmp_path / f"{number}.html").write_bytes(answer.body())
    command = ["java", "-jar", str(NU), "--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run(
        [*command, *map(str, sorted(tmp_path.glob("*.html")))], capture_output=True, check=True
    )
    told = json.loads(done.stderr or b"{}")
    wrong = [
        f"{PAGES[int(Path(each['url']).stem)]}: {each['message']} {each.get('extract', '')[:150]}"
        for each in told["messages"]
    ]
    assert wrong == []
