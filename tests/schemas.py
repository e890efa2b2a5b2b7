"""Schemas of others, read from the packages that ship them, which .ci/install gets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / ".cache" / "schemas"


def schema(package: str, name: str) -> bytes:
    """A file of a package; the test is skipped where the package was not got."""
    found = sorted(FOLDER.glob(f"{package}-*.whl"))
    if not found:
        pytest.skip(f"needs {package}; .ci/install gets it")
    with zipfile.ZipFile(found[-1]) as archive:
        return archive.read(name)
