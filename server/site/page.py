"""What every page has: its language, its words, and who it may be kept by."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, make_response, render_template, request

from server.current import Current
from server.language import COOKIE, LANGUAGES, WORDS, language
from server.links import address, link


def register(app: Flask) -> None:
    """Gives the templates the words of the language."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["urlize_host"] = _host
    app.jinja_env.filters["web"] = link

    @app.context_processor
    def words() -> dict[str, Any]:
        lang = language()
        given = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
        other = f"?{urlencode([*given, ('lang', WORDS[lang]['other'])])}"
        current: Current = app.extensions["lianghui.current"]
        return {
            "lang": lang,
            "w": WORDS[lang],
            "t": told,
            "address": address,
            "other_language": other,
            "release_number": current.home.number(),
        }


def _host(url: str) -> str:
    """An address by the name of its host, short enough for a column."""
    return urlsplit(url).hostname or url


def told(english: str, chinese: str) -> str:
    """The one of two wordings that is in the reader's language."""
    return chinese if language() == "zh" else english


def page(template: str, **values: Any) -> Response:
    """A page in the language asked for, which is remembered."""
    response = make_response(render_template(template, **values))
    response.vary.update(("Accept-Language", "Cookie"))
    response.headers["Content-Language"] = language()
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, language(), max_age=31_536_000, samesite="Lax")
    return response


def here(**changed: str | None) -> str:
    """The address of this page with these parameters changed, those that are None left out."""
    given = {key: value for key, value in request.args.items() if key not in ("lang", "from")}
    wanted = {key: value for key, value in (given | changed).items() if value}
    return f"?{urlencode(wanted)}" if wanted else request.path
