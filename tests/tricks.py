"""An evaluation that does what its query says, for the tests of the workers."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import socket
import threading
import time
from pathlib import Path

from pyoxigraph import Store

from graph.sparql.evaluate import evaluate as really
from graph.sparql.query import QueryAnswer, QueryRequest


def evaluate(store: Store, request: QueryRequest) -> QueryAnswer:
    """Obeys ``do WHAT [NUMBER]``; everything else is a query."""
    match = re.fullmatch(r"do (\w+) ?([\d.]*)(?: #.*)?", request.text)
    if match is None:
        return really(store, request)
    return _answer(globals()["_" + match[1]](float(match[2] or 0)))


def _answer(said: object) -> QueryAnswer:
    body = said if isinstance(said, bytes) else str(said).encode()
    return QueryAnswer("text/plain", body, len(body), 1)


def _pid(_: float) -> int:
    return os.getpid()


def _parent(_: float) -> int:
    return os.getppid()


def _nice(_: float) -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def _sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def _spin(seconds: float) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "span"


def _toil(seconds: float) -> str:
    _spin(seconds)
    return f"{_pid(0)} with {_nice(0)}"


def _die(number: float) -> None:
    if number != signal.SIGKILL:
        ctypes.CDLL(None).signal(int(number), 0)  # SIG_DFL, from any thread
    signal.raise_signal(int(number))


def _crash(_: float) -> None:
    signal.raise_signal(signal.SIGSEGV)


def _abort(_: float) -> None:
    os.abort()


def _exit(code: float) -> None:
    os._exit(int(code))


_kept: list[bytes] = []


def _hold(mebibytes: float) -> int:
    return len(bytearray(int(mebibytes) << 20))


def _need(mebibytes: float) -> str:
    length = len(b"x" * (int(mebibytes) << 20))
    return f"{_pid(0)} had {length}"


def _keep(mebibytes: float) -> int:
    _kept.append(b"x" * (int(mebibytes) << 20))
    return _pid(0)


def _connect(port: float) -> str:
    with socket.create_connection(("127.0.0.1", int(port)), 1):
        return "connected"


def _launch(_: float) -> None:
    os.execv("/bin/true", ["true"])


def _core(_: float) -> object:
    return resource.getrlimit(resource.RLIMIT_CORE)


def _write(mebibytes: float) -> bytes:
    return b"x" * (int(mebibytes) << 20)


def _garble(_: float) -> None:
    _to_the_server(b"\xff" * 64)


def _half(_: float) -> None:
    header = b'{"media_type": "text/plain", "length": 1000, "rows": 1}'
    _to_the_server(len(header).to_bytes(4, "big") + (1000).to_bytes(4, "big") + header + b"x" * 500)
    os._exit(0)


def _to_the_server(data: bytes) -> None:
    for path in Path("/proc/self/fd").iterdir():
        try:
            with socket.socket(fileno=os.dup(int(path.name))) as channel:
                channel.sendall(data)
        except OSError:
            continue


def _files(_: float) -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
