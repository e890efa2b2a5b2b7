"""How a service is set up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.engines.target import target
from graph.errors import InputError
from graph.remote.allowed import check_entries

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
MEGABYTE = 1_000_000
GIBIBYTE = 1 << 30
_BASE = re.compile(r"https?://[^\s/<>\"{}|^`\\]+(?:/[^\s<>\"{}|^`\\]*)?")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a service, each with the default that the documentation names.

    ``query_seconds`` and ``query_memory`` (bytes) are a query's limits, ``write_seconds`` and
    ``write_memory`` those of a change over HTTP. ``release_memory`` (bytes, None for a fourth
    of what there is) is how much each process may take to hold the release in memory, and as
    much again for copies of its workers'. ``allow_remote`` lists prefixes of addresses that may
    be fetched; ``public_base`` is where the service is reached from outside, for links;
    ``anonymous_writes`` lets anyone on this machine write. ``max_body`` (bytes) limits
    requests, ``max_update`` updates, ``max_load`` those that load data. ``cache_bytes`` is what
    kept answers may take. A query slower than ``slow_seconds`` is logged with its text.
    ``behind_proxy`` reads the client's address from ``X-Forwarded-For``. ``isolated`` answers
    queries in processes of their own: without it no limit holds. ``replicas`` lets others mirror
    the releases, texts included.
    """

    home: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    default_graph: Literal["union", "stored"] = "union"
    query_seconds: float = 30.0
    query_memory: int = 2 * GIBIBYTE
    release_memory: int | None = None
    write_seconds: float = 600.0
    write_memory: int = 4 * GIBIBYTE
    cache: bool = True
    allow_remote: tuple[str, ...] = ()
    public_base: str = ""
    store: str | None = None
    anonymous_writes: bool = False
    max_body: int = 2 * MEGABYTE
    max_update: int = 10 * MEGABYTE
    max_load: int = 1000 * MEGABYTE
    cache_bytes: int = 64 << 20
    slow_seconds: float = 1.0
    behind_proxy: bool = False
    isolated: bool = True
    replicas: bool = False

    @property
    def union(self) -> bool:
        """Whether the default graph is the union of the named graphs."""
        return self.default_graph == "union"


def check_base(base: str) -> None:
    """Raises :class:`graph.errors.InputError` for what is no address that links can begin with."""
    if not _BASE.fullmatch(base):
        raise InputError(
            "--public-base", f"{base!r} is no address", "give one such as https://example.org/"
        )


def check(config: Config) -> None:
    """Raises :class:`graph.errors.InputError` for settings that contradict each other."""
    if config.home is None:
        raise InputError("home", "which one to serve is not said", "give --home")
    if config.anonymous_writes and config.host not in LOOPBACK:
        raise InputError("--anonymous-writes", "is for this machine only", "use --host 127.0.0.1")
    check_entries(config.allow_remote)
    if config.public_base:
        check_base(config.public_base)
    if config.store:
        target(config.store)
    if config.store and not config.union:
        raise InputError("--store", "has no unnamed graph to ask", "use --default-graph union")
