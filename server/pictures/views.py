"""The pictures over HTTP: as SVG, as PNG, and the rows that they draw as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import NotFoundError
from graph.sparql.query import QueryAnswer
from server.api_request import number
from server.api_rows import written
from server.current import release
from server.formats import CSV
from server.links import address
from server.parameters import url_parameters
from server.pictures import ask
from server.pictures.ask import Wanted
from server.pictures.frame import Look
from server.pictures.png import LEAST, MOST, USUAL, png
from server.respond import answered, tag, unchanged

PLACE = "/picture"
SVG, PNG = "image/svg+xml", "image/png"

blueprint = Blueprint("pictures", __name__)


@blueprint.get(f"{PLACE}/<name>.<ending>")
def picture(name: str, ending: str) -> Response:
    """A picture, or its rows, in the format of the ending."""
    if ending not in ask.ENDINGS:
        raise NotFoundError(f".{ending}: there is " + ", ".join(f".{each}" for each in ask.ENDINGS))
    parameters = url_parameters()
    wanted = ask.read(name, parameters, *(["width"] if ending == "png" else []))
    pixels = number("width", parameters.one("width") or str(USUAL), LEAST, MOST)
    query = ask.query(wanted)
    root = "" if address("/").startswith("http") else request.url_root.rstrip("/")
    label = tag(
        release().number, query, ending, repr(wanted.options), wanted.lang, root, str(pixels)
    )
    if same := unchanged(label):
        return _varied(same)
    found = ask.rows(wanted, query)
    if ending == "csv":
        return _answer(wanted, CSV, written(found, CSV), len(found.rows), label)
    look = Look(wanted.lang, lambda path: root + address(path))
    svg = ask.drawn(wanted, found, look).svg
    if ending == "svg":
        return _answer(wanted, SVG, svg.encode(), len(found.rows), label)
    return _answer(wanted, PNG, png(svg, pixels), len(found.rows), label)


def _answer(wanted: Wanted, media_type: str, body: bytes, rows: int, label: str) -> Response:
    response = _varied(answered(QueryAnswer(media_type, body, len(body), rows), label))
    ending = {SVG: "svg", PNG: "png", CSV: "csv"}[media_type]
    year = wanted.asked.values.get("year", "")
    stem = "-".join(each for each in (wanted.kind.name, year) if each.isalnum())
    response.headers["Content-Disposition"] = f'inline; filename="{stem}.{ending}"'
    response.headers["Content-Language"] = wanted.lang
    return response


def _varied(response: Response) -> Response:
    response.vary.update(("Accept-Language", "Cookie"))
    return response
