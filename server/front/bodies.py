"""Takes request bodies in, within limits of size and of time."""

from __future__ import annotations

import asyncio
import io
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, Any, cast

from graph.errors import SlowBodyError, StorageFullError, TooLargeError
from graph.home.files import full_disk
from server.config import Config
from server.front.wsgi import INLINE
from server.tokens import holder, listed

IDLE_SECONDS = 10.0
"""How long a body's sender may pause."""
SLOWEST = 20_000
"""Bytes a second that a body has to come with, after the first :data:`IDLE_SECONDS`."""
LINGER_BYTES, LINGER_SECONDS = 16 << 20, 1.0
"""How much of a body that is too large is read and dropped, so that its sender hears why."""
_LARGE = ("/update", "/store")


class Bodies:
    """Reads each body as far as its sender may send."""

    def __init__(self, config: Config) -> None:
        self._config = config

    async def receive(self, scope: Any, proto: Any) -> IO[bytes]:
        """The body, in a file when it is large.

        Raises TooLargeError, SlowBodyError, StorageFullError, and DamagedHomeError where it cannot
        be told who may send how much.
        """
        if not has_body(scope):
            return io.BytesIO()
        limit = self._limit(scope)
        length = scope.headers.get("content-length") or "0"
        if length.isdecimal() and int(length) > limit:
            if "expect" not in scope.headers:
                await _drop(aiter(proto))
            raise _too_large(limit)
        chunks = aiter(proto)
        try:
            with full_disk(Path(gettempdir())):
                return await self._taken(chunks, limit)
        except StorageFullError:
            await _drop(chunks)
            raise

    async def _taken(self, chunks: Any, limit: int) -> IO[bytes]:
        out = cast(IO[bytes], SpooledTemporaryFile(INLINE))  # noqa: SIM115 -- its user closes it
        try:
            await self._fill(out, chunks, limit)
            out.seek(0)
        except BaseException:
            with suppress(OSError):  # what is still to be written has no room either
                out.close()
            raise
        return out

    async def _fill(self, out: IO[bytes], chunks: Any, limit: int) -> None:
        loop = asyncio.get_running_loop()
        began, taken = loop.time(), 0
        while True:
            until = min(loop.time(), began + taken / SLOWEST) + IDLE_SECONDS
            try:
                async with asyncio.timeout_at(until):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise SlowBodyError(
                    f"a body may pause for {IDLE_SECONDS:g} s at most, and has to arrive at"
                    f" {SLOWEST:,} bytes a second or more on average"
                ) from None
            taken += len(chunk)
            if taken > limit:
                await _drop(chunks)
                raise _too_large(limit)
            out.write(chunk)

    def _limit(self, scope: Any) -> int:
        """The bytes that this request may send: many only for who may write."""
        config = self._config
        if not scope.path.startswith(_LARGE) or not self._may_write(scope):
            return config.max_body
        return config.max_update if scope.path.startswith("/update") else config.max_load

    def _may_write(self, scope: Any) -> bool:
        if self._config.anonymous_writes:
            return True
        held = listed(self._config.home or Path())
        found = holder(held, scope.headers.get("authorization") or "")
        return found is not None and found.allows("write")


async def _drop(chunks: Any) -> None:
    """Read on for a while: who still sends would not read the answer else (RFC 9112, 9.6)."""
    dropped = 0
    with suppress(TimeoutError, StopAsyncIteration):
        async with asyncio.timeout(LINGER_SECONDS):
            while dropped < LINGER_BYTES:
                dropped += len(await anext(chunks))


def has_body(scope: Any) -> bool:
    """Whether a request comes with a body, as RFC 9112 (6.3) tells it."""
    return "content-length" in scope.headers or "transfer-encoding" in scope.headers


def _too_large(limit: int) -> TooLargeError:
    return TooLargeError(f"a body of at most {limit:,} bytes is taken here")
