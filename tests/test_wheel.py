"""The wheel that is built holds all that the service needs beside its code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "ontology", "queries", "server")
SOURCES = ("LICENSE", "LICENSE-DATA", "README.md", "pyproject.toml", "setup.cfg")
EDITOR = ("yasgui.min.css", "yasgui.min.js")
USED = """
import sys
from pathlib import Path
import server
from graph.build import build
from graph.open import open_home
from server.app import create_app
from server.config import Config
assert Path(server.__file__).is_relative_to(sys.argv[1]), server.__file__
home = Path(sys.argv[2])
build(open_home(home))
site = create_app(Config(home=home, isolated=False)).test_client()
for place in ("/", "/sparql", "/static/vendor/yasgui.min.js", "/picture/map.svg?year=2026"):
    print(place, site.get(place, headers={"Accept": "text/html"}).status_code)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the wheel is made of, with the editor where ``make assets`` puts it."""
    folder = tmp_path_factory.mktemp("wheel") / "source"
    folder.mkdir()
    for name in PACKAGES:
        ignored = ignore_patterns("__pycache__", "vendor", "*.egg-info")
        copytree(ROOT / name, folder / name, ignore=ignored)
    for name in SOURCES:
        (folder / name).write_bytes((ROOT / name).read_bytes())
    vendor = folder / "server" / "static" / "vendor"
    vendor.mkdir()
    for name in EDITOR:
        (vendor / name).write_text("/* the editor */")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    out = source.parent / "out"
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out)]
    subprocess.run([*command, *options, str(source)], check=True)
    (found,) = out.glob("*.whl")
    return found


def test_every_file_of_the_packages_is_in_it(source: Path, wheel: Path) -> None:
    expected = {
        str(path.relative_to(source))
        for name in PACKAGES
        for path in (source / name).rglob("*")
        if path.is_file()
    }
    for ending in (".html", ".css", ".js", ".svg", ".rq", ".ttl", ".json", ".py"):
        assert any(each.endswith(ending) for each in expected), ending
    assert "server/pictures/data/outlines.json" in expected
    held = set(ZipFile(wheel).namelist())
    assert expected - held == set()
    assert {f"server/static/vendor/{each}" for each in EDITOR} <= held


def test_nothing_else_is_in_it(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    tops = {each.partition("/")[0] for each in names}
    assert {each for each in tops if not each.endswith(".dist-info")} == set(PACKAGES)
    assert any(each.endswith(".dist-info/licenses/LICENSE") for each in names)


def test_what_is_in_it_builds_and_serves(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    ZipFile(wheel).extractall(installed)
    done = subprocess.run(
        [sys.executable, "-c", USED, str(installed), str(tmp_path / "home")],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
    )
    told = done.stdout.split()
    assert told[1::2] == ["200"] * 4, done.stdout
