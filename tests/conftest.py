"""Fixtures that every test module may use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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
    path = tmp_path / "home"
    shutil.copytree(_built, path, symlinks=True)
    return open_home(path)
