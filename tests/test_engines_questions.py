"""Every saved question, on every engine, against the embedded store; docs/engines.md tells more.

On a world of a few reports, or, with ``SHIPPED=1``, on the shipped graph, which takes minutes.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.build import build
from graph.engines import answer
from graph.engines.answer import ForwardedRequest, forward
from graph.engines.mark import digest
from graph.engines.publish import publish
from graph.engines.target import target
from graph.errors import EngineFailedError, QueryTimeoutError
from graph.open import open_home
from graph.questions import bound
from graph.releases import Home
from graph.sparql.evaluate import evaluate
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from other_engines import ENGINES, running
from queries import load
from questions_world import world

SHIPPED = "SHIPPED" in os.environ
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200 if SHIPPED else 300)]

FORMATS = Formats(rows="text/tab-separated-values", graph="application/n-triples")
DOC = Path(__file__).resolve().parents[1] / "docs" / "engines.md"
NUMBER = re.compile(r'^"?(-?[\d.]+)"?(?:\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>)?$')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = open_home(tmp_path_factory.mktemp("questions") / "home")
    if SHIPPED:
        build(home)
        return home
    with home.change("made up") as draft:
        draft.add(world())
    return home


@pytest.fixture(scope="module", params=sorted(ENGINES))
def asked(
    request: pytest.FixtureRequest, home: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store, ForwardedRequest]]:
    """The engine's name, the embedded store, and a request to fill the query into."""
    folder = tmp_path_factory.mktemp("engine") / "data"
    with running(request.param, folder) as engine, home.require() as release:
        place = target(engine.spec)
        publish(home, place)
        blank = ForwardedRequest("", formats=FORMATS, target=place, seconds=60)
        yield request.param, release.store, replace(blank, digest=digest(release.manifest))
        answer._known.pop(place).engine.client.close()


def rows(found: QueryAnswer) -> Counter[tuple[str, ...]]:
    """The rows as a bag, decimals by their value: 1.0 is 1."""
    lines = found.taken().decode().splitlines()
    return Counter(tuple(_plain(each) for each in line.split("\t")) for line in lines)


def _plain(term: str) -> str:
    if match := NUMBER.match(term):
        try:
            return str(Decimal(match[1]).normalize())
        except InvalidOperation:
            return term
    return term


def deviating(store: Store, blank: ForwardedRequest) -> tuple[set[str], set[str]]:
    """The questions that the engine answers otherwise, and those that it does not answer."""
    otherwise, failing = set(), set()
    for name, question in load().items():
        text = bound(store, question, {each.name: each.example for each in question.parameters})
        here = evaluate(store, QueryRequest(text, formats=FORMATS))
        try:
            if rows(forward(store, replace(blank, text=text))) != rows(here):
                otherwise.add(name)
        except (EngineFailedError, QueryTimeoutError):
            failing.add(name)
    return otherwise, failing


def listed(engine: str) -> set[str]:
    """The questions that the documentation lists for an engine."""
    lines = re.findall(r"^\| (\w+) \| `([\w-]+)` \|", DOC.read_text("utf-8"), re.MULTILINE)
    return {question for name, question in lines if name.lower() == engine}


def test_every_question_has_the_answer_of_the_embedded_store_or_is_left_to_it(
    asked: tuple[str, Store, ForwardedRequest],
) -> None:
    name, store, blank = asked
    otherwise, failing = deviating(store, blank)
    print(name, "is left out:", sorted(failing))
    assert otherwise == set()
    assert len(failing) < len(load())


@pytest.mark.skipif(SHIPPED, reason="the list is of the made-up world")
def test_what_an_engine_gets_wrong_by_itself_is_what_the_documentation_lists(
    asked: tuple[str, Store, ForwardedRequest],
) -> None:
    name, store, blank = asked
    assert blank.target
    known = answer._known[blank.target]
    known.engine = replace(known.engine, dialect=replace(known.engine.dialect, distrusted=None))
    otherwise, failing = deviating(store, blank)
    assert otherwise | failing == listed(name)
