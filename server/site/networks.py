"""The networks that the release can be read as, with the pictures of the themes over the years."""

from __future__ import annotations

from flask import Response

from graph.networks.catalogue import FORMATS, NETWORKS
from server.language import language
from server.links import address
from server.networks import PLACE
from server.site.page import page


def networks() -> Response:
    """Every network: what it shows, and where it is to be had."""
    lang = language()
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
    return page("site/networks.html", networks=listed, pictures=pictures)
