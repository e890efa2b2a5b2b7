"""The life of a worker: query after query, until the channel closes or one kills it."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import getpagesize
from threading import Thread, get_native_id, stack_size
from typing import Any

from pyoxigraph import Store

from graph import allocator
from graph.errors import (
    AnswerTooLargeError,
    LianghuiError,
    QueryMemoryError,
    WorkerDiedError,
)
from graph.home.files import FULL
from graph.sparql.query import QueryAnswer
from graph.workers.channel import ChannelClosedError, complain, hear, is_called, reply, spooled
from graph.workers.limits import Limits
from graph.workers.pages import Own, Share

Evaluate = Callable[[Store | None, Any], QueryAnswer]
_GROWTH = 64 << 20
"""Bytes that a worker may come to keep from query to query before it makes way for a fresh one."""
_NICEST = 19
_STACK = 8 << 20
"""Bytes of stack, for which the bounds in :mod:`graph.sparql.scan` were found."""
_TRIM = 8 << 20
"""Bytes that it has come to keep when it gives back what it no longer uses."""
_NAP = 0.01
"""Seconds after which it is looked again whether the former thread has gone."""


@dataclass(frozen=True, slots=True)
class GiveWay:
    """Asks a worker to do the next thing at that niceness."""

    nice: int


class _Life:
    """What a worker does and how it fares; ``code`` is the process's exit code once it is over.

    ``former`` is the number of the thread that was there before, 0 where none was.

    A query gives way to others by the niceness of its thread, which can only grow. So then
    another thread, which the process's first one makes, has its answer sent and goes on.
    """

    def __init__(
        self,
        channel: socket.socket,
        store: Store | None,
        evaluate: Evaluate,
        limits: Limits,
        share: Share,
    ) -> None:
        self._channel, self._store, self._evaluate = channel, store, evaluate
        self._limits, self._share = limits, share
        self._statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        self._kept = _kept(self._statm)
        self._most = self._kept + _GROWTH
        self._nice = os.getpriority(os.PRIO_PROCESS, 0) if store is not None else _NICEST
        self._tired, self._behind = False, 0
        self.former = 0
        self._arena = allocator.new_arena()  # or giving back would split the release's large pages
        self._request: Any = None
        self._say: Callable[[], bool] | None = None
        self.code: int | None = None

    def go_on(self) -> None:
        """Answers what comes through the channel, until it is over or another thread's turn."""
        allocator.use(self._arena)
        try:
            if self._serve():
                self.code = 0
        except ChannelClosedError:
            self.code = 0
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
            self.code = 1

    def _serve(self) -> bool:
        """Whether it is over."""
        while self._say or self._request is not None or self._hears():
            if os.getpriority(os.PRIO_PROCESS, 0) > self._nice:
                return False
            if self._say is None:
                self._say = self._found(self._request)
                self._request = None
                continue
            say, self._say = self._say, None
            if say():
                break
            self._tidy()
        return True

    def _hears(self) -> bool:
        """Waits for the next request, if there is one; the worker's memory is seen to meanwhile."""
        while True:
            self._share.grow(self._channel)
            self._request = hear(self._channel)
            if isinstance(self._request, Own):
                self._share.own()
            elif isinstance(self._request, GiveWay):
                self._behind = self._request.nice
            else:
                return self._request is not None

    def _found(self, request: Any) -> Callable[[], bool]:
        """What sends the answer to a request, and tells whether it was the last."""
        if self._behind:
            os.setpriority(os.PRIO_PROCESS, get_native_id(), self._behind)
            self._behind = 0
        try:
            answer = spooled(self._evaluate(self._store, request))
        except LianghuiError as error:
            return partial(self._complain, error, self._is_last())
        except BaseException as error:
            return partial(self._complain, _explained(error, self._limits), True)
        return partial(self._reply, answer, self._is_last())

    def _complain(self, error: LianghuiError, last: bool) -> bool:
        complain(self._channel, error, last)
        return last

    def _reply(self, answer: QueryAnswer, last: bool) -> bool:
        reply(self._channel, answer, last)
        return last

    def _is_last(self) -> bool:
        return self._tired or self._share.too_large()

    def _tidy(self) -> None:
        """Gives back what is no longer used, and sees whether that is enough.

        The former thread does the same as it ends, as slowly as its niceness has it, and the
        allocator leaves that to one at a time: what counts is what is kept once it has gone.
        """
        while _kept(self._statm) > self._kept + _TRIM:
            alone = not Path(f"/proc/self/task/{self.former}").exists()
            allocator.give_back(self._arena)
            kept = _kept(self._statm)
            if alone or kept <= self._most:
                self._kept, self._tired = kept, kept > self._most
                return
            if is_called(self._channel, _NAP):
                return


def _kept(statm: int) -> int:
    """The bytes of memory of this process that are no file's, shared with others or not."""
    resident, files = os.pread(statm, 100, 0).split()[1:3]
    return (int(resident) - int(files)) * getpagesize()


def _explained(error: BaseException, limits: Limits) -> LianghuiError:
    """The error in our terms; a worker that met one that is none of ours is not used again."""
    if isinstance(error, MemoryError) or getattr(error, "errno", 0) == errno.ENOMEM:
        return memory_error(limits)
    if isinstance(error, OSError) and error.errno in FULL:
        return AnswerTooLargeError(
            f"the answer is larger than the {limits.answer_bytes:,} bytes, or the disk, allow;"
            " ask for less, or page with LIMIT and OFFSET"
        )
    return WorkerDiedError(f"the query could not be run: {type(error).__name__}: {error}")


def memory_error(limits: Limits) -> QueryMemoryError:
    """What a query gets that needed more memory than it may have."""
    return QueryMemoryError(
        f"the query needed more than {limits.memory >> 20:,} MiB of memory; ask for less at once,"
        " or make its patterns more selective"
    )


def run(
    channel: socket.socket, store: Store | None, evaluate: Evaluate, limits: Limits, share: Share
) -> int:
    """Serves until there is nothing more to serve; gives the process's exit code."""
    life = _Life(channel, store, evaluate, limits, share)
    if store is None:  # it does one thing and ends
        life.go_on()
    stack_size(_STACK)
    while life.code is None:
        thread = Thread(target=life.go_on)
        thread.start()
        thread.join()
        life.former = thread.native_id or 0
    return life.code
