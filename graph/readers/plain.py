"""Plain text: stored as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.readers.decode import decode
from graph.readers.document import Document, language_of


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """The file's one text, with all that stands in it."""
    text = decode(data, path)
    yield Document(text, str(path), language_of(text))
