"""What the answers link to: other formats, a description, the licence, how to cite."""

from __future__ import annotations

import re

from flask import Flask, Response, request

from graph.dataset.about import DATA_LICENSE
from ontology.names import BASE
from server.formats import EXTENSIONS, QUAD_EXTENSIONS
from server.links import address

_ROOTS = {"graph", "ontology", "parameter", "shapes"}
_YEAR = re.compile(r"/dataset(?:/[0-9]+)?/years/[^/.]+")
_DUMP = re.compile(r"(/dataset/[0-9]+)/dump\.[a-z.]+")


def register(app: Flask) -> None:
    """Has every document about something of ours say in ``Link`` headers what goes with it."""

    @app.after_request
    def link(response: Response) -> Response:
        if response.status_code == 200 and request.method in {"GET", "HEAD"}:
            for target, relation, media_type in _links(request.path):
                ending = f'; type="{media_type}"' if media_type else ""
                response.headers.add("Link", f'<{target}>; rel="{relation}"{ending}')
        return response


def _links(path: str) -> list[tuple[str, str, str]]:
    """The links of the document at that path: target, relation, media type."""
    place = identified(path)
    if place is None:
        return []
    document, iri = place
    endings = QUAD_EXTENSIONS if _YEAR.fullmatch(document) else EXTENSIONS
    own = [
        (address(f"{document}.{ending}"), "alternate", media_type)
        for ending, media_type in endings.items()
        if path != f"{document}.{ending}" and not _DUMP.fullmatch(path)
    ]
    return [
        *own,
        (address("/.well-known/void"), "describedby", ""),
        (DATA_LICENSE, "license", ""),
        (iri, "cite-as", ""),
    ]


def identified(path: str) -> tuple[str, str] | None:
    """Where, but for the ending, the data stands that goes with a document, and what it is about.

    None for a document about nothing of ours.
    """
    first, _, rest = path.lstrip("/").partition("/")
    if first in {"page", "data"} and "/" in rest:
        key = _bare(rest) if first == "data" else rest
        return f"/data/{key}", f"{BASE}id/{key}"
    if path == "/" or first.partition(".")[0] == "dataset":
        bare = "/dataset" if path == "/" else _bare(_whole(path))
        return bare, f"{BASE}{bare[1:]}"
    if first.partition(".")[0] in _ROOTS and path != "/graph":
        return _bare(path), f"{BASE}{_bare(path)[1:]}"
    return None


def _whole(path: str) -> str:
    """The release that a dump is of, or the address itself."""
    found = _DUMP.fullmatch(path)
    return found[1] if found else path


def _bare(path: str) -> str:
    stem, dot, ending = path.rpartition(".")
    endings = QUAD_EXTENSIONS if _YEAR.fullmatch(stem) else EXTENSIONS
    return stem if dot and ending in endings else path
