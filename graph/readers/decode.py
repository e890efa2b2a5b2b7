"""From a file's bytes to its stored text."""

from __future__ import annotations

import codecs
import re

from graph.errors import InputError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = ("utf-16-le", "utf-16-be", "gb18030")
IMPLAUSIBLE = re.compile(
    "[^\t\n\r -~\u00a0-\u024f\u2000-\u25ff\u3000-\u303f\u3220-\u33ff\u4e00-\u9fff\uff00-\uffef]"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
PLAUSIBLE_SHARE = 0.95
"""Least share of characters of Chinese or English text before bytes that carry no mark and are
not UTF-8 count as text. The reports of the corpus have more than 0.999, in either encoding."""
SAMPLE = 1_000_000
"""So many characters are looked at to tell one encoding from another."""
REMEDY = "save it as UTF-8 text"


def decode(data: bytes, place: object) -> str:
    """The stored text: decoded, without BOM, CRLF and CR as LF, and nothing else changed.

    Tried strictly and in this order: a byte order mark, UTF-8, then UTF-16 and GB18030 by which
    of them reads as text. Raises InputError where none does, and where the text is empty.
    """
    text = normalise(_decoded(data, place))
    if not text.strip():
        raise InputError(place, "holds no text", "give a file with the report's text in it")
    if control := CONTROL.search(text):
        sign = f"U+{ord(control[0]):04X}"
        raise InputError(place, f"is no plain text: it holds the character {sign}", REMEDY)
    return text


def normalise(text: str) -> str:
    """Line ends as LF, and no byte order mark; offsets are of what this returns."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, place: object) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, place)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error, place)
    guesses = [text for encoding in UNMARKED if (text := _strict(data, encoding))]
    best = max(guesses, key=_plausible, default="")
    if _plausible(best) < PLAUSIBLE_SHARE:
        raise InputError(place, "is neither UTF-8, UTF-16 nor GB18030 text", REMEDY)
    return best


def _refuse_damaged(data: bytes, error: UnicodeDecodeError, place: object) -> None:
    """Spoilt or cut-off UTF-8 would pass for GB18030, as another text altogether."""
    lenient = data[:SAMPLE].decode(errors="replace")
    beyond_ascii = sum(not sign.isascii() for sign in lenient)
    if lenient.count("\ufffd") * 10 < beyond_ascii:
        raise InputError(
            place, f"is damaged UTF-8 at byte {error.start}", "get it again"
        ) from error


def _marked(data: bytes, encoding: str, place: object) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is marked as {encoding.upper()} but is not, from byte {error.start} on"
        raise InputError(place, problem, REMEDY) from error


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> float:
    sample = text[:SAMPLE]
    return 1 - len(IMPLAUSIBLE.findall(sample)) / len(sample) if sample else 0.0
