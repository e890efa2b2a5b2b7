"""Has Granian ask the front in the thread that takes a request in, before its event loop.

A request's way there and back wakes two threads, which takes about as long as a small answer
does. Granian offers no such call, so what hands its requests to the loop is wrapped; where a
version of it has none of that name, the loop answers all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from granian import _futures

_HANDING = "_cbsched_aioschedule"
"""What makes the function that gets each request from that thread."""


def attach(at_once: Callable[[Any, Any], bool]) -> None:
    """Has this server process ask ``at_once`` first; what it declines, the loop answers.

    It is called with a request's scope and protocol, by one thread at a time.
    """
    make = getattr(_futures, _HANDING, None)
    if make is None:
        return

    def made(*arguments: Any) -> Callable[[Any], None]:
        later = make(*arguments)

        def schedule(watcher: Any) -> None:
            try:
                answered = at_once(watcher.scope, watcher.proto)
            except Exception as error:
                watcher.err(error)
                return
            if answered:
                watcher.done()
            else:
                later(watcher)

        return schedule

    setattr(_futures, _HANDING, made)
