"""A thing that names can be matched to, and its names by how much each proves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.search.script import fold

IDENTIFIER, PREFERRED, TONED, OTHER, SPELT, PLAIN = 100.0, 99.0, 97.0, 95.0, 90.0, 88.0
"""What the match of a whole name is worth: a code or IRI, the preferred name, pinyin with its
tones, another name, pinyin without tones, and a name but for spaces, accents and what it is."""
_HAN = re.compile("[\u3400-\u9fff]")
_SEPARATING = re.compile(r"[\W_]+")
_SUFFIX = re.compile(
    r"(?:(?:zhuang|hui|uygur|uyghur|zhuangzu|huizu|uygur)?\s*(?:autonomous region|zizhiqu)"
    r"|special administrative region|municipality|province|sheng|shi|city|sar"
    r"|(?:壮族|回族|维吾尔)?自治区|特别行政区|省|市)$"
)
_PREFIX = re.compile(r"^(?:province|municipality|city) of ")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, with what its match is worth (0 to 100)."""

    text: str
    worth: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing: ``id`` is its key below ``id/``, ``type`` the IRI of its class."""

    id: str
    type: str
    label: str
    description: str
    names: tuple[Name, ...]

    def spellings(self) -> Iterator[Name]:
        """Its names, and the pinyin of those in Chinese characters."""
        yield from self.names
        for name in self.names:
            if name.worth >= OTHER and len(name.text) > 1 and _HAN.search(name.text):
                yield Name(pinyin(name.text, tones=True), TONED)
                yield Name(pinyin(name.text), SPELT)


def pinyin(words: str, *, tones: bool = False) -> str:
    """Chinese words in pinyin, without spaces."""
    # Its dictionary takes 60 MB and a third of a second: only where somebody reconciles.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(words, style=Style.TONE if tones else Style.NORMAL))


@lru_cache(maxsize=8192)
def exact(text: str) -> str:
    """A name but for case, width and the white space around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A name but for case, width, accents, script, spaces, and what kind of place it is."""
    folded = _PREFIX.sub("", fold(unicodedata.normalize("NFC", text)).strip())
    core = _SUFFIX.sub("", folded).strip()
    return _SEPARATING.sub("", core or folded)


def squeezed(text: str) -> str:
    """A name but for case, width, accents, script and spaces."""
    return _SEPARATING.sub("", fold(unicodedata.normalize("NFC", text)))


def accented(text: str) -> bool:
    """Whether a name bears accents, which tell the tones of pinyin."""
    return any(unicodedata.combining(mark) for mark in unicodedata.normalize("NFD", text))
