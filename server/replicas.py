"""The releases for who mirrors this instance: which there are, their files, and each file."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, send_file

from graph.errors import NotAllowedError
from graph.replicas.listing import files, find
from server.current import config, home, kept
from server.respond import fresh

PLACE = "/api/v1/releases"

blueprint = Blueprint("replicas", __name__)


@blueprint.get(PLACE)
def releases() -> Response:
    """The releases that are kept, and which is the current one."""
    with home().require() as current:
        listed = [
            {"number": each.number, "time": each.as_dict()["time"], "triples": each.triples}
            for each in home().releases()
        ]
        return fresh(jsonify(current=current.number, releases=listed))


@blueprint.get(f"{PLACE}/<int:number>/files")
def listing(number: int) -> Response:
    """Every file of a release with its size and SHA-256."""
    _require_replicas()
    with kept(number) as release:
        return fresh(jsonify(release=number, files=[each.as_dict() for each in files(release)]))


@blueprint.get(f"{PLACE}/<int:number>/files/<path:name>")
def content(number: int, name: str) -> Response:
    """One file, or the range of it that is asked for."""
    _require_replicas()
    with kept(number) as release:
        path = find(release, name)
        response = send_file(path, "application/octet-stream", conditional=True, etag=True)
    return fresh(response)


def _require_replicas() -> None:
    """Files hold whole texts, which are not everybody's to give."""
    if not config().replicas:
        raise NotAllowedError(
            "this instance lets nobody mirror it; whoever runs it can with `serve --replicas`"
        )
