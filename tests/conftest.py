"""Fixtures that every test module may use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph import standoff
from graph.build import build
from graph.open import open_home
from graph.releases import Home

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports beside the checkout; tests that need it skip without it."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"needs the real reports in ../{SHARED.name} beside the checkout")
    return SHARED


@pytest.fixture
def tmp_home(tmp_path: Path) -> Path:
    """An empty home."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "home"
    build(open_home(path))
    return path


@pytest.fixture
def home(_built: Path, tmp_path: Path) -> Home:
    """A home of this test's own that holds the shipped facts, as release 1."""
    return _copy(_built, tmp_path / "home")


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(standoff, "shipped", lambda: ())
        build(open_home(path))
    return path


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Home:
    """The same without what was read in the shipped reports: a change costs a tenth."""
    return _copy(_small, tmp_path / "small")


def _copy(home: Path, to: Path) -> Home:
    shutil.copytree(home, to, symlinks=True)
    return open_home(to)
