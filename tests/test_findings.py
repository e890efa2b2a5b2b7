"""docs/method says what is shipped, and its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from graph.networks.catalogue import NETWORKS
from graph.quality.score import wilson
from graph.releases import Home
from ontology.names import BASE
from server.cli import lianghui
from tests.served import client
from tools.findings.chance import clustered, fixed_sizes, interval, likest_pair, sign_flips
from tools.findings.finding import SERVICE, rows, short
from tools.findings.themes import change_of_rate, directions
from tools.make_findings_doc import PAGE, document

FOLDER = PAGE.parent
OTHERS = ("README.md", "findings.md", "codebook.md")
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name not in OTHERS)
"""One for each measure."""
PARTS = ["Definition", "Source", "When not to use it", "On what is shipped"]
COMMAND = re.compile(r"^lianghui .+$", re.MULTILINE)


@pytest.fixture
def served(home: Home) -> FlaskClient:
    return client(home.path)


def links() -> Iterator[str]:
    for link in re.findall(r"\]\(([^)]+)\)", PAGE.read_text("utf-8")):
        assert link.startswith(SERVICE)
        yield link.removeprefix(SERVICE)


def test_the_findings_are_current(home: Home) -> None:
    with home.require() as release:
        made = document(release.store)
    assert made == PAGE.read_text("utf-8"), "run `python -m tools.make_findings_doc`"
    assert len(re.findall(r"^## \d+\. ", made, re.MULTILINE)) == 10
    for part in ("*Uncertainty.*", "```sh", "Evidence: ["):
        assert made.count(part) == 10


@pytest.mark.slow
def test_every_link_of_the_findings_answers(served: FlaskClient) -> None:
    found = set(links())
    assert len(found) > 20
    for place in found:
        answer = served.get(place, follow_redirects=True)
        assert answer.status_code == 200, place
        assert len(answer.data) > 200


@pytest.mark.slow
@pytest.mark.parametrize("path", [PAGE, *PAGES], ids=lambda path: path.stem)
def test_every_command_of_the_pages_answers(path: Path, home: Home) -> None:
    found = COMMAND.findall(path.read_text("utf-8"))
    assert found
    for command in found:
        told = CliRunner().invoke(lianghui, ["--home", str(home.path), *shlex.split(command)[1:]])
        assert told.exit_code == 0, (command, told.output)
        assert len(told.output) > 100


def test_every_measure_has_its_page_and_every_network_is_listed() -> None:
    assert len(PAGES) >= 10
    contents = (FOLDER / "README.md").read_text("utf-8")
    for path in PAGES:
        assert re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE) == PARTS
        assert f"({path.name})" in contents
    for each in NETWORKS.values():
        assert f"| `{each.name}` | `{each.source}` |" in contents


def test_intervals_and_chances_by_hand() -> None:
    assert wilson(0, 10) == pytest.approx((0, 0.2775), abs=1e-4)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert sign_flips(np.array([1.0, -1.0, 1.0, -1.0])) == 1
    assert sign_flips(np.ones(5)) == pytest.approx(2 / 2**5, rel=0.1)
    assert sign_flips(np.ones(15)) == pytest.approx(2 / 2**15, rel=0.3)
    assert interval(np.ones(5)) == (1, 1)


def test_a_change_is_of_rates_since_reports_are_of_unlike_length(home: Home) -> None:
    with home.require() as release:
        change = change_of_rate(release.store, "artificial-intelligence")
        found = rows(release.store, "mention-rates", theme="artificial-intelligence")
    rates = {(row["province"], row["year"]): float(row["perTenThousand"]) for row in found}
    years = [{place: rate for (place, own), rate in rates.items() if own == year}
             for year in ("2025", "2026")]  # fmt: skip
    assert set(years[0]) == set(years[1])
    expected = sum(years[1].values()) / 31 - sum(years[0].values()) / 31
    assert change.mean() == pytest.approx(expected, abs=0.01)


def test_the_highest_likeness_is_told_from_that_by_chance() -> None:
    random = np.random.default_rng(4)
    counts = random.poisson(1.0, (12, 20)).astype(float)
    assert likest_pair(counts) > 0.05
    counts[1] = counts[0]
    assert likest_pair(counts) < 0.01


def test_a_pair_that_the_sizes_do_not_explain_is_seen_by_matrices_of_the_same_sizes() -> None:
    made = np.tile(np.eye(3, dtype=bool), (4, 8))[np.random.default_rng(1).permutation(12)]
    same = (made.astype(int) @ made.T.astype(int))[np.triu_indices(12, 1)] > 0
    assert (fixed_sizes(made)[same] <= 0.05).all()
    assert (fixed_sizes(made)[~same] > 0.05).all()


def test_statements_of_one_province_are_no_independent_draws() -> None:
    """Two provinces of ten statements each: as wide as two draws, not as twenty."""
    assert clustered(np.array([10, 0]), np.array([10, 10])) == (0, 1)
    assert clustered(np.array([3, 3]), np.array([4, 4])) == (0.75, 0.75)


def test_what_is_promised_is_of_plans_alone(home: Home) -> None:
    with home.require() as release:
        told = directions(release.store)
        found = rows(release.store, "statements", theme="data-center-computing", year="2026")
    plans = {row["statement"] for row in found if short(row["role"]) == "plan"}
    with_direction = {row["statement"] for row in found if "direction" in row} & plans
    assert f" of {len(with_direction)} statements" in told.told
    assert told.asked.endswith(" role=role/plan")
    shown = [link for label, link in told.links.items() if label.startswith("statement ")]
    assert {f"{BASE}{each.removeprefix(f'{SERVICE}/')}" for each in shown} <= plans
