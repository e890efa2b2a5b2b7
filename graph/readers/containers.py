"""What kinds of file a report comes in, told by their bytes.

A reader of another kind is one more :class:`Container` in ``CONTAINERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.readers import corpus, docx, html, jsonlines, pdf, plain, table, tmx
from graph.readers.document import Document

__all__ = ["CONTAINERS", "Container", "Document", "container"]

FOREIGN = {
    b"\x1f\x8b": ("a gzip archive", "unpack it"),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", "unpack it"),
    b"Rar!": ("a RAR archive", "unpack it"),
    b"\xd0\xcf\x11\xe0": ("an old or encrypted Office document", "save it as DOCX"),
    b"{\\rtf": ("an RTF document", "save it as DOCX"),
}


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file: how its first bytes (or its suffix) tell it, and how to read it.

    ``marked`` bytes are proof, so that the suffix of another kind is a mistake; where a kind is
    ``always`` marked, so is its own suffix on other bytes.
    """

    name: str
    what: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    documents: Callable[[bytes, Path], Iterator[Document]]
    marked: bool = False
    always: bool = False


def container(data: bytes, path: Path) -> Container:
    """The kind of a file with these bytes; raises InputError for one that cannot be read.

    The bytes decide; a suffix decides only where they leave it open, so that a spoilt TMX is
    refused as such and not read as text. A suffix that contradicts a marked kind is refused.
    """
    for magic, (what, remedy) in FOREIGN.items():
        if data.startswith(magic):
            raise InputError(path, f"is {what}, which is not read", remedy)
    suffix = path.suffix.lower()
    by_bytes = next((kind for kind in CONTAINERS if kind.recognises(data)), None)
    by_suffix = next((kind for kind in CONTAINERS if suffix in kind.suffixes), None)
    if by_bytes and by_suffix and by_bytes is not by_suffix and _marked(by_bytes, by_suffix):
        problem = f"is {by_bytes.what}, not {by_suffix.what} as its name says"
        raise InputError(path, problem, f"name it {path.stem}{by_bytes.suffixes[0]}")
    if by_suffix and by_suffix.always and not by_bytes:
        raise InputError(path, f"is not {by_suffix.what}, as its name says", "get it again")
    return by_bytes or by_suffix or CONTAINERS[-1]


def _marked(*kinds: Container) -> bool:
    return any(kind.marked for kind in kinds)


def _head(data: bytes) -> bytes:
    return data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _is_html(data: bytes) -> bool:
    return html.BEGINS.match(_head(data)) is not None


def _is_docx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"word/document.xml" in data


CONTAINERS = (
    Container("pdf", "a PDF", (".pdf",), _is_pdf, pdf.documents, marked=True, always=True),
    Container("docx", "a DOCX", (".docx",), _is_docx, docx.documents, marked=True, always=True),
    Container(
        "corpus",
        "a zip or xz archive",
        (".zip", ".xz"),
        lambda data: data.startswith((b"PK\x03\x04", b"\xfd7zXZ\x00")),
        corpus.documents,
        marked=True,
        always=True,
    ),
    Container(
        "html",
        "an HTML page",
        (".html", ".htm", ".shtml", ".xhtml"),
        _is_html,
        html.documents,
        marked=True,
    ),
    Container(
        "jsonl",
        "JSON lines",
        (".jsonl", ".ndjson"),
        lambda data: jsonlines.OBJECT.match(_head(data)) is not None,
        jsonlines.documents,
    ),
    Container("tmx", "TMX", (".tmx",), lambda data: b"<tmx" in _head(data), tmx.documents),
    Container("csv", "a table", (".csv", ".tsv"), lambda _: False, table.documents),
    Container("text", "text", (".txt",), lambda _: False, plain.documents),
)
"""Every kind that can be read; the last takes what no other claims."""
