"""Runs the application under Granian."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from server.app import create_app
from server.config import Config

THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
"""Requests that a worker answers at a time; the engine lets go of Python's lock meanwhile."""
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

    Raises :class:`graph.errors.InputError` for settings that contradict each other.
    """
    create_app(config)
    server = _Server(
        "server.app:create_app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.workers,
        blocking_threads=THREADS,
        log_dictconfig=_LOG,
        log_level=LogLevels.warning,
        websockets=False,
        process_name=None,
    )
    server.announce = partial(_announce, config, say or _print)
    server.serve(target_loader=partial(_load, config), wrap_loader=False)


def _load(config: Config) -> Any:
    return create_app(config)


def _announce(config: Config, say: Callable[[str], None]) -> None:
    """Says where the service is once it answers."""
    while not _answers(config):
        time.sleep(0.05)
    host = f"[{config.host}]" if ":" in config.host else config.host
    say(f"Serving http://{host}:{config.port}")


def _answers(config: Config) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)  # noqa: S104
    connection = HTTPConnection(host, config.port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
