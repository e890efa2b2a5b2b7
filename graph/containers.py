"""What kinds of file a report comes in, told by their bytes.

A reader of another kind is one more :class:`Container` in ``CONTAINERS``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from graph.decode import decode, normalise
from graph.errors import InputError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HAN = re.compile("[\u4e00-\u9fff]")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
FOREIGN = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive (or DOCX)",
    b"\x1f\x8b": "a gzip archive",
    b"\xfd7zXZ": "an xz archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"<!doctype html": "an HTML page",
    b"<html": "an HTML page",
    b"{\\rtf": "an RTF document",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read, with what its container says of it.

    ``place`` is where it came from (``file`` or ``file:line``), for messages and as a fallback
    for what the text does not say; ``language`` is ``zh`` or ``en``; ``source`` a page's address.
    """

    text: str
    place: str
    language: str = "zh"
    container: str = "text"
    title: str | None = None
    year: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file: how its first bytes (or its suffix) tell it, and how to read it."""

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    documents: Callable[[bytes, Path], Iterator[Document]]


def container(data: bytes, path: Path) -> Container:
    """The kind of a file with these bytes; raises InputError for one that cannot be read.

    The bytes decide; a suffix decides only where they leave it open, so that a spoilt TMX is
    refused as such and not read as text.
    """
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, what in FOREIGN.items():
        if head[: len(magic)].lower() == magic.lower():
            raise InputError(path, f"is {what}, not text", "give its text in a UTF-8 file")
    by_bytes = (kind for kind in CONTAINERS if kind.recognises(head))
    by_suffix = (kind for kind in CONTAINERS if path.suffix.lower() in kind.suffixes)
    return next(by_bytes, None) or next(by_suffix, CONTAINERS[-1])


def _text(data: bytes, path: Path) -> Iterator[Document]:
    text = decode(data, path)
    yield Document(text, str(path), _language(text))


def _language(text: str) -> str:
    sample = text[:20_000]
    return "zh" if len(HAN.findall(sample)) * 4 > len(sample) else "en"


def _json_lines(data: bytes, path: Path) -> Iterator[Document]:
    for number, line in enumerate(decode(data, path).split("\n"), 1):
        if line.strip():
            yield _record(line, f"{path}:{number}")


def _record(line: str, place: str) -> Document:
    record = _object(line, place)
    text = normalise(_field(record, "content", place) or "")
    if not text.strip():
        raise InputError(place, "has no 'content'", "give the report's text under that key")
    title, source = _field(record, "title", place), _field(record, "url", place)
    if source and not ADDRESS.fullmatch(source):
        raise InputError(place, "'url' is no web address", "give one with http(s), or leave it out")
    year = _year(record.get("year"), place)
    return Document(text, place, _language(text), "jsonl", title, year, source)


def _object(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(place, f"is no JSON ({error})", "write one object a line") from error
    if not isinstance(record, dict):
        raise InputError(place, "is no JSON object", "write one object a line")
    return cast("dict[str, Any]", record)


def _field(record: dict[str, Any], key: str, place: str) -> str | None:
    value = record.get(key)
    if not isinstance(value, str | None):
        raise InputError(place, f"'{key}' is no text", "put it in quotes")
    try:
        (value or "").encode()
    except UnicodeEncodeError as error:
        remedy = "write such characters as pairs"
        raise InputError(place, f"'{key}' holds half a surrogate pair", remedy) from error
    return value


def _year(value: object, place: str) -> int | None:
    if value is None or value == "":
        return None
    if type(value) in (str, int) and str(value).isdecimal() and len(str(value)) == 4:
        return int(str(value))
    remedy = "write it with four digits, or leave it out"
    raise InputError(place, f"'year' is no year: {value!r}", remedy)


def _tmx(data: bytes, path: Path) -> Iterator[Document]:
    """The Chinese and the English side, each a text of one segment a line."""
    root = _xml(data, path)
    units = root.findall("./body/tu")
    if root.tag != "tmx" or not units:
        raise InputError(path, "is no TMX with translation units", "see TMX 1.4: tmx/body/tu")
    sides = {language: _side(units, language) for language in ("zh", "en")}
    if not any(sides.values()):
        raise InputError(path, "has neither zh nor en segments", "mark them with xml:lang")
    for language, text in sides.items():
        if text:
            yield Document(text, str(path), language, "tmx")


def _xml(data: bytes, path: Path) -> Element:
    try:
        return cast(Element, fromstring(data))
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        problem = f"is no well-formed TMX ({type(error).__name__}: {error})"
        raise InputError(path, problem, "export it again as TMX 1.4") from error


def _side(units: list[Element], language: str) -> str:
    segments = (
        "".join(segment.itertext())
        for unit in units
        for variant in unit.findall("tuv")
        if (variant.get(XML_LANG) or variant.get("lang") or "").lower().split("-")[0] == language
        for segment in variant.findall("seg")
    )
    return normalise("\n".join(segments)) if units else ""


CONTAINERS = (
    Container(
        "jsonl",
        (".jsonl", ".ndjson"),
        lambda head: re.match(rb'{\s*"', head) is not None,
        _json_lines,
    ),
    Container("tmx", (".tmx",), lambda head: b"<tmx" in head, _tmx),
    Container("text", (".txt",), lambda _: False, _text),
)
"""Every kind that can be read; the last takes what no other claims."""
