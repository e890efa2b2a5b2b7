"""docs/reference.md has every command, option, variable and address that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.releases import Home
from server.app import create_app
from server.config import Config
from tools.make_reference_doc import FILE, document

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = re.compile(r"\b(?:LIANGHUI_[A-Z_]+|SOURCE_DATE_EPOCH|LD_PRELOAD|MALLOC_CONF)\b")


@pytest.fixture(scope="module")
def page() -> str:
    return FILE.read_text("utf-8")


def test_the_page_is_current(page: str) -> None:
    assert page == document(), "run `python -m tools.make_reference_doc`"


def test_every_variable_of_the_code_is_told(page: str) -> None:
    sources = [path for folder in ("graph", "server") for path in (ROOT / folder).rglob("*.py")]
    read = {found for path in sources for found in VARIABLE.findall(path.read_text("utf-8"))}
    assert {"LIANGHUI_HOME", "LIANGHUI_STORE_LOGIN", "SOURCE_DATE_EPOCH"} <= read
    assert read <= set(VARIABLE.findall(page))


def test_every_header_of_our_own_is_told(page: str) -> None:
    app = create_app(Config(home=ROOT, isolated=False))
    exposed = app.test_client().get("/healthz").headers["Access-Control-Expose-Headers"]
    own = {each for each in exposed.split(", ") if each.startswith("X-")}
    assert "X-Release" in own
    assert own == set(re.findall(r"^\| `(X-[\w-]+)`", page, re.MULTILINE))


def test_every_address_of_the_service_is_told(page: str, small: Home) -> None:
    told = set(re.findall(r"`(/[^`]*)`", page))
    app = create_app(Config(home=small.path, isolated=False))
    for rule in app.url_map.iter_rules():
        fixed = re.split(r"[<.]|/<", rule.rule.replace("/.", "/%"))[0].replace("/%", "/.")
        assert any(each.startswith(fixed) or fixed.startswith(f"{each}/") for each in told), rule
