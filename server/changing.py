"""A change of the graph asked for over HTTP: on a draft, through the gate, into a release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, current_app

from graph.errors import QueryFailedError
from graph.releases import Draft
from server.current import Current


@contextmanager
def change(reason: str) -> Iterator[Draft]:
    """A draft that is published when the block is left, unless nothing in it has changed.

    Raises what :meth:`graph.releases.Home.change` raises, and :class:`QueryFailedError` for what
    the engine refuses to do, such as creating a graph that is there.
    """
    current: Current = current_app.extensions["lianghui.current"]
    with current.home.change(reason) as draft:
        try:
            yield draft
        except RuntimeError as error:
            raise QueryFailedError(str(error)) from error
        if draft.base is not None and not draft.changed:
            draft.cancel()


def changed(draft: Draft, status: int) -> Response:
    """The answer to a change that was made, naming the release that holds it."""
    response = Response(status=status)
    base = draft.base.number if draft.base else 0
    number = draft.published.number if draft.published else base
    response.headers["X-Release"] = str(number)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["Content-Type"]  # there is no content
    return response
