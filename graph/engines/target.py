"""Where another engine answers, as ``--store`` names it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from graph.errors import InputError
from graph.remote.address import http_address

PREFIX = "sparql:"
LOGIN = "LIANGHUI_STORE_LOGIN"
"""The variable with ``USER:PASSWORD``, which other users' ``ps`` must not show."""
_REMEDY = f"write {PREFIX}QUERY_URL,UPDATE_URL or {PREFIX}QUERY_URL,UPDATE_URL,GRAPH_STORE_URL"


@dataclass(frozen=True, slots=True)
class Target:
    """The addresses of an engine: of queries, of updates and, if it has one, of its graph store.

    ``login`` is ``user:password`` for HTTP's basic authentication, or empty.
    """

    query: str
    update: str
    graphs: str | None = None
    login: str = ""


def target(spec: str) -> Target:
    """What ``sparql:QUERY_URL,UPDATE_URL[,GSP_URL]`` names, with the login of the environment.

    Raises InputError for any other form.
    """
    if not spec.startswith(PREFIX):
        raise InputError("--store", f"{spec!r} is no engine that can be used", _REMEDY)
    addresses = spec.removeprefix(PREFIX).split(",")
    if len(addresses) not in (2, 3):
        raise InputError("--store", f"has {len(addresses)} addresses", _REMEDY)
    for address in addresses:
        parts = http_address(address)
        if parts is None:
            raise InputError("--store", f"{address!r} is no http or https address", _REMEDY)
        if parts.username or parts.password:
            raise InputError("--store", "addresses take no password", f"put it into {LOGIN}")
    query, update, *graphs = addresses
    return Target(query, update, graphs[0] if graphs else None, os.environ.get(LOGIN, ""))
