"""A wrong report taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.describe import DOCUMENTS
from graph.errors import InputError, NotFoundError
from graph.infer import INFERRED
from graph.ingest import ingest
from graph.networks.analytics import MADE
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


def test_an_article_is_withdrawn_likewise(home: Home) -> None:
    before = hashes(home)
    articles = sorted((Path(__file__).parent / "data" / "articles").glob("*.txt"))
    assert articles
    taken = ingest(home, articles[:1]).taken
    assert hashes(home) != before
    withdraw(home, taken[0].report)
    after = hashes(home)
    assert {graph for graph in before if after[graph] != before[graph]} <= {
        DOCUMENTS.value,
        INFERRED.value,
        # these name what they were made of
        *(names.graph("analytics", each).value for each in ("counts", *MADE)),
    }
    assert after.keys() == before.keys()
