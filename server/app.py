"""The application: one factory, its settings as an argument."""

from __future__ import annotations

from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask, Response, request
from werkzeug.routing import Rule

from graph.errors import NotAllowedError
from graph.open import open_home
from graph.writing.writer import Writer
from server import (
    api,
    compression,
    dataset,
    dataset_years,
    errors,
    health,
    lazy_views,
    linked,
    networks,
    passages,
    preconditions,
    replicas,
    resources,
    respond,
    search,
    shacl,
    sparql,
    store_protocol,
    structured,
    update,
)
from server.cache import Cache
from server.changes import releases, years
from server.config import LOOPBACK, Config, check
from server.current import Current
from server.engine import Engine
from server.front.early_queries import Short
from server.metrics import Metrics
from server.observe import Observer
from server.site import page, questions, routes

_PARTS = (
    sparql,
    update,
    store_protocol,
    shacl,
    resources,
    routes,
    replicas,
    health,
    api,
    questions,
    passages,
    search,
    releases,
    networks,
    years,
    dataset,
    dataset_years,
    lazy_views,
)


class _Lenient(Rule):
    """A route that also answers with a slash behind it."""

    def __init__(self, *arguments: object, **options: object) -> None:
        options.setdefault("strict_slashes", False)
        super().__init__(*arguments, **options)  # type: ignore[arg-type]


class _App(Flask):
    url_rule_class = _Lenient


def create_app(config: Config, engine: Engine | None = None) -> Flask:
    """The WSGI application that serves a home; any WSGI server can run it.

    ``engine`` is where queries are answered, one of its own where none is given. Raises
    :class:`graph.errors.InputError` for settings that contradict each other.
    """
    check(config)
    app = _App("server")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = config.max_body
    _equip(app, config, engine)
    _finish(app, config)
    if config.anonymous_writes:
        app.before_request(_own_pages_only)
    errors.register(app)
    linked.register(app)
    page.register(app)
    structured.register(app)
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    _wrap(app, config)
    return app


def _finish(app: Flask, config: Config) -> None:
    """Has answers compressed, then judged by their tags, then given the common headers."""
    respond.register(app, config)  # what is registered first comes last
    preconditions.register(app)
    compression.register(app)


def _equip(app: Flask, config: Config, engine: Engine | None) -> None:
    """Gives the application what its requests share."""
    home = open_home(config.home or Path())
    app.extensions |= {
        "lianghui.config": config,
        "lianghui.current": Current(home),
        "lianghui.engine": engine or Engine(config, home.number),
        "lianghui.writer": Writer(config.write_seconds, config.write_memory),
        "lianghui.metrics": Metrics(),
    }


def _wrap(app: Flask, config: Config) -> None:
    """Puts before the application what answers without it, and what watches it."""
    held = app.extensions
    wsgi: WSGIApplication = Short(app.wsgi_app)
    if config.cache:
        number = held["lianghui.current"].number
        wsgi = held["lianghui.cache"] = Cache(wsgi, number, config.cache_bytes)
    wsgi = Observer(wsgi, held["lianghui.metrics"], config.slow_seconds)
    held["lianghui.observer"] = wsgi
    app.wsgi_app = wsgi  # type: ignore[assignment,method-assign]


def _own_pages_only() -> Response | None:
    """Keeps other sites' pages, by Origin or by a name of theirs, from writing here."""
    host = request.host.rsplit(":", 1)[0]
    origin = request.headers.get("Origin")  # "null" for a page that hides where it is from
    own = origin is None or origin.partition("://")[2].rsplit(":", 1)[0] in LOOPBACK
    if host not in LOOPBACK or not own:
        raise NotAllowedError("this service answers only to pages of this machine")
    return None
