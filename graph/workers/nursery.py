"""The server's side of a fork server: where workers come from and where they end."""

from __future__ import annotations

import json
import math
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from graph import allocator
from graph.errors import LianghuiError, QueryTooComplexError, WorkerDiedError
from graph.workers.channel import ChannelClosedError, ask
from graph.workers.forkserver import LARGEST_MESSAGE, Charge
from graph.workers.pages import Own
from graph.workers.worker import GiveWay, memory_error

_KEPT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")
START_SECONDS = 60.0
_NO_MEMORY = ("memory allocation of", "bad_alloc", "MemoryError")
_STOP_SECONDS = 10.0


class Worker:
    """One worker process; held by one thread at a time, but for :meth:`kill`.

    ``owns`` tells that it has all of the release's memory to itself, or soon will.
    """

    def __init__(
        self, number: int, pid: int, handle: int, channel: socket.socket, nursery: Nursery
    ) -> None:
        self.number, self.pid, self.channel, self.nursery = number, pid, channel, nursery
        self.nice, self.owns = 0, False
        self._handle = handle
        self._lock = threading.Lock()

    def kill(self) -> None:
        """Ends the process at once, from any thread; nothing happens to one that has ended."""
        with self._lock, suppress(ProcessLookupError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def ask(self, request: object, nice: int = 0) -> None:
        """Gives it something to do, at that niceness. Raises ChannelClosedError."""
        if nice:
            ask(self.channel, GiveWay(nice))
        ask(self.channel, request)
        self.nice = nice

    def give_way(self, nice: int) -> None:
        """Lets what is less nice go before what the worker does: all its threads but the first."""
        self.nice = nice
        with suppress(OSError):
            for each in Path(f"/proc/{self.pid}/task").iterdir():
                if int(each.name) != self.pid:
                    os.setpriority(os.PRIO_PROCESS, int(each.name), nice)

    def own(self) -> None:
        """Has it make the release's memory its own, while it is idle."""
        self.owns = True
        with suppress(ChannelClosedError):  # whoever takes it then will find that out
            ask(self.channel, Own())

    def processor_seconds(self) -> float:
        """The processor time that the process has used in its life."""
        try:
            return time.clock_gettime(~self.pid << 3 | 2)  # as clock_getcpuclockid makes it
        except OSError:
            return math.inf

    def wait(self) -> None:
        """Waits until the process, dying already, has ended."""
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        poll.poll(_STOP_SECONDS * 1000)

    def close(self) -> None:
        """Lets go of the process."""
        self.channel.close()
        with self._lock:
            os.close(self._handle)
            self._handle = -1


class Nursery:
    """A fork server on one release.

    Raises LianghuiError when it cannot be started in that many seconds, with what the process
    said.
    """

    def __init__(self, charge: Charge, seconds: float = START_SECONDS) -> None:
        self.charge = charge
        self.gone = False
        self._lock = threading.Lock()
        try:
            self._control, self._process = _started(charge)
        except OSError as error:
            raise LianghuiError(f"{charge.release}: no workers can be started: {error}") from error
        self._control.settimeout(seconds)
        try:
            self._control.send(pickle.dumps(charge))
            ready, _ = self._hear()
            if "failed" in ready:
                raise LianghuiError(f"{charge.release}: {ready['failed']}")
        except BaseException:
            self.close()
            raise
        self._control.settimeout(START_SECONDS)
        self.release_number = int(ready["ready"])
        self.triples = int(ready["triples"])

    def spawn(self) -> Worker:
        """A fresh worker. Raises WorkerDiedError when none can be had, and knows itself gone."""
        with self._lock:
            self._tell({"order": "spawn"})
            born, files = self._hear(2)
            if "number" in born and len(files) != 2:  # it ends, since its channel is closed
                self._tell({"order": "forget", "number": born["number"]})
                born = {"failed": "no worker can be started: too many open files"}
        if "failed" in born:
            for each in files:
                os.close(each)
            raise WorkerDiedError(str(born["failed"]))
        channel, handle = files
        return Worker(
            int(born["number"]), int(born["pid"]), handle, socket.socket(fileno=channel), self
        )

    def discard(self, worker: Worker) -> None:
        """Kills the worker and waits for nothing; one that gives way may take long to die."""
        worker.kill()
        with suppress(WorkerDiedError), self._lock:
            self._tell({"order": "forget", "number": worker.number})
        worker.close()

    def bury(self, worker: Worker) -> LianghuiError:
        """Gives what the end of a worker means that has ended by itself, or talks nonsense."""
        worker.kill()  # changes nothing about one that is ending
        worker.wait()  # or the fork server would, and nobody get a worker until it is done
        try:
            with self._lock:
                self._tell({"order": "bury", "number": worker.number})
                end, _ = self._hear()
        except WorkerDiedError as error:
            return error
        finally:
            worker.close()
        return _meaning(int(end["code"]), str(end["words"]), self.charge)

    def close(self) -> None:
        """Ends the fork server and every worker of it; waits until the fork server is gone."""
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
            return
        self._process.kill()
        self._process.wait()

    def _tell(self, message: dict[str, object]) -> None:
        try:
            self._control.send(json.dumps(message).encode())
        except OSError as error:
            raise self._gone() from error

    def _hear(self, files: int = 0) -> tuple[dict[str, Any], list[int]]:
        try:
            data, found, _, _ = socket.recv_fds(
                self._control, LARGEST_MESSAGE, files, socket.MSG_CMSG_CLOEXEC
            )
        except OSError as error:
            raise self._gone() from error
        if not data:
            raise self._gone()
        return json.loads(data), found

    def _gone(self) -> WorkerDiedError:
        self.gone = True
        return WorkerDiedError("the fork server is gone")


def _started(charge: Charge) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        try:
            return ours, _start(charge, theirs.fileno())
        except OSError:
            ours.close()
            raise


def _start(charge: Charge, descriptor: int) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    kept |= allocator.environment()
    kept["PYTHONPATH"] = os.pathsep.join(each for each in sys.path if each)
    if charge.limits.spool is not None:
        kept["TMPDIR"] = str(charge.limits.spool)
    code = f"from graph.workers.forkserver import main; main({descriptor})"
    return subprocess.Popen(  # noqa: S603 -- this interpreter, on this code
        [sys.executable, "-P", "-c", code],
        pass_fds=(descriptor,),
        env=kept,
        stdin=subprocess.DEVNULL,
        process_group=0,  # no session: with one, Linux would weigh it apart, niceness and all
    )


def _meaning(code: int, words: str, charge: Charge) -> LianghuiError:
    """What the end of a worker that nobody asked to end tells about its query."""
    if any(each in words for each in _NO_MEMORY):
        return memory_error(charge.limits)
    if code in (-signal.SIGSEGV, -signal.SIGBUS) or "overflowed its stack" in words:
        return QueryTooComplexError(
            "the query is nested too deeply for the engine; flatten it or split it"
        )
    last = words.strip().rsplit("\n", 1)[-1]
    return WorkerDiedError(f"the process that ran the query ended with {code} {last}".rstrip())
