"""Which page answers at which address."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from graph.errors import NotFoundError
from server import errors
from server.links import address
from server.site import (
    about,
    article,
    compare,
    graphs,
    home,
    networks,
    park,
    problems,
    report,
    statement,
    subjects,
    thing,
)
from server.things import require
from server.things import thing as thing_iri

OF_KIND: dict[str, Callable[[str, str], Response]] = {
    "article": article.article,
    "country": subjects.province,
    "direction": subjects.direction,
    "park": park.park,
    "province": subjects.province,
    "report": report.report,
    "statement": statement.statement,
    "theme": subjects.theme,
}
"""The kinds of things with pages of their own; the others share one."""

blueprint = Blueprint("pages", __name__)
blueprint.add_url_rule("/", view_func=home.home)
blueprint.add_url_rule("/about", view_func=about.about)
blueprint.add_url_rule("/compare", view_func=compare.compare)
blueprint.add_url_rule("/data", view_func=about.data)
blueprint.add_url_rule("/networks", view_func=networks.networks)
blueprint.add_url_rule("/graph", view_func=graphs.graphs)


@blueprint.get("/go")
def go() -> Response:
    """Leads from the form of the first page to the page of the theme chosen."""
    given = {name: request.args.get(name, "") for name in ("theme", "year", "lang")}
    slug = given.pop("theme") or "blockchain"
    query = urlencode({name: value for name, value in given.items() if value})
    require(thing_iri("theme", slug))
    place = address(f"/page/theme/{slug}")
    return Response(status=303, headers={"Location": f"{place}?{query}" if query else place})


@blueprint.get("/page/<kind>/<path:key>")
def of_thing(kind: str, key: str) -> Response:
    """The page of a thing; raises :class:`NotFoundError` for what can be none."""
    thing_iri(kind, key)
    return OF_KIND.get(kind, thing.thing)(kind, key)


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """What a kind of problem means."""
    for kind in errors.DOCUMENTED:
        if kind.name == name:
            return problems.explained(kind.name, kind.status, kind.title)
    raise NotFoundError(f"/problem/{name}: no problem is called so")
