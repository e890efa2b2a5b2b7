"""The life of a worker: query after query, until the channel closes or one kills it."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from resource import getpagesize
from typing import Any

from pyoxigraph import Store

from graph.allocator import give_back
from graph.errors import (
    AnswerTooLargeError,
    LianghuiError,
    QueryMemoryError,
    WorkerDiedError,
)
from graph.sparql.query import QueryAnswer
from graph.workers.channel import ChannelClosedError, complain, hear, reply, spooled
from graph.workers.limits import Limits
from graph.workers.pages import Own, Share

Evaluate = Callable[[Store | None, Any], QueryAnswer]
_GROWTH = 64 << 20
"""Bytes that a worker may come to keep from query to query before it makes way for a fresh one."""
_TRIM = 8 << 20
"""Bytes that it has come to keep when it gives back what it no longer uses."""


def serve(
    channel: socket.socket, store: Store | None, evaluate: Evaluate, limits: Limits, share: Share
) -> None:
    """Answers what comes through the channel."""
    statm = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    kept = _kept(statm)
    most, tired = kept + _GROWTH, False
    while (request := _next(channel, share)) is not None:
        try:
            answer = spooled(evaluate(store, request))
        except LianghuiError as error:
            last = tired or share.too_large()
            complain(channel, error, last)
        except BaseException as error:
            last = True
            complain(channel, _explained(error, limits), last)
        else:
            last = tired or share.too_large()
            reply(channel, answer, last)
            del answer
        if last:
            return
        if _kept(statm) > kept + _TRIM:
            give_back()
            kept = _kept(statm)
            tired = kept > most


def _next(channel: socket.socket, share: Share) -> Any:
    """The next request; the worker's memory is seen to meanwhile."""
    while True:
        share.grow(channel)
        request = hear(channel)
        if not isinstance(request, Own):
            return request
        share.own()


def _kept(statm: int) -> int:
    """The bytes of memory of this process that are no file's, shared with others or not."""
    resident, files = os.pread(statm, 100, 0).split()[1:3]
    return (int(resident) - int(files)) * getpagesize()


def _explained(error: BaseException, limits: Limits) -> LianghuiError:
    """The error in our terms; a worker that met one that is none of ours is not used again."""
    if isinstance(error, MemoryError) or getattr(error, "errno", 0) == errno.ENOMEM:
        return memory_error(limits)
    if isinstance(error, OSError) and error.errno in (errno.EFBIG, errno.ENOSPC, errno.EDQUOT):
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
    try:
        serve(channel, store, evaluate, limits, share)
    except ChannelClosedError:
        return 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
        return 1
    return 0
