"""A change of the graph as data: what is asked, under which conditions, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from graph.home.manifest import GraphEntry
from graph.rdf.document import Document
from graph.sparql.operations import DEFAULT
from graph.sparql.query import Fetched, QueryAnswer


@dataclass(frozen=True, slots=True)
class Conditions:
    """``If-Match`` (None: not given) and ``If-None-Match``: tags without quotes, ``*`` for any."""

    match: tuple[str, ...] | None = None
    none_match: tuple[str, ...] = ()

    def hold(self, tag: str | None) -> bool:
        """Whether they hold for what has this tag, None for what is not there."""
        if self.match is not None and (tag is None or not {"*", tag} & set(self.match)):
            return False
        return tag is None or not {"*", tag} & set(self.none_match)


@dataclass(frozen=True, slots=True)
class Change:
    """What every change has: the home it is for, and what has to hold before it is made.

    ``remote`` lists the addresses that may be asked (:mod:`graph.remote.allowed`), ``fetched``
    what they answered.
    """

    home: Path
    conditions: Conditions
    remote: tuple[str, ...] = field(default=(), kw_only=True)
    fetched: tuple[Fetched, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Update(Change):
    """A SPARQL update; ``default`` and ``named`` are the protocol's dataset.

    With ``union`` the default graph is that of the named ones, and cannot be written.
    """

    text: str
    base: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    union: bool = True


@dataclass(frozen=True, slots=True)
class Write(Change):
    """Documents for one graph (None: the default graph), or its removal where there are none.

    ``base`` is what relative IRIs are resolved against; ``method`` is HTTP's.
    """

    graph: str | None
    base: str
    method: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The release after a change, and whether the graph was there before."""

    release: int
    there: bool


def content(graphs: Mapping[str, GraphEntry], graph: str | None, *, union: bool) -> str | None:
    """The hash of a graph's content (None: the default graph), None where it is not there."""
    if graph is not None:
        entry = graphs.get(graph)
        return entry.sha256[:32] if entry else None
    names = sorted(graphs) if union else [DEFAULT]
    hashes = [f"{name} {graphs[name].sha256}" for name in names if name in graphs]
    return sha256("\n".join(hashes).encode()).hexdigest()[:32]


def told(outcome: Outcome) -> QueryAnswer:
    """The outcome in the form in which a worker answers."""
    body = json.dumps({"release": outcome.release, "there": outcome.there}).encode()
    return QueryAnswer("application/json", body, len(body), 0)


def outcome(found: QueryAnswer) -> Outcome:
    """What :func:`told` told."""
    body = found.body if isinstance(found.body, bytes) else b"{}"
    said = json.loads(body)
    return Outcome(int(said["release"]), bool(said["there"]))
