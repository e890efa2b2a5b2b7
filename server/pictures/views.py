"""The pictures over HTTP: as SVG, as PNG, and the rows that they draw as CSV."""

from __future__ import annotations

from flask import Response

from graph.errors import NotFoundError
from graph.sparql.query import QueryAnswer
from server.api_request import number
from server.api_rows import written
from server.current import release
from server.formats import CSV
from server.links import absolute
from server.parameters import url_parameters
from server.pictures import ask
from server.pictures.frame import Look
from server.pictures.png import LEAST, MOST, USUAL, png
from server.respond import answered, tag, unchanged

PLACE = "/picture"
SVG, PNG = "image/svg+xml", "image/png"


def picture(name: str, ending: str) -> Response:
    """A picture, or its rows, in the format of the ending."""
    if ending not in ask.ENDINGS:
        raise NotFoundError(f".{ending}: there is " + ", ".join(f".{each}" for each in ask.ENDINGS))
    parameters = url_parameters()
    wanted = ask.read(name, parameters, *(["width"] if ending == "png" else []))
    pixels = number("width", parameters.one("width") or str(USUAL), LEAST, MOST)
    query = ask.query(wanted)
    options = repr(wanted.options)
    label = tag(release().number, query, ending, options, wanted.lang, absolute("/"), str(pixels))
    if same := unchanged(label):
        return varied(same)
    found = ask.rows(wanted, query)
    year = wanted.asked.values.get("year", "")
    file = "-".join(each for each in (name, year) if each.isalnum()) + f".{ending}"
    if ending == "csv":
        return sent(written(found, CSV), CSV, file, wanted.lang, label)
    svg = ask.drawn(wanted, found, Look(wanted.lang, absolute)).svg
    if ending == "svg":
        return sent(svg.encode(), SVG, file, wanted.lang, label)
    return sent(png(svg, pixels), PNG, file, wanted.lang, label)


def sent(body: bytes, media_type: str, file: str, lang: str, label: str) -> Response:
    """A file of that name, with the weak tag ``label``."""
    response = varied(answered(QueryAnswer(media_type, body, len(body), 1), label))
    response.headers["Content-Disposition"] = f'inline; filename="{file}"'
    response.headers["Content-Language"] = lang
    return response


def varied(response: Response) -> Response:
    """The answer, saying that it depends on the reader's language."""
    response.vary.update(("Accept-Language", "Cookie"))
    return response
