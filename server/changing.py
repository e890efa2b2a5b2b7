"""A change of the graph asked for over HTTP: in a process of its own, through the gate."""

from __future__ import annotations

from flask import Response, current_app, request
from werkzeug.datastructures import ETags

from graph.writing.change import Change, Conditions, Outcome
from graph.writing.writer import Writer
from server.current import config
from server.engine import Engine


def made(change: Change) -> Outcome:
    """What came of the change.

    Raises what :meth:`graph.writing.writer.Writer.make` and
    :meth:`graph.remote.broker.Broker.run` raise.
    """
    if not config().isolated:
        from graph.writing.make import make  # which takes time to load

        return make(change)
    writer: Writer = current_app.extensions["lianghui.writer"]
    engine: Engine = current_app.extensions["lianghui.engine"]
    return engine.broker.run(change, config().write_seconds, lambda change, _: writer.make(change))


def conditions() -> Conditions:
    """What the request makes the change depend on.

    A tag begins with what the change looks at; behind a dot is the form that it was read in.
    """
    # An empty one names no tag: it holds for nothing.
    match = _tags(request.if_match, weak=False) if "If-Match" in request.headers else None
    return Conditions(match, _tags(request.if_none_match, weak=True))


def _tags(given: ETags, *, weak: bool) -> tuple[str, ...]:
    if given.star_tag:
        return ("*",)
    return tuple(sorted({tag.partition(".")[0] for tag in given.as_set(include_weak=weak)}))


def changed(outcome: Outcome, status: int) -> Response:
    """The answer to a change that was made, naming the release that holds it."""
    response = Response(status=status)
    response.headers["X-Release"] = str(outcome.release)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["Content-Type"]  # there is no content
    return response
