"""An engine kept at the home's current release, whatever becomes of either."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from graph.engines.publish import publish
from graph.engines.target import Target, target
from graph.errors import LianghuiError
from graph.open import open_home
from graph.releases import Home

LOOK_SECONDS = 0.2
"""How often the home is looked at, which is one look at a link."""
CHECK_SECONDS = 10.0
"""How often the engine is asked whether it still holds what was published."""
RETRY_SECONDS = 2.0


def keep_up(
    home: Home,
    place: Target,
    *,
    say: Callable[[str], object] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Publishes every release that becomes current, until ``stop``; tells what it did or met.

    What goes wrong is told once and tried again.
    """
    last = ""
    done: int | None = None
    checked = 0.0
    while not stop():
        try:
            number, now = home.number(), time.monotonic()
            if number is None or (number == done and now < checked + CHECK_SECONDS):
                time.sleep(LOOK_SECONDS)
                continue
            found = publish(home, place)
        except (LianghuiError, OSError) as error:
            words = str(error)
            time.sleep(RETRY_SECONDS)
        else:
            done, checked = found.release, time.monotonic()
            words = f"{place.query}: holds release {done}"
        if say is not None and words != last:
            say(words)
        last = words


def main(path: str, spec: str, parent: int) -> None:
    """Follows as a process, until that parent is gone; what it tells goes to stderr."""
    keep_up(
        open_home(Path(path)),
        target(spec),
        say=lambda line: print(line, file=sys.stderr),
        stop=lambda: os.getppid() != parent,
    )
