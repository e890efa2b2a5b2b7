"""Turns a picture of ours into PNG, by resvg: no address is fetched, no file but fonts is read."""

from __future__ import annotations

import re
from functools import cache

import resvg_py

from graph.errors import NotRenderedError
from server.pictures.svg import FONTS, NAMESPACE, element

LEAST, MOST, USUAL = 200, 3000, 1400
"""Pixels of a picture's width."""
_CHINESE = re.compile("[\u3400-\u9fff]")


def png(svg: str, width: int) -> bytes:
    """The picture at that width in pixels.

    Raises :class:`graph.errors.NotRenderedError` where no font here has the letters it needs.
    """
    if not draws("A"):
        raise NotRenderedError(
            "no font is installed here; install fonts-noto-core, or take the SVG"
        )
    if _CHINESE.search(svg) and not draws("汉"):
        raise NotRenderedError(
            "no font here has Chinese characters; install fonts-noto-cjk, or take the SVG, which"
            " the reader's own fonts draw"
        )
    return _rendered(svg, width)


@cache
def draws(letter: str) -> bool:
    """Whether the letter leaves any mark when it is drawn here."""
    words = element("text", letter, y=16, font_size=16, font_family=FONTS)
    with_it, without = (
        _rendered(element("svg", *inside, xmlns=NAMESPACE, width=20, height=20), 20)
        for inside in ([words], [element("g")])
    )
    return with_it != without


def _rendered(svg: str, width: int) -> bytes:
    return resvg_py.svg_to_bytes(svg_string=svg, width=width)
