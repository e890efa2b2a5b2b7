"""HTML: the main text of a page, found by trafilatura.

Over 62 real reports in nine layouts of made pages trafilatura lost no line; readability-lxml,
which was measured beside it, lost lines of short pages cut into several blocks.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.readers.decode import decode
from graph.readers.document import ADDRESS, Document, language_of
from graph.readers.furniture import is_furniture, without
from graph.readers.spoilt import parsing

BEGINS = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
TAG = re.compile(r"<[a-zA-Z!][^>]*>")
OPENED, CLOSED = re.compile(r"<(?:html|body)\b", re.I), re.compile(r"</(?:html|body)\s*>", re.I)
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]")
BREAK = re.compile(r"[ \t]*[\r\n]\s*")
BLOCKS = ("li", "p", "div", "td", "h2", "h3", "h4", "h5", "ul", "ol", "dl", "dd")
AROUND = "//nav | //aside | //footer"
HEADERS = "//header[not(.//h1 or .//h2 or .//h3 or ancestor::article or ancestor::main)]"
OWN = re.compile("政府工作报告|政府工作報告|会议上|會議上")
"""What a header holds that is the report's and no site's: its title or its delivery line."""
STOP = re.compile("[。！？；]")
LINKED = 0.8
"""Share of a block's characters that stand in links before it counts as a menu."""


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """The page's main text, a paragraph a line, without menus, buttons and notes of the page."""
    source = DECLARATION.sub("", decode(data, path))
    if not TAG.search(source):
        raise InputError(
            path, "is no HTML page", "give a page saved with its tags, or name it .txt"
        )
    if OPENED.search(source) and not CLOSED.search(source):
        raise InputError(path, "is a cut-off HTML page: </html> is missing", "get it again")
    with parsing(path, "HTML page"):
        title, address, body = _read(source)
    text = "\n".join(without(body.split("\n")))
    if not text:
        remedy = "save the page as the browser shows it, or give its text as .txt"
        raise InputError(path, "has no text besides menus", remedy)
    yield Document(text, str(path), language_of(text), "html", title, None, address)


def _read(source: str) -> tuple[str | None, str | None, str]:
    # Here and not above: importing it takes a quarter of a second.
    from lxml import html
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = html.document_fromstring(source)
    title = " ".join((page.findtext(".//title") or "").split()) or None
    links = page.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    address = next((link.strip() for link in links if ADDRESS.fullmatch(link.strip())), None)
    _prepare(page)
    body = extract(page, include_comments=False, include_tables=True, favor_recall=True)
    return title, address, body or ""


def _prepare(page: Any) -> None:
    """Drop menus, and undo what would run paragraphs together or cut words in two."""
    headers = (each for each in page.xpath(HEADERS) if not _is_reports(each))
    for element in [*page.xpath(AROUND), *headers]:
        if element.getparent() is not None:
            element.drop_tree()
    for element in page.xpath("|".join(f"//{tag}" for tag in BLOCKS)):
        if element.getparent() is not None and _is_menu(element):
            element.drop_tree()
    for table in page.xpath("//table[.//td[count(p | div | br) > 1]]"):
        for element in table.iter("table", "thead", "tbody", "tr", "td", "th"):
            element.tag = "div"
    for words in page.xpath("//text()[not(ancestor::pre)]"):
        element = words.getparent()
        setattr(element, "text" if words.is_text else "tail", _unbroken(words))


def _is_reports(header: Any) -> bool:
    return bool(OWN.search("".join(header.text_content().split())))


def _unbroken(words: str) -> str:
    """A line end in the source is a space, beside a Chinese character nothing."""

    def instead(end: re.Match[str]) -> str:
        beside = words[max(0, end.start() - 1) : end.start()] + words[end.end() : end.end() + 1]
        return "" if WIDE.search(beside) else " "

    return BREAK.sub(instead, words)


def _is_menu(block: Any) -> bool:
    words = block.text_content()
    if is_furniture(words):
        return True
    linked = "".join(link.text_content() for link in block.iter("a") if link.get("href"))
    if not linked.strip():
        return False
    share = len("".join(linked.split())) / max(1, len("".join(words.split())))
    return share >= LINKED and not STOP.search(words)
