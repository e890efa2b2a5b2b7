"""What runs beside the server processes, in the one that they were made by."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from graph.errors import DamagedHomeError
from graph.home.manifest import FILE
from graph.releases import Home
from server.config import Config

LOOK_SECONDS = 1.0
"""How often it is looked whether the publisher lives, and whether the home is the one it was."""
_Identity = tuple[int, int]

Say = Callable[[str], None]


def publish(config: Config, closing: threading.Event, say: Say) -> None:
    """Keeps a process going that publishes every release to the other engine, until ``closing``."""
    arguments = (str(config.home), config.store, os.getpid())
    code = f"from graph.engines.follow import main; main(*{arguments!r})"
    while not closing.is_set():
        process = subprocess.Popen([sys.executable, "-c", code])  # noqa: S603 -- this interpreter
        while process.poll() is None and not closing.wait(LOOK_SECONDS):
            pass
        if process.poll() is None:
            process.terminate()
            process.wait()
        else:
            say(f"lianghui: what publishes ended with {process.returncode}; it is started again")


def watch(home: Home, closing: threading.Event, say: Say, again: Callable[[], None]) -> None:
    """Has the server processes made anew where the home's release is another of that number.

    A release is never changed, and everything that is kept of one goes by its number: only a home
    that was emptied and filled again has two of one number.
    """
    seen: dict[int, _Identity] = {}
    while True:
        if now := _identity(home):
            number, identity = now
            if seen.setdefault(number, identity) != identity:
                say(
                    f"lianghui: {home.path}: release {number} is another than before; starting anew"
                )
                seen = {number: identity}
                again()
        if closing.wait(LOOK_SECONDS):
            return


def _identity(home: Home) -> tuple[int, _Identity] | None:
    """The current release's number, and what tells its manifest from any other file."""
    with suppress(DamagedHomeError, OSError):
        number = home.number()
        if number is not None:
            found = (home.path / "releases" / str(number) / FILE).stat()
            return number, (found.st_ino, found.st_mtime_ns)
    return None
