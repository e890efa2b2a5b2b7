"""What passes between the server and a worker over their socket pair.

A question is a pickle, since the worker trusts the server. An answer is JSON, its body behind it
or in an open file passed along, since a worker that a query has broken is not to be trusted.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import socket
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from graph import errors
from graph.sparql.query import QueryAnswer
from graph.workers.message import HEAD, message, understood

INLINE = 1 << 20
"""Bytes of a body that travel through the socket; a longer one is passed as an open file."""

_HEAD_AHEAD = struct.Struct("i")
_FILE_ROOM = socket.CMSG_LEN(_HEAD_AHEAD.size)
_AT_ONCE = int(socket.MSG_CMSG_CLOEXEC | socket.MSG_DONTWAIT)
_PEEK = int(socket.MSG_PEEK | socket.MSG_DONTWAIT)
_CHUNK = 1 << 18
_ONCE = 1 << 16
"""Bytes that are taken at once: most answers, all of them."""
_LARGEST_HEADER = 1 << 20
_LARGEST_ERROR = 1 << 28


_TOLD = (
    '{"media_type": "%s", "length": %d, "rows": %d, "truncated": %s, "deterministic": %s,'
    ' "last": %s}'
)
_FLAGS = ("false", "true")
_READ = json.JSONDecoder().raw_decode


class ChannelClosedError(Exception):
    """The other side is gone, or said what it never should."""


def ask(channel: socket.socket, request: object) -> None:
    """Sends a request. Raises ChannelClosedError."""
    _send(channel, [message(request)])


def hear(channel: socket.socket) -> Any:
    """Waits for the next request; None when there will be none."""
    try:
        head = channel.recv(HEAD.size, socket.MSG_PEEK)  # another may stand behind it
        if len(head) < HEAD.size:
            return None
        length, comes_again = HEAD.unpack(head)
        data = _receive(channel, HEAD.size + length, None)
    except (ChannelClosedError, OSError):
        return None
    return understood(data[HEAD.size :], comes_again)


def is_called(channel: socket.socket, seconds: float = 0) -> bool:
    """Waits so long for the next request; whether there is one, or the end."""
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(1000 * seconds))


def reply(channel: socket.socket, answer: QueryAnswer, last: bool) -> None:
    """Sends a whole answer, spooled; ``last`` tells that the worker ends now."""
    told = answer.media_type, answer.length, answer.rows
    flags = (_FLAGS[each] for each in (answer.truncated, answer.deterministic, last))
    _reply(channel, _TOLD % (*told, *flags), answer)


def _reply(channel: socket.socket, header: str, answer: QueryAnswer) -> None:
    body = answer.body
    if isinstance(body, bytes):
        _send_header(channel, header, body)
    else:
        _send_header(channel, header, b"", [body.fileno()])
        body.close()


def spooled(answer: QueryAnswer) -> QueryAnswer:
    """The answer in the form in which it can travel. Raises OSError when no disk will have it."""
    body = answer.body
    if not isinstance(body, bytes):
        body.flush()
    elif len(body) > INLINE:
        file = TemporaryFile()  # noqa: SIM115 -- closed when it has been passed on
        file.write(body)
        file.seek(0)
        return answer._replace(body=file)
    return answer


def complain(channel: socket.socket, error: errors.LianghuiError, last: bool) -> None:
    """Sends an error of ours instead of an answer."""
    fields = {name: value for name, value in vars(error).items() if not name.startswith("_")}
    said = json.dumps({"message": str(error), "fields": fields}, default=_plain).encode()
    answer = spooled(QueryAnswer("", said, len(said), 0))
    header = {"error": type(error).__name__, "length": len(said), "last": last}
    _reply(channel, json.dumps(header), answer)


def _plain(value: object) -> object:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def _send_header(
    channel: socket.socket, header: str, body: bytes, files: Sequence[int] = ()
) -> None:
    data = header.encode()
    _send(channel, [HEAD.pack(len(data), len(body)), data, body], files)


def _send(channel: socket.socket, parts: Sequence[bytes], files: Sequence[int] = ()) -> None:
    data = memoryview(b"".join(parts))
    while data:
        try:
            sent = socket.send_fds(channel, [data], list(files)) if files else channel.send(data)
        except BlockingIOError:  # an event loop that watched the channel has left it so
            _wait(channel, select.POLLOUT, None)
            continue
        except OSError as error:
            raise ChannelClosedError(str(error)) from error
        data, files = data[sent:], ()


def is_whole(channel: socket.socket) -> bool:
    """Whether an answer of the usual size has come, up to its last byte.

    Not one that comes in an open file, which takes time to read.
    """
    try:
        head = channel.recv(HEAD.size, _PEEK)
        there = _HEAD_AHEAD.unpack(fcntl.ioctl(channel, termios.FIONREAD, bytes(4)))[0]
    except OSError:
        return False
    if len(head) < HEAD.size:
        return False
    length, rest = HEAD.unpack(head)
    return rest > 0 and bool(HEAD.size + length + rest <= min(there, _ONCE))


def listen(
    channel: socket.socket, until: float, deadline: float
) -> tuple[QueryAnswer | errors.LianghuiError, bool]:
    """The worker's answer, or the error that it sent instead; and whether it ends with that.

    Raises TimeoutError when none has begun at ``until`` or it is not whole at ``deadline`` (both
    on the monotonic clock), and ChannelClosedError.
    """
    data, files = _first(channel, until)
    try:
        length, rest = HEAD.unpack_from(data)
        if length > _LARGEST_HEADER or rest > INLINE:
            raise ChannelClosedError("an answer of an impossible size")
        end = HEAD.size + length
        if len(data) < end + rest:
            data += _receive(channel, end + rest - len(data), deadline)
        if len(data) > end + rest:
            raise ChannelClosedError("more than an answer")
        header, _ = _READ(data[HEAD.size : end].decode())
        answer = _answer(header, data[end:], files)
    except (ValueError, KeyError, TypeError) as error:
        raise ChannelClosedError(f"an answer that cannot be read: {error}") from error
    finally:
        for file in files:
            os.close(file)
    return answer, bool(header["last"])


def _first(channel: socket.socket, until: float) -> tuple[bytes, list[int]]:
    while True:
        try:  # recv_fds of Python 3.11 passes no flags on
            data, more, _, _ = channel.recvmsg(_ONCE, _FILE_ROOM, _AT_ONCE)
            break
        except BlockingIOError:
            _wait(channel, select.POLLIN, until)
        except OSError as error:
            raise ChannelClosedError(str(error)) from error
    if len(data) < HEAD.size:
        raise ChannelClosedError("the worker is gone")
    return data, [number for *_, sent in more for (number,) in struct.iter_unpack("i", sent)]


def _receive(channel: socket.socket, length: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        try:
            part = channel.recv(min(_CHUNK, length - len(parts)), socket.MSG_DONTWAIT)
        except BlockingIOError:
            _wait(channel, select.POLLIN, deadline)
            continue
        except OSError as error:
            raise ChannelClosedError(str(error)) from error
        if not part:
            raise ChannelClosedError("the other side is gone")
        parts += part
    return bytes(parts)


def _wait(channel: socket.socket, event: int, until: float | None) -> None:
    """Waits for that event. Raises TimeoutError when it has not come then, but looks once."""
    poll = select.poll()
    poll.register(channel, event)
    left = None if until is None else max(until - time.monotonic(), 0.0) * 1000
    if not poll.poll(left):
        raise TimeoutError


def _answer(
    header: dict[str, Any], body: bytes, files: list[int]
) -> QueryAnswer | errors.LianghuiError:
    whole: bytes | IO[bytes] = body
    length = os.fstat(files[0]).st_size if files else len(body)
    if length != header["length"]:
        raise ChannelClosedError(f"an answer of {length} bytes instead of {header['length']}")
    if files:
        whole = os.fdopen(files.pop(), "rb")
    if "error" in header:
        return _error(header["error"], whole)
    return QueryAnswer(
        str(header["media_type"]),
        whole,
        length,
        int(header["rows"]),
        bool(header["truncated"]),
        bool(header["deterministic"]),
    )


def _error(name: str, said: bytes | IO[bytes]) -> errors.LianghuiError:
    """The worker's error as it was raised there, if it is one of ours."""
    if not isinstance(said, bytes):
        with said:
            said = said.read(_LARGEST_ERROR)
    told = json.loads(said)
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, errors.LianghuiError)):
        raise ChannelClosedError(f"an unknown error {name!r}")
    error = kind.__new__(kind)
    error.args = (str(told["message"]),)
    for field, value in dict(told["fields"]).items():
        setattr(error, field, tuple(value) if isinstance(value, list) else value)
    if isinstance(error, errors.RefusedError):
        error.violations = tuple(errors.Violation(**each) for each in told["fields"]["violations"])
    return error
