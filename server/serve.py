"""Runs the application under Granian."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from graph.releases import Home
from server import observe
from server.config import Config, check
from server.engine import Engine
from server.listening import Listening, listening

CONNECTIONS = 1024
"""Connections that a server process holds at a time; more wait to be accepted."""
HEADER_SECONDS = 10
"""How long a client may take to send a request's headers."""
STOP_SECONDS = 5
"""How long after the last query's limit a stop that finishes what runs becomes a kill."""
LATER_SECONDS = 1.0
"""How long after the start the views are loaded that nobody has asked for yet."""
SWITCH_SECONDS = 0.001
"""How long a thread at work may keep the loop waiting, which answers most requests by itself."""
TRIM_SECONDS = 10.0
"""How often memory that is free is given back."""
_PR_SET_PDEATHSIG = 1
_MALLOC = ((-8, 2), (-1, 8 << 20), (-3, 4 << 20))
"""At most 2 arenas, and what is large goes back to the system when it is freed: with an arena a
thread, each keeping what it once had, memory after a bad hour stays what it was in it. Large is
what few answers are, since each page of it is fetched from the system again for each."""
_LINE = {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
_LOG = {"handlers": {"console": _LINE, "access": _LINE}}


class _Server(Granian):  # type: ignore[misc,valid-type]
    """Granian that tells once it answers, from a thread made when all forking is done."""

    announce: Callable[[], None]

    def _spawn_workers(self, *arguments: Any) -> None:
        super()._spawn_workers(*arguments)
        threading.Thread(target=self.announce, daemon=True).start()


def serve(config: Config, *, say: Callable[[str], None] | None = None) -> None:
    """Serves until it is interrupted, and says ``Serving http://HOST:PORT`` once it answers.

    Raises :class:`graph.errors.InputError` for settings that contradict each other, and for a port
    that another program listens on.
    """
    check(config)
    place = listening(config.host, config.port)
    server = _Server(
        "server.front:Front",
        address=place.address,
        port=place.port,
        interface=Interfaces.RSGI,
        workers=config.workers,
        http=HTTPModes.http1,  # what counts and limits connections stands in front, if any
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        backpressure=CONNECTIONS,
        workers_kill_timeout=int(config.query_seconds) + STOP_SECONDS,
        respawn_failed_workers=True,
        log_dictconfig=_LOG,
        log_level=LogLevels.warning,
        websockets=False,
        process_name=None,
    )
    server.announce = partial(_announce, place, say or _print)
    with _publisher(config):
        server.serve(target_loader=partial(_load, config), wrap_loader=False)


@contextmanager
def _publisher(config: Config) -> Iterator[None]:
    """With another engine for a store: a process that publishes every release to it."""
    if config.store is None:
        yield
        return
    arguments = (str(config.home), config.store, os.getpid())
    code = f"from graph.engines.follow import main; main(*{arguments!r})"
    process = subprocess.Popen([sys.executable, "-c", code])  # noqa: S603 -- this interpreter
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _load(config: Config) -> Any:
    """The application, in the process that will serve it and end with its parent."""
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    for option, value in _MALLOC:
        with suppress(AttributeError):  # only glibc has it
            libc.mallopt(option, value)
    threading.Thread(target=_give_back, args=(libc,), daemon=True).start()
    sys.setswitchinterval(SWITCH_SECONDS)
    _log_requests()
    # The application takes about as long to load as the query workers to start.
    with ThreadPoolExecutor(1) as beside:
        home = Home(config.home or Path())
        engine = Engine(config, home.number)
        starting = beside.submit(_start, engine, home)
        from server import direct
        from server.app import create_app
        from server.front import Front

        app = create_app(config, engine)
        starting.result()
    loading = threading.Timer(LATER_SECONDS, _load_rest)
    loading.daemon = True
    loading.start()
    front = Front(app, config)
    direct.attach(front.at_once)
    return front


def _load_rest() -> None:
    """Loads what the start left out; no collection looks through what then stays for good."""
    from server import later

    later.load()
    gc.freeze()


def _start(engine: Engine, home: Home) -> None:
    """Makes the query workers before the first query wants one."""
    if release := home.current():
        engine.start(release)


def _give_back(libc: ctypes.CDLL) -> None:
    """Returns free memory to the system now and then, which the allocator would keep."""
    trim = getattr(libc, "malloc_trim", None)  # only glibc has it
    while trim is not None:
        trim(0)
        time.sleep(TRIM_SECONDS)


def _log_requests() -> None:
    # No line says these, and each is looked up for each record.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    observe.LOG.handlers[:] = [handler]
    observe.LOG.setLevel(logging.INFO)
    observe.LOG.propagate = False


def _announce(place: Listening, say: Callable[[str], None]) -> None:
    """Says where the service is once it answers."""
    while not place.answers():
        time.sleep(0.05)
    say(f"Serving {place.url}")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
