"""Which page answers at which address."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from graph.errors import NotFoundError
from server import errors
from server.lazy_views import View
from server.links import address
from server.site import problems
from server.things import require
from server.things import thing as thing_iri

OF_KIND: dict[str, View] = {
    "article": View("server.site.article:article"),
    "country": View("server.site.subjects:province"),
    "direction": View("server.site.subjects:direction"),
    "park": View("server.site.park:park"),
    "province": View("server.site.subjects:province"),
    "report": View("server.site.report:report"),
    "statement": View("server.site.statement:statement"),
    "theme": View("server.site.subjects:theme"),
}
"""The kinds of things with pages of their own."""
OF_OTHERS = View("server.site.thing:thing")
"""The page that the other kinds share."""

blueprint = Blueprint("pages", __name__)
blueprint.add_url_rule("/", view_func=View("server.site.home:home"))
blueprint.add_url_rule("/about", view_func=View("server.site.about:about"))
blueprint.add_url_rule("/compare", view_func=View("server.site.compare:compare"))
blueprint.add_url_rule("/data", view_func=View("server.site.about:data"))
blueprint.add_url_rule("/networks", view_func=View("server.site.networks:networks"))
blueprint.add_url_rule("/graph", view_func=View("server.site.graphs:graphs"))


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
    return OF_KIND.get(kind, OF_OTHERS)(kind, key)


@blueprint.get("/problem/<name>")
def problem(name: str) -> Response:
    """What a kind of problem means."""
    for kind in errors.DOCUMENTED:
        if kind.name == name:
            return problems.explained(kind.name, kind.status, kind.title)
    raise NotFoundError(f"/problem/{name}: no problem is called so")
