"""What a worker gives up before it meets a query: time to outlive, memory, files, network."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from contextlib import suppress
from pathlib import Path

from graph.workers.limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # errno 13, permission denied
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000
_REFUSED = {
    # socket, connect, bind, ptrace, io_uring_setup
    "x86_64": (0xC000003E, (41, 42, 49, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 117, 425)),
}
_PROGRAMS = {
    # kill, execve, execveat
    "x86_64": (62, 59, 322),
    "aarch64": (129, 221, 281),
}
_libc = ctypes.CDLL(None, use_errno=True)


def confine(limits: Limits, parent: int) -> None:
    """Binds this process to its limits and to its parent's life, for good."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_FSIZE, limits.answer_bytes)
    _limit(resource.RLIMIT_AS, size() + limits.memory)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    if limits.sealed:
        _seal(programs=limits.programs)


def _limit(kind: int, most: int) -> None:
    """Allows so much, or what is allowed anyway where that is less."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))


def size() -> int:
    """The bytes of address space that this process has."""
    pages = Path("/proc/self/statm").read_text("ascii").split(None, 1)[0]
    return int(pages) * resource.getpagesize()


def _seal(*, programs: bool) -> None:
    """Has the kernel refuse sockets and, unless they are left, other programs.

    The rules about SERVICE are enforced before; this holds where they are outwitted. On machines
    whose system call numbers are not known here nothing is sealed.
    """
    known = _REFUSED.get(platform.machine())
    if known is None:
        return
    architecture, refused = known
    program = _program(architecture, refused + (() if programs else _PROGRAMS[platform.machine()]))
    filters = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(filters))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(header))


def _program(architecture: int, refused: tuple[int, ...]) -> bytes:
    """A classic BPF program: refuse those calls, and every other architecture's."""
    end = len(refused)
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 0, end + 3, architecture), (_LOAD, 0, 0, 0)]
    lines.append((_AT_LEAST, end + 1, 0, _X32))
    lines += [(_EQUAL, end - index, 0, call) for index, call in enumerate(refused)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def _prctl(option: int, *values: int | ctypes.Array[ctypes.c_char]) -> None:
    words = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in values]
    words += [ctypes.c_ulong(0)] * (4 - len(words))
    if _libc.prctl(ctypes.c_int(option), *words) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl {option}: {os.strerror(number)}")
