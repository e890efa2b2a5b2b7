"""The corpus of provincial reports that Li published: an xz file, in a zip or by itself.

Li (2025), PLOS ONE, doi 10.1371/journal.pone.0324713, supplement S1. The file begins with a
line ``YYYYPnn.txt,start,end`` for each text, where nn numbers the provinces and start and end
count characters from the first text on; a blank line follows, then the texts run together.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from graph.errors import InputError
from graph.readers.decode import CONTROL, normalise
from graph.readers.document import Document, language_of
from graph.readers.spoilt import parsing

PROVINCES = (
    *("110000", "120000", "130000", "370000", "320000", "310000", "330000", "350000"),
    *("440000", "460000", "140000", "410000", "340000", "420000", "430000", "360000"),
    *("230000", "220000", "210000", "150000", "640000", "610000", "620000", "510000"),
    *("500000", "520000", "450000", "530000", "630000", "650000", "540000"),
)
"""GB/T 2260 codes in the order of Li's numbers, from 1 Beijing to 31 Tibet."""
ENTRY = re.compile(
    r"(?P<name>(?P<year>\d{4})P(?P<number>\d{1,2})\.txt) *, *(?P<start>\d+) *, *(?P<end>\d+)"
)
LONGEST_LINE = 200
LARGEST = 64_000_000
"""Characters of all texts; those that were published have about twelve million."""
MEMORY = 256 * 2**20
"""Bytes that unpacking may take; what `xz -9` makes takes 65 MiB."""
PACKED = 64 * 2**20
REMEDY = "get the supplement again"
INDEX = "expected lines such as 2020P01.txt,0,9000, then a blank one"


class Entry(NamedTuple):
    """A line of the index: characters ``start`` to ``end`` are the text of a province and year."""

    name: str
    year: int
    code: str
    start: int
    end: int


def documents(data: bytes, path: Path) -> Iterator[Document]:
    """A text for each line of the index, unpacked as it is read.

    Raises InputError where index and texts do not agree: an unknown province, two lines for one
    report, spans that overlap or leave words out, texts that end early or go on.
    """
    packed = data if data.startswith(b"\xfd7zXZ") else _member(data, path)
    with parsing(path, "xz file"):
        lzma.LZMADecompressor(memlimit=MEMORY).decompress(packed[:4096], 1)
    try:
        yield from _unpack(packed, path, None)
    except InputError as error:
        try:
            again = _unpack(packed, path, "")
        except InputError:
            raise error from error
        yield from again


def _unpack(packed: bytes, path: Path, newline: str | None) -> list[Document]:
    """The texts; CRLF is counted as one character, or with ``newline`` "" as two."""
    with (
        parsing(path, "xz file"),
        io.TextIOWrapper(lzma.open(io.BytesIO(packed)), "utf-8-sig", newline=newline) as file,
    ):
        return list(_texts(file, path))


def _member(data: bytes, path: Path) -> bytes:
    """The one xz file of the zip; what a Mac adds to a zip does not count."""
    with parsing(path, "zip archive"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        files = [each for each in archive.infolist() if not each.filename.startswith("__MACOSX/")]
        found = [each for each in files if each.filename.lower().endswith(".xz")]
        if len(found) != 1:
            problem = f"holds {len(found) or 'no'} .xz files; a published corpus is one in a zip"
            raise InputError(path, problem, "unpack the archive, and give its folder")
        if found[0].flag_bits & 1:
            raise InputError(path, "is encrypted", "unpack it with its password first")
        if found[0].file_size > PACKED:
            problem = f"its .xz has more than {PACKED // 2**20} MiB"
            raise InputError(path, problem, "give its texts in files of their own")
        return archive.read(found[0])


def _texts(file: io.TextIOWrapper, path: Path) -> Iterator[Document]:
    entries, length = _index(file, path)
    # Counted from the first text on, or from the beginning of the file.
    at = length if entries[0].start == length else 0
    for entry in entries:
        place = f"{path}:{entry.name}"
        if entry.start < at:
            raise InputError(place, f"begins at {entry.start}, before the last ends", REMEDY)
        if file.read(entry.start - at).strip():
            raise InputError(place, f"words from {at} to {entry.start} are in no text", REMEDY)
        text = file.read(entry.end - entry.start)
        if len(text) < entry.end - entry.start:
            problem = f"ends at {entry.end}, but the texts at {entry.start + len(text)}"
            raise InputError(place, problem, REMEDY)
        at = entry.end
        yield _document(text, entry, place)
    if file.read(LONGEST_LINE).strip():
        raise InputError(path, f"its texts go on after the last one ends, at {at}", REMEDY)


def _index(file: io.TextIOWrapper, path: Path) -> tuple[list[Entry], int]:
    """The entries in the order of their texts, and the characters that the index takes."""
    found: dict[tuple[int, str], Entry] = {}
    length = 0
    for number in count(1):
        line = file.readline(LONGEST_LINE)
        length += len(line)
        if not line.strip():
            break
        entry = _entry(line.strip(), f"{path}:{number}")
        if found.setdefault((entry.year, entry.code), entry) is not entry:
            raise InputError(f"{path}:{number}", f"{entry.name} stands there twice", REMEDY)
    if not found:
        raise InputError(path, "has no index of texts", INDEX)
    return sorted(found.values(), key=lambda entry: entry.start), length


def _entry(line: str, place: str) -> Entry:
    match = ENTRY.fullmatch(line)
    if not match:
        raise InputError(place, f"is no line of the index: {line[:40]!r}", INDEX)
    number, start, end = int(match["number"]), int(match["start"]), int(match["end"])
    if not 1 <= number <= len(PROVINCES):
        raise InputError(place, f"there is no province {number}", f"they go to {len(PROVINCES)}")
    if not start < end <= LARGEST:
        raise InputError(place, f"from {start} to {end} is no text", REMEDY)
    return Entry(match["name"], int(match["year"]), PROVINCES[number - 1], start, end)


def _document(text: str, entry: Entry, place: str) -> Document:
    text = CONTROL.sub(" ", normalise(text))
    if not text.strip():
        raise InputError(place, "holds no text", REMEDY)
    return Document(text, place, language_of(text), "corpus", None, entry.year, None, entry.code)
