"""The process that holds a release open and forks the workers that query it.

It does nothing else, so a fork costs a millisecond and shares the open release. RocksDB's idle
threads do not come along, and hold no lock that a child needs: of 4,756 forked children all
answered. It ends when the server's end of its control socket closes, and its workers with it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pyoxigraph import Quad, Store

from graph.allocator import keep
from graph.errors import WorkerDiedError
from graph.home.release import Release
from graph.store import by_subject
from graph.workers.confine import confine
from graph.workers.limits import Limits
from graph.workers.pages import Pages, Share, enlarge, present
from graph.workers.worker import Evaluate, run

LARGEST_MESSAGE = 1 << 16
_WORDS = 2_000
_LOOK = 10_000
"""Quads after which it is looked whether they are still wanted: a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a fork server is started for; ``evaluate`` is spelt ``module:function``.

    Without a release nothing is held open, so that the forked may open what they like: RocksDB's
    threads do not come along with a fork. The module's ``prepare``, where it has one, runs before,
    and gets the release that is held in memory, or None.
    ``in_memory`` has the release copied there first, for all workers to share.
    """

    release: Path | None
    limits: Limits
    evaluate: str
    in_memory: bool = False


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    handle: int
    words: int

    def close(self) -> None:
        os.close(self.handle)
        os.close(self.words)


class ForkServer:
    """Forks on demand, reaps what ends, and tells how it ended to whoever asks."""

    def __init__(self, control: socket.socket, charge: Charge) -> None:
        self._control, self._limits = control, charge.limits
        self._in_memory = charge.in_memory
        self._pages: Pages = ()
        release = Release(charge.release) if charge.release else None
        self._number = release.number if release else 0
        self._triples = release.manifest.triples if release else 0
        self._store: Store | None = _opened(release, charge, control) if release else None
        place, _, name = charge.evaluate.partition(":")
        module = importlib.import_module(place)
        self._evaluate = cast(Evaluate, getattr(module, name))
        held = self._store if charge.in_memory else None
        getattr(module, "prepare", lambda _: None)(held)
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._living: dict[int, _Child] = {}
        self._ended: dict[int, dict[str, object]] = {}
        self._forgotten: set[int] = set()
        self._born = 0

    def run(self) -> None:
        """Obeys until the control socket closes, then ends every worker and waits for it."""
        gc.collect()
        gc.freeze()
        if self._in_memory:
            keep()
            self._pages = present()
            enlarge(self._pages)
        self._tell({"ready": self._number, "triples": self._triples})
        while self._obey():
            pass
        for child in self._living.values():
            os.kill(child.pid, signal.SIGKILL)
        for child in self._living.values():
            os.waitpid(child.pid, 0)

    def _obey(self) -> bool:
        events = self._poll.poll()
        for descriptor, _ in events:
            if descriptor != self._control.fileno():
                self._reap_by(descriptor)
            elif message := self._control.recv(LARGEST_MESSAGE):
                self._order(**json.loads(message))
            else:
                return False
        return True

    def _order(self, order: str, number: int = 0) -> None:
        if order == "spawn":
            self._spawn()
        elif order == "forget":
            self._forgotten.add(number)
            self._settle(number)
        elif order == "bury":
            if number in self._living:
                self._reap(number)
            self._tell(self._ended.pop(number))

    def _spawn(self) -> None:
        """Forks a worker and passes its channel and its handle on, or says why it cannot."""
        try:
            channel, child = self._fork()
        except OSError as error:
            self._tell({"failed": f"no worker can be started: {error}"})
            return
        self._born += 1
        self._living[self._born] = child
        self._poll.register(child.handle, select.POLLIN)
        with channel:
            self._tell({"number": self._born, "pid": child.pid}, [channel.fileno(), child.handle])

    def _fork(self) -> tuple[socket.socket, _Child]:
        parent = os.getpid()
        ours, theirs = socket.socketpair()
        with ours:
            words = os.memfd_create("words")
            try:
                pid = os.fork()
            except OSError:
                os.close(words)
                raise
            if pid == 0:
                theirs.close()
                self._become_worker(ours, words, parent)
        try:
            return theirs, _Child(pid, os.pidfd_open(pid), words)
        except OSError:
            theirs.close()  # which ends it
            os.close(words)
            os.waitpid(pid, 0)
            raise

    def _become_worker(self, channel: socket.socket, words: int, parent: int) -> None:
        code = 1
        try:
            for descriptor in (0, 1, 2):
                os.dup2(words, descriptor)
            self._control.close()
            for child in self._living.values():
                child.close()
            confine(self._limits, parent)
            code = run(channel, self._store, self._evaluate, self._limits, self._share())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def _share(self) -> Share:
        return Share(self._pages, self._limits.copied) if self._in_memory else Share()

    def _reap_by(self, handle: int) -> None:
        for number in [n for n, child in self._living.items() if child.handle == handle]:
            self._reap(number)

    def _reap(self, number: int) -> None:
        child = self._living.pop(number)
        self._poll.unregister(child.handle)
        _, status = os.waitpid(child.pid, 0)
        start = max(0, os.fstat(child.words).st_size - _WORDS)
        said = os.pread(child.words, _WORDS, start).decode(errors="replace")
        child.close()
        self._ended[number] = {"code": os.waitstatus_to_exitcode(status), "words": said}
        self._settle(number)

    def _settle(self, number: int) -> None:
        if number in self._forgotten and number in self._ended:
            self._forgotten.remove(number)
            del self._ended[number]

    def _tell(self, message: dict[str, object], files: list[int] | None = None) -> None:
        socket.send_fds(self._control, [json.dumps(message).encode()], files or [])


def _opened(release: Release, charge: Charge, control: socket.socket) -> Store:
    if not charge.in_memory:
        return release.store
    held = Store()
    held.bulk_extend(_while_wanted(by_subject(release.store), control))
    for graph in release.store.named_graphs():  # an empty one has no quads to bring it along
        held.add_graph(graph)
    return held


def _while_wanted(quads: Iterable[Quad], control: socket.socket) -> Iterator[Quad]:
    """The quads; raises WorkerDiedError once the server has gone, which says nothing meanwhile."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    for number, quad in enumerate(quads):
        if number % _LOOK == 0 and poll.poll(0):
            raise WorkerDiedError("the server has gone")
        yield quad


def main(descriptor: int) -> None:
    """Serves the control socket at that descriptor."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a graceful stop lets queries end; EOF ends us
    control = socket.socket(fileno=descriptor)
    try:
        charge = pickle.loads(control.recv(LARGEST_MESSAGE))  # noqa: S301 -- from our parent
        server = ForkServer(control, charge)
    except Exception as error:
        with suppress(OSError):  # there may be nobody left to tell
            control.send(json.dumps({"failed": f"{type(error).__name__}: {error}"}).encode())
        sys.exit(1)
    try:
        server.run()
    except OSError:
        os._exit(1)  # the server went away in mid-sentence
    os._exit(0)
