"""Data sent in a request's body: one document, or several as a form with files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import request
from werkzeug.datastructures import Headers
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from graph.errors import MediaTypeError, RequestError
from graph.rdf.document import READ, Document
from graph.sparql.evaluate import SPOOL
from server.formats import EXTENSIONS
from server.parameters import require_utf8

MULTIPART = "multipart/form-data"
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Part:
    """A document that was sent, to be read from its start."""

    media_type: str
    data: IO[bytes]

    def document(self) -> Document:
        """The same for another process: a large one as the file that this process has open."""
        if self.data.seek(0, os.SEEK_END) <= SPOOL:
            self.data.seek(0)
            return Document(self.media_type, self.data.read())
        self.data.flush()
        return Document(self.media_type, Path(f"/proc/{os.getpid()}/fd/{self.data.fileno()}"))


@dataclass(slots=True)
class Received:
    """The documents of a request, each of one of these types; closing it forgets them."""

    types: Collection[str] = tuple(READ)
    held: list[Part] = field(default_factory=list)

    def open(self, media_type: str, charset: str = "utf-8") -> IO[bytes]:
        """A place for one more document; raises :class:`MediaTypeError`."""
        if media_type not in self.types:
            raise MediaTypeError(
                f"{media_type or 'no Content-Type'}: a graph is sent as {', '.join(self.types)}"
            )
        require_utf8(charset)
        data = SpooledTemporaryFile(SPOOL)  # noqa: SIM115
        self.held.append(Part(media_type, data))
        return data

    def close(self) -> None:
        """Lets the documents go."""
        for part in self.held:
            part.data.close()


def received(limit: int, types: Collection[str] = tuple(READ)) -> Received:
    """What the request's body holds, at most ``limit`` bytes, all of it read before any change.

    ``types`` are the media types that are read.
    """
    request.max_content_length = limit
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"", "identity"}:
        raise MediaTypeError(f"Content-Encoding {coding}: send the body as it is")
    found = Received(types)
    try:
        if request.mimetype == MULTIPART:
            _read_multipart(found)
            if not found.held:
                raise RequestError("the form holds no document")
        else:
            charset = request.mimetype_params.get("charset", "utf-8")
            shutil.copyfileobj(request.stream, found.open(request.mimetype, charset), CHUNK)
    except BaseException:
        found.close()
        raise
    return found


def _read_multipart(found: Received) -> None:
    boundary = request.mimetype_params.get("boundary", "")
    if not boundary:
        raise RequestError("the form's boundary is missing in its Content-Type")
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"))
    out: IO[bytes] | None = None
    try:
        for chunk in iter(lambda: request.stream.read(CHUNK), b""):
            decoder.receive_data(chunk)
            out = _drain(decoder, found, out)
        decoder.receive_data(None)
        _drain(decoder, found, out)
    except ValueError as error:
        raise RequestError(f"the form cannot be read: {error}") from error


def _drain(decoder: MultipartDecoder, found: Received, out: IO[bytes] | None) -> IO[bytes] | None:
    while not isinstance(event := decoder.next_event(), NeedData | Epilogue):
        if isinstance(event, Field | File):
            filename = event.filename if isinstance(event, File) else ""
            out = found.open(*_type(event.headers, filename or ""))
        elif isinstance(event, Data) and out is not None:
            out.write(event.data)
    return out


def _type(headers: Headers, filename: str) -> tuple[str, str]:
    """What a part says that it is, else what its file's name ends in; and its charset."""
    media_type, options = parse_options_header(headers.get("Content-Type"))
    by_name = EXTENSIONS.get(PurePath(filename).suffix.lstrip("."), "")
    return media_type or by_name, options.get("charset", "utf-8")
