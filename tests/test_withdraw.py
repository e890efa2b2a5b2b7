"""A wrong report taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError, NotFoundError
from graph.ingest import ingest
from graph.releases import Home
from graph.withdraw import withdraw
from made import report, write
from ontology import names


def hashes(home: Home) -> dict[str, str]:
    return {key: entry.sha256 for key, entry in home.require().manifest.graphs.items()}


@pytest.mark.parametrize("year", [2093, 2020, 2026])
def test_withdrawing_undoes_an_ingest(home: Home, tmp_path: Path, year: int) -> None:
    before = hashes(home)
    ingest(home, [write(tmp_path, "a.txt", report("北京市", year, "发展区块链。"))])
    assert hashes(home) != before
    release = withdraw(home, f"110000/{year}")
    assert hashes(home) == before
    assert not release.texts


def test_it_can_then_be_read_as_another_province(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    ingest(home, [path])
    withdraw(home, names.report("110000", 2093).value)
    assert ingest(home, [path], code="140000").taken[0].report == "140000/2093"


def test_what_is_not_held_cannot_be_withdrawn(home: Home) -> None:
    with pytest.raises(NotFoundError, match="110000/2093"):
        withdraw(home, "110000/2093")
    with pytest.raises(InputError, match="Beijing"):
        withdraw(home, "Beijing")
    assert home.require().number == 1
