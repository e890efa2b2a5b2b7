"""The networks as pictures: SVG, PNG, and the network's own CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Response

from graph.errors import NotFoundError
from graph.networks.catalogue import Network, Values, network
from graph.networks.catalogue import read as read_values
from graph.sparql.query import QueryRequest
from server import networks
from server.api_request import known, number, one_of
from server.current import release
from server.execute import execute
from server.formats import CSV
from server.language import LANGUAGES, language
from server.links import absolute, address, short
from server.parameters import Parameters, url_parameters
from server.pictures.ask import ENDINGS, Shown
from server.pictures.frame import Behind, Drawn, Entry, Look, Titled, shown
from server.pictures.network import LINES, Line, Node, draw
from server.pictures.png import LEAST, MOST, USUAL, png
from server.pictures.views import PNG, SVG, sent, varied
from server.respond import tag, unchanged

if TYPE_CHECKING:
    import networkx as nx

PLACE = "/picture/network"
IN_A_PAGE = 150
"""Lines that a page shows, the strongest, so that it stays small."""


def answer(name: str, ending: str) -> Response:
    """A network as a picture, or its lines, in the format of the ending."""
    if ending not in ENDINGS:
        raise NotFoundError(f".{ending}: there is " + ", ".join(f".{each}" for each in ENDINGS))
    parameters = url_parameters()
    asked, values, lang = read(name, parameters, *(["width"] if ending == "png" else []))
    pixels = number("width", parameters.one("width") or str(USUAL), LEAST, MOST)
    query = networks.prepared(asked, values)
    label = tag(release().number, query, ending, repr(values), lang, absolute("/"), str(pixels))
    if same := unchanged(label):
        return varied(same)
    made = network_of(asked, values, query)
    if ending == "csv":
        from graph.networks.export import written

        body, media_type = written(made, "csv"), CSV
    else:
        look = Look(lang, absolute)
        svg = drawn(made, asked, values, look).svg
        body, media_type = (svg.encode(), SVG) if ending == "svg" else (png(svg, pixels), PNG)
    return sent(body, media_type, f"network-{name}.{ending}", lang, label)


def read(name: str, parameters: Parameters, *more: str) -> tuple[Network, Values, str]:
    """The network that a request asks for, its values, and the language of its words.

    Raises :class:`graph.errors.NotFoundError` and :class:`graph.errors.ParameterError`.
    """
    asked = network(name)
    given = known(parameters, [*asked.parameters, "lang", *more], asked.name)
    lang = one_of("lang", given.pop("lang", "") or language(), LANGUAGES)
    return asked, read_values(asked, {key: given[key] for key in given if key not in more}), lang


def network_of(asked: Network, values: Values, query: QueryRequest) -> nx.Graph:
    """The network, asked for by one query."""
    # What draws takes a quarter of a second to load, which nothing else should wait for.
    from graph.networks.draw import draw as placed

    return placed(asked, networks.triples(execute(release(), query)), values)


def picture(name: str, given: Mapping[str, str], prefix: str = "") -> Shown:
    """A network to stand in a page, as :func:`server.pictures.ask.picture` gives the others."""
    pairs = [(key, value) for key, value in given.items() if value]
    asked, values, lang = read(name, Parameters(pairs))
    made = network_of(asked, values, networks.prepared(asked, values))
    look = Look(lang, address, bare=True, name=f"{prefix}network")
    query = urlencode({**values.question, **values.options, "lang": lang})
    files = {each: f"{address(f'{PLACE}/{name}.{each}')}?{query}" for each in ENDINGS}
    return Shown(drawn(made, asked, values, look, IN_A_PAGE), files)


def drawn(made: nx.Graph, asked: Network, values: Values, look: Look, most: int = LINES) -> Drawn:
    """The picture of a network that has places, with that many of its lines, the strongest."""
    nodes = [_node(iri, said, look) for iri, said in made.nodes(data=True)]
    names = {node.key: node.name for node in nodes}
    found = _lines(made, asked, values, names, look)
    lines = sorted(found, key=lambda line: (-line.weight, line.one, line.other))
    told_by = [each for each in asked.question.parameters if each.name != "language"]
    narrowed = [values.question.get(each.name) or each.default or "" for each in told_by]
    title = look.words["comma"].join([asked.title[look.lang], *filter(None, narrowed)])
    notes = [look.words["network"]]
    if len(lines) > most:
        notes.append(look.words["strongest"].format(most, len(lines)))
        lines = lines[:most]
    told = Titled(title, tuple(notes))
    rows = tuple(
        (
            Entry(names[line.one], _page(line.one, look)),
            Entry(names[line.other], _page(line.other, look)),
            Entry(shown(line.weight), line.href),
        )
        for line in lines
    )
    behind = Behind((look.words["from"], look.words["to"], look.words["weight"]), rows)
    return Drawn(draw(nodes, lines, look, told), told, behind)


def _node(iri: str, said: Mapping[str, Any], look: Look) -> Node:
    name, strength = str(said[f"label_{look.lang}"]), float(said["strength"])
    told = look.told(name, strength)
    place = (float(said["x"]), float(said["y"]))
    return Node(iri, name, str(said["kind"]), *place, strength, _page(iri, look), told)


def _page(iri: str, look: Look) -> str:
    return look.place(f"/page/{short(iri)}")


def _lines(
    made: nx.Graph, asked: Network, values: Values, names: Mapping[str, str], look: Look
) -> Iterator[Line]:
    kinds = dict(made.nodes(data="kind"))
    year = next((each.default for each in asked.question.parameters if each.name == "year"), None)
    year = values.question.get("year") or year or ""
    for one, other, said in made.edges(data=True):
        ends = {kinds[each]: short(each).partition("/")[2] for each in (other, one)}
        same = kinds[one] == kinds[other]
        href = _evidence(asked.name, ends, year, look, same=same) or _page(one, look)
        weight = float(said["weight"])
        told = look.told(f"{names[one]} – {names[other]}", weight)
        yield Line(one, other, weight, href, told)


def _evidence(name: str, ends: Mapping[str, str], year: str, look: Look, *, same: bool) -> str:
    """The question that tells what a line rests on; ends by kind, the first of two alike."""
    theme, province = ends.get("Theme", ""), ends.get("Province", "")
    if theme and province:
        if name == "first-years":
            return look.question("first-year", theme=theme, province=province)
        return look.question("statements", theme=theme, province=province, year=year)
    if theme and same:
        asked = "themes-in-one-sentence" if name == "themes-in-passages" else "co-mentions"
        return look.question(asked, theme=theme, year=year)
    if province and "PolicyDirection" in ends:
        return look.question("province-directions", province=province, year=year)
    if province and same and name != "neighbours":
        return look.question("similarity-inputs", year=year)
    return ""
