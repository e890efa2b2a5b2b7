"""The dataset about itself at its addresses: VoID, DCAT, context, dumps, and a page."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from flask import Blueprint, Response, request
from pyoxigraph import Triple

from graph.dataset import catalog, void
from graph.dataset.citation import citation
from graph.dataset.context import context
from graph.dataset.counts import contents
from graph.dataset.dumps import MEDIA_TYPES, Dump, dump, dumps, there
from graph.dataset.render import rendered
from graph.errors import NotFoundError
from graph.home.manifest import Manifest
from graph.home.years import years
from graph.releases import Release
from ontology import names
from ontology.names import DATASET
from server.compression import accepts_gzip
from server.current import home, kept, release
from server.formats import EXTENSIONS, HTML, JSON_LD, content_type, document_type
from server.links import absolute, address
from server.ranges import part
from server.respond import CHUNK
from server.site.page import page

GZIP = "application/gzip"
blueprint = Blueprint("dataset", __name__)


@blueprint.get("/.well-known/void")
@blueprint.get("/void")
@blueprint.get("/void.<suffix>")
def described(suffix: str | None = None) -> Response:
    """What the release holds, graph by graph, as VoID."""
    with kept(release().number) as current:
        found = void.triples(current.manifest, contents(current), absolute("/"))
        wanted = document_type(suffix, request.headers.get("Accept"), html=False)
        return tagged(rendered(found, wanted), wanted)


@blueprint.get("/dcat")
@blueprint.get("/dcat.<suffix>")
def catalogued(suffix: str | None = None) -> Response:
    """The releases and where they can be had, as DCAT."""
    with kept(release().number) as current:
        found = catalog.triples(current.manifest, home().releases(), dumps(current), absolute("/"))
        wanted = document_type(suffix, request.headers.get("Accept"), html=False)
        return tagged(rendered(found, wanted), wanted)


@blueprint.get("/context.jsonld")
def context_() -> Response:
    """The JSON-LD context of our terms."""
    body = json.dumps(context(), ensure_ascii=False, indent=1).encode()
    return tagged(body, JSON_LD)


@blueprint.get("/dump.<form>")
@blueprint.get("/dataset/<int:number>/dump.<form>")
def dumped(form: str, number: int | None = None) -> Response:
    """All quads of a release, sorted: plain, or packed where the name ends in ``.gz``."""
    plain = form.removesuffix(".gz")
    if plain not in MEDIA_TYPES:
        raise NotFoundError(f"dump.{form}: there are " + ", ".join(f"dump.{e}" for e in _FORMS))
    with kept(release().number if number is None else number) as found:
        made = dump(found, plain)
        response = _packed(made) if plain != form else _plain(made)
        response.headers["X-Release"] = str(found.number)
        return response


_FORMS = [f"{form}{packed}" for form in MEDIA_TYPES for packed in ("", ".gz")]


def _packed(made: Dump) -> Response:
    return _sent(made, GZIP, made.packed.sha256, packed=True)


def _plain(made: Dump) -> Response:
    """The dump as it is, or as it lies there packed for whoever takes that coding."""
    if not accepts_gzip():
        return _sent(made, MEDIA_TYPES[made.form], made.plain.sha256, packed=False)
    response = _sent(made, MEDIA_TYPES[made.form], f"{made.plain.sha256}-gzip", packed=True)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _sent(made: Dump, media_type: str, tag: str, *, packed: bool) -> Response:
    """All of a dump, or the range of it that is asked for."""
    response = Response(content_type=media_type)
    response.set_etag(tag)
    response.make_conditional(request)
    if response.status_code == 200:
        sent = part(response, (made.packed if packed else made.plain).size)
        response.response = _chunks(made, sent, packed=packed)
        response.content_length = len(sent)
    return response


def _chunks(made: Dump, sent: range, *, packed: bool) -> Iterator[bytes]:
    with made.path.open("rb") if packed else gzip.open(made.path) as file:
        file.seek(sent.start)
        left = len(sent)
        while data := file.read(min(CHUNK, left)):
            left -= len(data)
            yield data


@blueprint.get("/dataset")
@blueprint.get("/dataset.<suffix>")
@blueprint.get("/dataset/<int:number>")
@blueprint.get("/dataset/<int:number>.<suffix>")
def dataset(number: int | None = None, suffix: str | None = None) -> Response:
    """The dataset, or one release of it: a page, or what DCAT says of it."""
    wanted = document_type(suffix, request.headers.get("Accept"))
    with kept(release().number if number is None else number) as found:
        if wanted == HTML:
            response = _page(found.manifest, number, there(found))
        else:
            response = tagged(rendered(_said(found, number), wanted), wanted)
        response.headers["X-Release"] = str(found.number)
        return response


def _said(found: Release, number: int | None) -> Iterator[Triple]:
    """What DCAT says of the dataset, or of that release of it."""
    node = DATASET if number is None else names.release(number)
    current, base = release().manifest, absolute("/")
    facts = catalog.triples(current, home().releases(), dumps(found), base, found.manifest)
    return (each for each in facts if _about(str(each.subject)[1:-1], node.value))


def _about(subject: str, node: str) -> bool:
    return subject == node or subject.startswith(f"{node}#")


def _page(manifest: Manifest, number: int | None, made: Mapping[str, Dump | None]) -> Response:
    path = "/dataset" if number is None else f"/dataset/{number}"
    return page(
        "dataset.html",
        iri=(DATASET if number is None else names.release(number)).value,
        manifest=manifest,
        citations={each: citation(manifest, each) for each in ("en", "zh")},
        dumps=made,
        releases=[each.number for each in home().releases()],
        years=[(each, f"/dataset/{manifest.number}/years/{each}.ttl") for each in years(manifest)],
        documents=[(each, address(f"{path}.{each}")) for each in EXTENSIONS],
    )


def tagged(body: bytes, media_type: str) -> Response:
    """A document with a strong tag of its bytes."""
    response = Response(body, content_type=content_type(media_type))
    digest = sha256(body).hexdigest()[:32]
    response.set_etag(digest)
    if request.if_none_match.contains(f"{digest}-gzip"):
        return Response(status=304, headers={"ETag": f'"{digest}-gzip"'})
    response.make_conditional(request)
    return response
