"""Reads what a request says, as the SPARQL 1.1 Protocol asks: decoded once, and strictly."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

from flask import request

from graph.errors import MediaTypeError, RequestError

FORM = "application/x-www-form-urlencoded"
MAX_FIELDS = 1000
FORMATS = ("format", "output", "results")
"""Names by which clients say in which format they want the answer."""


class Parameters:
    """The parameters of a request, in their order, some perhaps repeated."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __contains__(self, name: str) -> bool:
        """Whether a parameter of this name is given."""
        return any(each == name for each, _ in self.pairs)

    @property
    def names(self) -> frozenset[str]:
        """The names that are given."""
        return frozenset(name for name, _ in self.pairs)

    def __add__(self, other: Parameters) -> Parameters:
        """Both together, these first."""
        return Parameters(self.pairs + other.pairs)

    def all(self, *names: str) -> tuple[str, ...]:
        """The values of all parameters of these names."""
        return tuple(value for name, value in self.pairs if name in names)

    def one(self, name: str) -> str | None:
        """The value of a parameter that may be given once; raises :class:`RequestError`."""
        values = self.all(name)
        if len(values) > 1:
            raise RequestError(f"{name} is given {len(values)} times; give it once")
        return values[0] if values else None

    def bindings(self) -> Iterator[tuple[str, str]]:
        """The variables bound by ``$name=term``."""
        for name, value in self.pairs:
            if name.startswith("$"):
                yield name[1:], value


def url_parameters() -> Parameters:
    """The parameters in the request's address."""
    return parameters_of(request.environ)


def parameters_of(environ: WSGIEnvironment) -> Parameters:
    """The parameters in the address of the request with that environment."""
    raw = environ.get("QUERY_STRING", "").encode("latin-1", "replace")
    return _parse(raw, "the address")


def form_parameters(limit: int) -> Parameters:
    """The parameters in a form sent as the body, of at most ``limit`` bytes."""
    return form_of(body(limit))


def form_of(raw: bytes) -> Parameters:
    """The parameters in a form."""
    return _parse(raw, "the form")


def body(limit: int) -> bytes:
    """The body, of at most ``limit`` bytes; more is refused by the framework."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"", "identity"}:
        raise MediaTypeError(f"Content-Encoding {coding}: send the body as it is")
    request.max_content_length = limit
    return request.get_data(cache=False)


def body_text(limit: int) -> str:
    """The body as text in UTF-8; raises :class:`RequestError` for any other."""
    return text_of(request.mimetype_params.get("charset", "utf-8"), lambda: body(limit))


def text_of(charset: str, read: Callable[[], bytes]) -> str:
    """Those bytes as text in UTF-8; raises :class:`RequestError` for any other."""
    require_utf8(charset)
    try:
        return read().decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise RequestError(f"the body is not UTF-8 at byte {error.start}") from error


def require_utf8(charset: str) -> None:
    """Raises :class:`MediaTypeError` for a charset that is neither UTF-8 nor a part of it."""
    try:
        known = codecs.lookup(charset).name
    except LookupError:
        known = charset
    if known not in {"utf-8", "ascii"}:
        raise MediaTypeError(f"charset {charset}: what is sent here is in UTF-8")


def _parse(raw: bytes, place: str) -> Parameters:
    try:
        text = raw.decode("utf-8")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise RequestError(f"{place} is not percent-encoded UTF-8") from error
    except ValueError as error:
        raise RequestError(f"{place} has more than {MAX_FIELDS} parameters") from error
    return Parameters(pairs)
