"""Writes SVG elements: presentation attributes only, every text and attribute escaped."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from markupsafe import Markup

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = (
    "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC',"
    " 'Microsoft YaHei', 'DejaVu Sans', sans-serif"
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = 0.56
"""The width of the usual Latin letter in ems, rather too much than too little."""

Value = str | float | None


def element(name: str, *children: str, **attributes: Value) -> Markup:
    """An element; children that are no :class:`Markup` are text.

    An attribute's name has hyphens where the argument's has underscores, and one at the end is
    dropped; an attribute that is None is left out.
    """
    inner = "".join(each if isinstance(each, Markup) else text(each) for each in children)
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>")  # noqa: S704


def text(words: str) -> str:
    """Words as XML holds them: escaped, and what XML has no place for replaced."""
    return escape(_NO_XML.sub("\ufffd", words))


def number(value: float) -> str:
    """A length with at most one decimal."""
    return f"{round(value, 1):g}"


def width(words: str, size: float) -> float:
    """About how wide the words are in a font of that size."""
    wide = sum(1 if unicodedata.east_asian_width(each) in "WF" else _NARROW for each in words)
    return wide * size


def _written(value: str | float) -> str:
    return text(value) if isinstance(value, str) else number(value)
