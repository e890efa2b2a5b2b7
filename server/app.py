"""The application: one factory, its settings as an argument."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.routing import Rule

from graph.errors import InputError, NotAllowedError
from graph.open import open_home
from server import errors, health, pages, resources, respond, sparql, store_protocol, update
from server.config import Config
from server.current import Current

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


class _Lenient(Rule):
    """A route that also answers with a slash behind it."""

    def __init__(self, *arguments: object, **options: object) -> None:
        options.setdefault("strict_slashes", False)
        super().__init__(*arguments, **options)  # type: ignore[arg-type]


class _App(Flask):
    url_rule_class = _Lenient


def create_app(config: Config) -> Flask:
    """The WSGI application that serves a home; any WSGI server can run it.

    Raises :class:`InputError` for settings that contradict each other.
    """
    if config.home is None:
        raise InputError("home", "which one to serve is not said", "give --home")
    if config.anonymous_writes and config.host not in LOOPBACK:
        raise InputError("--anonymous-writes", "is for this machine only", "use --host 127.0.0.1")
    app = _App("server")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = config.max_body
    app.extensions["lianghui.config"] = config
    app.extensions["lianghui.current"] = Current(open_home(config.home))
    respond.register(app, config)
    if config.anonymous_writes:
        app.before_request(_own_pages_only)
    errors.register(app)
    pages.register(app)
    for part in (sparql, update, store_protocol, resources, pages, health):
        app.register_blueprint(part.blueprint)
    return app


def _own_pages_only() -> Response | None:
    """Keeps other sites' pages, by Origin or by a name of theirs, from writing here."""
    host = request.host.rsplit(":", 1)[0]
    origin = request.headers.get("Origin", "").partition("://")[2].rsplit(":", 1)[0]
    if host not in LOOPBACK or (origin and origin not in LOOPBACK):
        raise NotAllowedError("this service answers only to pages of this machine")
    return None
