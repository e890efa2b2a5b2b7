"""Operation: alive, ready, and which versions are running."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import chain

from flask import Blueprint, Response, current_app, jsonify

from graph.sparql.query import QueryRequest
from ontology import VERSION
from server.current import release
from server.engine import Engine
from server.execute import read
from server.metrics import MEDIA_TYPE, Family, Metrics, Sample, render
from server.respond import fresh

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answers as long as the process does."""
    return fresh(jsonify(status="ok"))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answers once a release is open and can be asked; a problem document, 503, until then."""
    current = release()
    read(current, QueryRequest("ASK {}"))
    return fresh(jsonify(status="ready", release=current.number))


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counts in Prometheus' text format; with several server processes, those of one of them."""
    counts: Metrics = current_app.extensions["lianghui.metrics"]
    engine: Engine = current_app.extensions["lianghui.engine"]
    own = (_lanes(engine.load()), _held(engine.in_memory), _forwarded(engine.answered()))
    body = render(chain(counts.families(), *own))
    return fresh(Response(body, content_type=MEDIA_TYPE))


def _lanes(load: list[tuple[int, int]]) -> Iterator[Family]:
    for column, name in enumerate(("running", "waiting")):
        samples: list[Sample] = [
            (f'{{lane="{lane}"}}', each[column]) for lane, each in enumerate(load)
        ]
        yield f"lianghui_queries_{name}", "gauge", f"Queries that are {name} now.", samples


def _held(in_memory: bool) -> Iterator[Family]:
    words = "Whether queries are answered from a copy of the release in memory."
    yield "lianghui_release_in_memory", "gauge", words, [("", int(in_memory))]


def _forwarded(answered: Mapping[str, int]) -> Iterator[Family]:
    """Nothing where no other engine is set up."""
    if answered:
        samples: list[Sample] = [(f'{{by="{name}"}}', n) for name, n in answered.items()]
        words = "Queries that another engine answered, and that the home's own store did instead."
        yield "lianghui_queries_answered_total", "counter", words, samples


@blueprint.get("/versions")
def versions() -> Response:
    """The versions of the software, the ontology and what they run on."""
    packages = ("lianghui", "Flask", "granian", "pyoxigraph")
    return jsonify(
        ontology=VERSION,
        python=platform.python_version(),
        release=release().number,
        **{name.lower(): _version(name) for name in packages},
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except ModuleNotFoundError:
        return "not installed"
