"""Runs the application under Granian."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from graph.errors import LianghuiError
from graph.releases import Home
from server import observe, supervise
from server.config import Config, check
from server.engine import Engine
from server.listening import Listening, listening

CONNECTIONS = 1024
"""Connections that a server process holds at a time; more wait to be accepted."""
OPEN_FILES = 1 << 16
"""Files that a process may have open, where the system allows so many: connections, workers."""
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
    """Granian with threads beside it, each made when all forking is done."""

    beside: tuple[Callable[[], None], ...] = ()

    def _spawn_workers(self, *arguments: Any) -> None:
        super()._spawn_workers(*arguments)
        while self.beside:
            first, *rest = self.beside
            self.beside = tuple(rest)
            threading.Thread(target=first, daemon=True).start()


def serve(config: Config, *, say: Callable[[str], None] | None = None) -> None:
    """Serves until it is interrupted, and says ``Serving http://HOST:PORT`` once it answers.

    Raises :class:`graph.errors.InputError` for settings that contradict each other, and for a port
    that another program listens on.
    """
    check(config)
    _allow_files()
    place = listening(config.host, config.port)
    server = _server(config, place)
    home, closing = Home(config.home or Path()), threading.Event()
    server.beside = (
        partial(_announce, place, say or _print),
        partial(supervise.watch, home, closing, _warn, server.signal_handler_reload),
    )
    publisher = threading.Thread(target=supervise.publish, args=(config, closing, _warn))
    if config.store is not None:
        server.beside += (publisher.start,)
    try:
        server.serve(target_loader=partial(_load, config), wrap_loader=False)
    except SystemExit:
        _ = home.require().store  # or what is wrong with it would be told by a traceback alone
        raise
    finally:
        closing.set()
        if publisher.is_alive():
            publisher.join()


def _server(config: Config, place: Listening) -> _Server:
    return _Server(
        "server.front.rsgi:Front",
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


def _allow_files() -> None:
    """Lets this process and those below it open as many files as the system lets them.

    The usual limit of 1,024 is there for programs that use select(2).
    """
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    if resource.RLIM_INFINITY != now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


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
    with ThreadPoolExecutor(1) as meanwhile:
        home = Home(config.home or Path())
        engine = Engine(config, home.number)
        starting = meanwhile.submit(_start, engine, home)
        from server.app import create_app
        from server.front import granian_hook
        from server.front.rsgi import Front

        app = create_app(config, engine)
        try:
            starting.result()
        except LianghuiError:  # which :func:`serve` tells
            os._exit(1)
    loading = threading.Timer(LATER_SECONDS, _load_rest)
    loading.daemon = True
    loading.start()
    front = Front(app, config)
    granian_hook.attach(front.at_once)
    return front


def _load_rest() -> None:
    """Loads what the start left out; no collection looks through what then stays for good."""
    from server import lazy_views

    lazy_views.load()
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


def _warn(line: str) -> None:
    sys.stderr.write(line + "\n")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
