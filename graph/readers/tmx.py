"""TMX: pairs of sentences in two languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from graph.errors import InputError
from graph.readers.decode import normalise
from graph.readers.document import Document

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def documents(data: bytes, path: Path) -> Iterator[Document]:
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
