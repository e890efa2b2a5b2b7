"""Operation: alive, ready, and which versions are running."""

from __future__ import annotations

import platform
from importlib.metadata import version

from flask import Blueprint, Response, jsonify

from ontology import VERSION
from server.current import release

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answers as long as the process does."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answers once a release is open and can be asked; a problem document, 503, until then."""
    current = release()
    next(iter(current.store.quads_for_pattern(None, None, None, None)), None)
    return jsonify(status="ready", release=current.number)


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
