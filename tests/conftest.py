"""Fixtures that every test module may use."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from graph import standoff
from graph.build import build
from graph.open import open_home
from graph.releases import Home

# However busy the machine is, what is generated says the same.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

LONG = frozenset(
    f"test_{each}"
    for each in (
        "clients",
        "crawl",
        "engines",
        "engines_killed",
        "engines_questions",
        "fuzz",
        "gate",
        "hurt_http",
        "links",
        "network_measures",
        "openapi",
        "operation",
        "rehearsal",
        "replicas",
        "workers",
    )
)
"""Files that take minutes or, of the quick tests, most; begun first, so that none is left alone."""

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has the long files begin first."""
    items.sort(key=lambda item: item.path.stem not in LONG)


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
    return _once(tmp_path_factory, "built", lambda path: build(open_home(path)))


def _once(places: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A copy for this process of what ``make`` makes, once for all that run tests together."""
    beside = places.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        beside = beside.parent
    first = beside / f"{name}-first"
    with (beside / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not first.exists():
            make(first)
    path = places.mktemp(name) / "home"
    shutil.copytree(first, path, symlinks=True)
    return path


@pytest.fixture
def home(_built: Path, tmp_path: Path) -> Home:
    """A home of this test's own that holds the shipped facts, as release 1."""
    return _copy(_built, tmp_path / "home")


@pytest.fixture(scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(path: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(standoff, "shipped", lambda: ())
            build(open_home(path))

    return _once(tmp_path_factory, "small", make)


@pytest.fixture
def small(_small: Path, tmp_path: Path) -> Home:
    """The same without what was read in the shipped reports: a change costs a tenth."""
    return _copy(_small, tmp_path / "small")


def _copy(home: Path, to: Path) -> Home:
    shutil.copytree(home, to, symlinks=True)
    return open_home(to)
