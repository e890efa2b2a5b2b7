"""Views that are loaded, with all that they need, when they are first asked for.

Pages, pictures and reconciliation load what questions do without, so a service that starts answers
those first; :func:`load` has the rest loaded meanwhile. (Flask's documentation has the pattern
under *Lazily Loading Views*.)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Blueprint, Response
from werkzeug.utils import import_string

_ROUTES = {
    "/openapi.json": "server.openapi:openapi",
    "/picture/<name>.<ending>": "server.pictures.views:picture",
    "/picture/network/<name>.<ending>": "server.pictures.networks:answer",
    "/reconcile": "server.reconcile.service:service",
    "/reconcile/preview": "server.reconcile.service:preview",
    "/reconcile/properties": "server.reconcile.suggest:proposals",
    "/reconcile/suggest/entity": "server.reconcile.suggest:entities",
    "/reconcile/suggest/property": "server.reconcile.suggest:properties",
    "/reconcile/suggest/type": "server.reconcile.suggest:types",
}
_POSTED = {"/reconcile"}


VIEWS: list[View] = []
"""All of them."""


class View:
    """A view by its place, spelt ``module:function``."""

    def __init__(self, place: str) -> None:
        self.place = place
        VIEWS.append(self)
        self.__module__, _, self.__name__ = place.partition(":")

    @cached_property
    def view(self) -> Callable[..., Response]:
        """The function itself."""
        found: Callable[..., Response] = import_string(self.place)
        return found

    def __call__(self, *arguments: Any, **named: Any) -> Response:
        """Answers one request."""
        return self.view(*arguments, **named)


blueprint = Blueprint("later", __name__)
for rule, place in _ROUTES.items():
    methods = ["GET", "POST"] if rule in _POSTED else ["GET"]
    name = place.replace(".", "-")
    blueprint.add_url_rule(rule, endpoint=name, view_func=View(place), methods=methods)


def load() -> None:
    """Loads every view that is not there yet."""
    for each in VIEWS:
        _ = each.view
