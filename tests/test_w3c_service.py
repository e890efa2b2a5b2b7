"""W3C's tests of SERVICE, their endpoints played by servers of this machine that are listed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, QueryResultsFormat, QuerySolutions, Store
from rdflib import Graph, URIRef

from elsewhere import Elsewhere, elsewhere, says
from served import client
from test_w3c import Loader, judge, through_http
from w3c import BASE, MF, QT, Case, cases, expected, read

pytestmark = pytest.mark.slow

VARIABLE = "service/service5"
"""Asks the service that a variable names, which stays refused."""


def answers(path: Path) -> Callable[[BaseHTTPRequestHandler], None]:
    """What answers queries from the triples of a file."""
    store = Store()
    store.extend(read(path, DefaultGraph()))

    def does(request: BaseHTTPRequestHandler) -> None:
        found = store.query(request.asked)  # type: ignore[attr-defined]
        assert isinstance(found, QuerySolutions)
        body = found.serialize(format=QueryResultsFormat.XML) or b""
        says(body, "application/sparql-results+xml")(request)

    return does


def endpoints(folder: Path, case: Case) -> dict[str, Path]:
    """The services of a test, by the addresses that its query names, and their data."""
    place = f"{BASE}{folder.name}/manifest.ttl"
    graph = Graph().parse(folder / "manifest.ttl", format="turtle", publicID=place)
    test = next(
        each
        for each in graph.subjects(MF.result)
        if str(each).endswith(f"#{case.name.partition('/')[2]}")
    )
    found = {}
    for each in graph.objects(graph.value(test, MF.action), QT.serviceData):
        data = graph.value(each, QT.data)
        assert isinstance(data, URIRef)
        found[str(graph.value(each, QT.endpoint))] = folder / data.rpartition("/")[2]
    return found


def test_service_as_w3c_expects_it(shared: Path, tmp_path: Path) -> None:
    root = shared / "w3c" / "sparql11"
    chosen = [case for case in cases(root) if case.name.startswith("service/")]
    assert len(chosen) == 7
    outcome = {}
    for case in chosen:
        with ExitStack() as stack:
            text, entries = case.text, []
            for address, path in endpoints(root / "service", case).items():
                other: Elsewhere = stack.enter_context(elsewhere(answers(path)))
                text = text.replace(f"<{address}>", f"<{other.address}>")
                entries.append(other.address)
            home = tmp_path / case.name.replace("/", "-")
            ours = client(
                home,
                anonymous_writes=True,
                default_graph="stored",
                isolated=True,
                allow_remote=tuple(entries),
            )
            for each in ("engine", "writer"):
                stack.callback(ours.application.extensions[f"lianghui.{each}"].close)
            Loader(ours).load(case.before)
            assert case.result
            found = through_http(ours, replace(case, text=text), QueryResultsFormat.JSON)
            outcome[case.name] = judge(found, expected(case.result))
    assert outcome.pop(VARIABLE) == "failed"
    assert set(outcome.values()) == {"exact"}, outcome
