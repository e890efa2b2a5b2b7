"""Where things are found here: our IRIs as addresses of this service."""

from __future__ import annotations

from urllib.parse import quote

from flask import request

from ontology.names import BASE, PREFIXES
from server.current import config

SAFE = "/:@!$&'()*+,;=~-._"
"""What stands in a path as it is (RFC 3986, section 3.3)."""


def address(path: str) -> str:
    """The address of a path of this service, below the public base where there is one."""
    return config().public_base.rstrip("/") + quote(path, safe=SAFE)


def absolute(path: str) -> str:
    """The same from its scheme on, for whoever follows it from elsewhere."""
    found = address(path)
    return found if config().public_base else request.url_root.rstrip("/") + found


def link(iri: str) -> str:
    """Where a browser finds what an IRI names: here if it is ours, else at the IRI."""
    if not iri.startswith(BASE):
        return iri if iri.startswith(("http://", "https://")) else ""
    path, hash_, fragment = iri[len(BASE) - 1 :].partition("#")
    path = path.replace("/id/", "/page/", 1) if path.startswith("/id/") else path
    return address(path) + hash_ + quote(fragment)


def short(iri: str) -> str:
    """An IRI as people read it: ``prefix:name``, or the end of one of ours."""
    if iri.startswith(BASE + "id/"):
        return iri[len(BASE) + 3 :]
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(BASE)
