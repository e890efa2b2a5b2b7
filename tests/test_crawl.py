"""Every IRI of ours in the dump of a release answers with a description of itself."""

from __future__ import annotations

import gzip
import os
import random
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.dataset.dumps import dump
from graph.releases import Home
from ontology.names import BASE
from served import client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]  # many small requests

SAMPLE = int(os.environ.get("PAGES", "25"))
"""Pages asked for of each kind of thing; what is more than these is drawn by lot, always alike.
``make crawl`` asks for all."""


@pytest.fixture
def service(home: Home) -> FlaskClient:
    return client(home.path)


@pytest.fixture
def found(home: Home) -> dict[str, list[str]]:
    """The IRIs of ours in the dump, wherever they stand, by kind."""
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    data = gzip.decompress(dump(home.require(), "nq").path.read_bytes())
    for quad in parse(data, format=RdfFormat.N_QUADS):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                path = term.value[len(BASE) :].partition("#")[0].split("/")
                kinds["/".join(path[:2]) if path[0] == "id" else path[0]].add(term.value)
    return {kind: sorted(each) for kind, each in sorted(kinds.items())}


def ask(service: FlaskClient, path: str, accept: str) -> str:
    response = service.get(path, headers={"Accept": accept}, follow_redirects=True)
    assert response.status_code == 200, path
    assert response.mimetype == accept, path
    return response.get_data(as_text=True)


def subjects(text: str) -> set[str]:
    return {
        each.subject.value
        for each in parse(text, format=RdfFormat.TURTLE)
        if isinstance(each.subject, NamedNode)
    }


def drawn(iris: Iterable[str], size: int) -> list[str]:
    all_ = sorted(iris)
    return all_ if len(all_) <= size else random.Random(2020).sample(all_, size)


def test_the_kinds_are_those_of_the_model(found: dict[str, list[str]]) -> None:
    assert {"graph", "ontology", "parameter", "shapes"} <= found.keys()
    for kind in ("activity", "cue", "linkset", "mention", "passage", "statement", "text"):
        assert found[f"id/{kind}"]
    assert not {kind for kind in found if "/" not in kind} - {
        "graph", "ontology", "parameter", "shapes"
    }  # fmt: skip


def test_everything_describes_itself_in_turtle(
    service: FlaskClient, found: dict[str, list[str]]
) -> None:
    @cache
    def told(path: str) -> set[str]:
        return subjects(ask(service, path, "text/turtle"))

    for kind, iris in found.items():
        for iri in iris:
            path = iri[len(BASE) - 1 :].partition("#")[0]
            if kind.startswith("id/"):
                assert subjects(ask(service, path, "text/turtle")) == {iri}
            else:
                assert iri in told(path), iri


def test_everything_has_a_page_about_itself(
    service: FlaskClient, found: dict[str, list[str]]
) -> None:
    @cache
    def told(path: str) -> str:
        return ask(service, path, "text/html")

    for kind, iris in found.items():
        for iri in drawn(iris, SAMPLE) if kind.startswith("id/") else iris:
            path, _, fragment = iri[len(BASE) - 1 :].partition("#")
            page = told(path)
            assert iri in page, iri
            if fragment:
                assert f'id="{fragment}"' in page, iri
