"""Words as search compares them: case, width, accents and Chinese script left out of account."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_HAN = re.compile("[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class _Folding(dict[int, str]):
    """What each character is folded to, one character always, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        char = unicodedata.normalize("NFKC", chr(code))
        parts = unicodedata.normalize("NFD", char)
        if all(unicodedata.combining(mark) for mark in parts[1:]):
            char = parts[0]
        char = simplified(char)
        char = folded if len(folded := char.casefold()) == 1 else char
        self[code] = char if len(char) == 1 else chr(code)
        return self[code]


class _Simplifying(dict[int, str]):
    """The simplified form of each character, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = simple if len(simple := _simplifier().convert(char)) == 1 else char
        return self[code]


_FOLDING = _Folding()
_SIMPLIFYING = _Simplifying()


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """The text in simplified characters, lower case, plain width and without accents.

    Every character stays one character, so that offsets hold for both.
    """
    return text.translate(_FOLDING)


def simplified(text: str) -> str:
    """The text in simplified characters, each by itself, so that offsets hold for both."""
    return text.translate(_SIMPLIFYING)


def spaced(text: str) -> str:
    """The text with each Chinese character standing by itself, for a tokenizer of words."""
    return _HAN.sub(r" \g<0> ", text)
