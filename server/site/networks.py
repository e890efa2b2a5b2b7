"""The networks that the release can be read as: one drawn, all of them as files."""

from __future__ import annotations

from flask import Response, request

from graph.networks.catalogue import FORMATS, NETWORKS, network
from server.current import release
from server.language import language
from server.links import address
from server.networks import PLACE
from server.pictures.networks import picture
from server.site import reports
from server.site.listing import wanted_year
from server.site.page import page

DRAWN = "provinces-by-themes"
"""The network that is drawn where none is chosen."""
STRONGEST = "3"
"""Lines of each node that are drawn of a network that can be thinned."""


def networks() -> Response:
    """The network that the address asks for, drawn; where all of them are to be had."""
    lang = language()
    asked = network(request.args.get("network") or DRAWN)
    years = reports.years(reports.of_provinces(release()))
    year = wanted_year(years)
    given = {"year": year, "top": STRONGEST}
    drawn = picture(asked.name, {key: given[key] for key in given if key in asked.parameters})
    listed = [
        (
            each.name,
            each.title[lang],
            each.question.description[lang],
            address(f"/page/question/{each.source}"),
            [(ending, address(f"{PLACE}/{each.name}.{ending}")) for ending in FORMATS],
        )
        for each in NETWORKS.values()
    ]
    pictures = [
        (name, f"{address(f'/picture/{name}')}", f"?lang={lang}") for name in ("years", "bars")
    ]
    return page(
        "site/networks.html",
        networks=listed,
        pictures=pictures,
        chosen=asked.name,
        title=asked.title[lang],
        years=years,
        year=year if "year" in asked.parameters else "",
        thinned=STRONGEST if "top" in asked.parameters else "",
        picture=drawn,
    )
