"""What a correction leaves as it was: a person's word on a direction is no other source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from pyoxigraph import QuerySolutions, QueryTriples, Store

from graph.open import open_home
from graph.questions import ask
from graph.releases import Home
from graph.review import Verdict, review
from ontology import names
from ontology.names import LH
from queries import load
from questions_world import world

OWN = {"confidence", "basis", "basisLabel", "status"}
"""Columns that tell how a statement came about: a correction says so of itself."""
LEFT = {"claims", "statements-by-layer"}
"""The questions that tell of corrections."""
CLAIM = f"{names.BASE}id/statement/made-article/110000/2094/blockchain/named"
"""What an article says."""
CLAIMED = {
    "adoption",
    "asserted-not-extracted",
    "claimed-and-named-counts",
    "compare-claims",
    "disagreeing-lists",
    "province-measures",
    "regional-groups",
    "silent-and-unknown",
}
"""The questions that count who is claimed to name a theme."""
PARKS = names.thing("direction", "industrial-parks")
REPORT = names.thing("report", "110000/2093")
ASKED = {"theme": "blockchain", "year": "2093", "other": "2094", "later": "2094"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("world") / "home"
    with Home(path).change("the world") as draft:
        draft.add(world())
    return open_home(path)


def answers(store: Store) -> dict[str, Counter[tuple[str, ...]]]:
    """Each question's rows; what replaces a statement is called as that is."""
    found = {}
    for question in load().values():
        taken = {each.name for each in question.parameters}
        asked = {name: value for name, value in ASKED.items() if name in taken}
        answer = ask(store, question, asked)
        if isinstance(answer, QuerySolutions):
            columns = [each.value for each in answer.variables if each.value not in OWN]
            found[question.name] = Counter(
                tuple(known(row[each]) for each in columns) for row in answer
            )
        elif isinstance(answer, QueryTriples):
            found[question.name] = Counter({(known(each.subject),) for each in answer})
    return found


def known(term: object) -> str:
    return str(term).partition("-by-")[0].rstrip(">")


def corrected(home: Home, statement: str, *directions: str) -> Iterator[str]:
    """The questions whose answers differ once that was corrected so."""
    with home.require() as release:
        before = answers(release.store)
    review(home, Verdict(statement, "correct", "Tester", directions))
    with home.require() as release:
        after = answers(release.store)
    return (name for name in before if before[name] != after[name])


def test_a_correction_that_says_the_same_changes_no_answer(home: Home) -> None:
    with home.require() as release:
        (statement,) = [
            quad.subject.value
            for quad in release.store.quads_for_pattern(None, LH.aboutReport, REPORT)
            if any(release.store.quads_for_pattern(quad.subject, LH.hasDirection, PARKS))
        ]
    changed = set(corrected(home, statement, "industrial-parks", "research-transfer"))
    assert changed == LEFT


def test_a_corrected_claim_stays_a_claim(home: Home) -> None:
    changed = set(corrected(home, CLAIM, "governance"))
    assert not changed & CLAIMED
