"""The one accessor to the current release, and to the service that a request came to."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from typing import Protocol

from flask import current_app, g

from graph.dataset.counts import Held
from graph.errors import DamagedHomeError, NoReleaseError, NotFoundError
from graph.questions import Things
from graph.releases import Home
from graph.releases import Release as Opened
from server.config import Config


class Release(Held, Protocol):
    """What a request reads: a numbered state of the graph, and its texts."""

    @property
    def number(self) -> int:
        """The release's number."""

    def text(self, key: str) -> str:
        """A stored text; raises :class:`graph.errors.NotFoundError`."""


class Current:
    """Keeps the current release open, and opens the next once it is published."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._lock = Lock()
        self._release: Release | None = None
        self._things: tuple[Release, Things] | None = None

    def release(self) -> Release:
        """The current release; raises :class:`NoReleaseError`."""
        held = self.held()
        if held is not None:
            return held
        with self._lock:
            return self._open()

    def held(self) -> Release | None:
        """The current release where it is open already; None before it is."""
        held = self._release
        return held if held is not None and held.number == self.number() else None

    def number(self) -> int | None:
        """The current release's number; None where there is none, or the home is damaged.

        What is wrong with it is told by :meth:`release`.
        """
        with suppress(DamagedHomeError):
            return self.home.number()
        return None

    def things(self, release: Release) -> Things:
        """What its places and concepts are called, kept while it is the one asked for."""
        held = self._things
        if held is None or held[0] is not release:
            held = self._things = (release, Things(release.store))
        return held[1]

    def _open(self) -> Release:
        number = self.home.number()
        if self._release is None or self._release.number != number:
            # Requests that still hold the old one keep it open; the last to end lets it go.
            self._release = self.home.current()
        if self._release is None:
            raise NoReleaseError("there is no release here yet; `lianghui build` makes the first")
        return self._release


def config() -> Config:
    """The settings of the service."""
    found: Config = current_app.extensions["lianghui.config"]
    return found


def home() -> Home:
    """The home that is served."""
    current: Current = current_app.extensions["lianghui.current"]
    return current.home


def kept(number: int) -> Opened:
    """A release by its number, open until it is closed. Raises :class:`NotFoundError`."""
    try:
        return home().release(number)
    except NotFoundError as error:  # which names the home's folder, nobody's business over HTTP
        raise NotFoundError(
            f"release {number}: is not kept; /api/v1/releases lists those that are"
        ) from error


def release() -> Release:
    """The release that this request reads, the same one from its first look to its end."""
    if "release" not in g:
        current: Current = current_app.extensions["lianghui.current"]
        g.release = current.release()
    found: Release = g.release
    return found


def things() -> Things:
    """What the places and concepts of the release that this request reads are called."""
    current: Current = current_app.extensions["lianghui.current"]
    return current.things(release())
