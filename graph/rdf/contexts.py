"""JSON-LD contexts that stand elsewhere, put into the document that names them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from graph.errors import RemoteFailedError
from graph.rdf.document import Document

DEEPEST = 8
"""How many contexts may name one another."""

Load = Callable[[str], bytes]
"""The document at an address."""


def with_contexts(document: Document, base: str, load: Load) -> Document:
    """A JSON-LD document with every context in it that it names by its address.

    One that is no JSON, or nested too deeply, is given back as it is. Raises
    :class:`RemoteFailedError` for a context that is none, and what ``load`` raises.
    """
    if isinstance(document.data, bytes):
        try:
            value = json.loads(document.data)
            data = json.dumps(_inlined(value, base, load, DEEPEST), ensure_ascii=False)
        except (ValueError, RecursionError):
            return document
        return Document(document.media_type, data.encode("utf-8", "surrogatepass"))
    return document


def _inlined(value: Any, base: str, load: Load, depth: int) -> Any:
    if isinstance(value, list):
        return [_inlined(each, base, load, depth) for each in value]
    if isinstance(value, dict):
        return {
            key: _context(each, base, load, depth)
            if key == "@context"
            else _inlined(each, base, load, depth)
            for key, each in value.items()
        }
    return value


def _context(value: Any, base: str, load: Load, depth: int) -> Any:
    if isinstance(value, str):
        return _loaded(urljoin(base, value), load, depth)
    if isinstance(value, list):
        found = [_context(each, base, load, depth) for each in value]
        return [one for each in found for one in (each if isinstance(each, list) else [each])]
    if isinstance(value, dict) and isinstance(value.get("@import"), str):
        imported = _loaded(urljoin(base, value["@import"]), load, depth)
        if not isinstance(imported, dict):
            raise RemoteFailedError(f"{value['@import']}: no context that can be imported")
        value = imported | {key: each for key, each in value.items() if key != "@import"}
    return _inlined(value, base, load, depth)


def _loaded(address: str, load: Load, depth: int) -> Any:
    """The context in a document, without its ``@base``, which holds only where it stands."""
    if not depth:
        raise RemoteFailedError(f"{address}: contexts name one another without end")
    try:
        found = json.loads(load(address))["@context"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RemoteFailedError(f"{address}: not a JSON-LD context") from error
    context = _context(found, address, load, depth - 1)
    for each in context if isinstance(context, list) else [context]:
        if isinstance(each, dict):
            each.pop("@base", None)
    return context
