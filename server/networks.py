"""Networks over HTTP: which there are, and each one in the formats that network tools read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request
from pyoxigraph import RdfFormat, Triple, parse

from graph.errors import (
    NotAcceptableError,
    NotFoundError,
    ParameterError,
    UnprocessableError,
)
from graph.networks.catalogue import FORMATS, NETWORKS, Network, Values, network
from graph.networks.catalogue import read as read_values
from graph.networks.options import Option
from graph.questions import bound
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from server.api import document
from server.api_request import known
from server.current import release, things
from server.execute import execute
from server.formats import N_TRIPLES, negotiate
from server.links import address
from server.parameters import url_parameters
from server.respond import answered, tag, unchanged

PLACE = "/api/v1/networks"
MOST_TRIPLES = 50_000
"""Triples of a question's answer from which a network is made here."""

blueprint = Blueprint("networks", __name__)


@blueprint.get(PLACE)
@blueprint.get(f"{PLACE}.json")
def networks() -> Response:
    """Every network: what it shows, with what it can be asked, and where it is."""
    known(url_parameters(), (), "the list of networks")
    listed = [described(each) for each in NETWORKS.values()]
    return document({"release": release().number, "networks": listed})


@blueprint.get(f"{PLACE}/<name>")
def answer(name: str) -> Response:
    """A network, in the format of the name's ending, of ``format`` or of Accept."""
    stem, dot, ending = name.rpartition(".")
    if dot and ending not in FORMATS:
        raise NotFoundError(f".{ending}: there is " + ", ".join(f".{each}" for each in FORMATS))
    asked = network(stem if dot else name)
    given = known(url_parameters(), [*asked.parameters, "format"], asked.name)
    form = ending if dot else _form(given.get("format", ""))
    given.pop("format", None)
    values = read_values(asked, given)
    query = prepared(asked, values)
    label = tag(release().number, query, form, repr(values), request.path)
    if same := unchanged(label):
        return same
    found = execute(release(), query)
    body = drawn(asked, triples(found), values, form)
    return answered(QueryAnswer(FORMATS[form], body, len(body), found.rows), label)


def drawn(asked: Network, found: Iterable[Triple], values: Values, form: str) -> bytes:
    """The network of these triples as a file."""
    # What draws takes a quarter of a second to load, which nothing else should wait for.
    from graph.networks.draw import draw
    from graph.networks.export import written

    return written(draw(asked, found, values), form)


def prepared(asked: Network, values: Values) -> QueryRequest:
    """The question of a network with its values bound; raises ParameterError."""
    sparql = bound(things(), asked.question, values.question)
    return QueryRequest(
        sparql, formats=Formats(N_TRIPLES, N_TRIPLES, N_TRIPLES), max_rows=MOST_TRIPLES
    )


def triples(found: QueryAnswer) -> list[Triple]:
    """The triples of an answer; raises UnprocessableError where they are too many to draw."""
    if found.truncated:
        raise UnprocessableError(
            f"the network has more than {MOST_TRIPLES:,} triples; narrow it by its parameters, or"
            " make it with `lianghui network`"
        )
    return [each.triple for each in parse(found.taken(), format=RdfFormat.N_TRIPLES)]


def described(each: Network) -> dict[str, Any]:
    """A network as the list tells it."""
    return {
        "name": each.name,
        "title": each.title,
        "question": each.source,
        "parameters": [
            {"name": one.name, "type": one.type, "default": one.default, "example": one.example}
            for one in each.question.parameters
        ],
        "options": [_option(one) for one in each.options],
        "formats": {ending: address(f"{PLACE}/{each.name}.{ending}") for ending in FORMATS},
        "href": address(f"{PLACE}/{each.name}"),
    }


def _option(one: Option) -> dict[str, Any]:
    allowed = list(one.allowed) or [f"{one.least} to {one.most}"]
    return {"name": one.name, "default": one.default, "allowed": allowed, "words": one.words}


def _form(wanted: str) -> str:
    key = wanted.strip().lower()
    if key in FORMATS:
        return key
    if key:
        raise ParameterError("format", f"{wanted!r} is no format", tuple(FORMATS))
    media_types = {media_type: ending for ending, media_type in FORMATS.items()}
    found = negotiate(request.headers.get("Accept"), tuple(media_types))
    if found is None:
        raise NotAcceptableError(tuple(media_types))
    return media_types[found]
