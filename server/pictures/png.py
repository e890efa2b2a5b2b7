"""Turns a picture of ours into PNG."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from threading import BoundedSemaphore

from graph.errors import NotRenderedError, QueryBusyError, QueryTimeoutError
from server.pictures.svg import FONTS, NAMESPACE, element

LEAST, MOST, USUAL = 200, 2400, 1400
"""Pixels of a picture's width."""
SECONDS = 60.0
"""How long one drawing may take, and how long another waits for its turn."""
_CHINESE = re.compile("[\u3400-\u9fff]")
_DRAWING = BoundedSemaphore(1)


def png(svg: str, width: int) -> bytes:
    """The picture at that width in pixels; pictures are drawn one after the other.

    Raises :class:`graph.errors.NotRenderedError` where no font here has the letters it needs,
    :class:`graph.errors.QueryBusyError` and :class:`graph.errors.QueryTimeoutError`.
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
    return _drawn(svg, width)


@cache
def draws(letter: str) -> bool:
    """Whether the letter leaves any mark when it is drawn here."""
    words = element("text", letter, y=16, font_size=16, font_family=FONTS)
    with_it, without = (
        _drawn(element("svg", inside, xmlns=NAMESPACE, width=20, height=20), 20)
        for inside in (words, element("g"))
    )
    return with_it != without


def _drawn(svg: str, width: int) -> bytes:
    if not _DRAWING.acquire(timeout=SECONDS):
        raise QueryBusyError(5)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-m", "server.pictures.raster", str(width)],
            input=svg.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryTimeoutError(f"drawing took more than {SECONDS:g} s; ask for the SVG") from error
    except subprocess.CalledProcessError as error:
        raise NotRenderedError("the picture could not be drawn; take the SVG") from error
    finally:
        _DRAWING.release()
    return done.stdout
