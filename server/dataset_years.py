"""The data of a year of reports at its address, as RDF."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.dataset.years import year_data, year_hash
from server.content_tags import content_tag, held
from server.current import kept, release
from server.formats import QUAD_EXTENSIONS, document_type
from server.respond import answered

blueprint = Blueprint("dataset_years", __name__)


@blueprint.get("/dataset/years/<year>")
@blueprint.get("/dataset/years/<year>.<suffix>")
@blueprint.get("/dataset/<int:number>/years/<year>")
@blueprint.get("/dataset/<int:number>/years/<year>.<suffix>")
def year(year: str, number: int | None = None, suffix: str | None = None) -> Response:
    """All that a release holds of what was read in the reports of one year."""
    with kept(release().number if number is None else number) as found:
        digest = year_hash(found.manifest, year)
        accept = request.headers.get("Accept")
        wanted = document_type(suffix, accept, html=False, endings=QUAD_EXTENSIONS)
        tag = content_tag(digest, wanted)
        response = held(tag)
        if response is None:
            response = answered(year_data(found, year, wanted))
            response.set_etag(tag)
        response.headers["X-Release"] = str(found.number)
        return response
