"""The memory allocator of query workers and of a load: jemalloc where the machine has it.

The engine makes and drops many small things for each row, which jemalloc does in less time than
the C library's (``docs/performance.md``). An ``LD_PRELOAD`` of the operator's own is left as it
is, an empty one too.
"""

from __future__ import annotations

import ctypes
import os
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

_NAME = "libjemalloc.so.2"
_ARENAS = 2
_CONF = f"narenas:{_ARENAS}"
_LIMITED = f"{_CONF},retain:false"
"""What is freed leaves the address space too, since that is what a query's limit counts. A load has
no such limit, and one of ten million triples would break its memory into more pieces than Linux
lets a process have (``vm.max_map_count``)."""
_ALL_ARENAS = 4096
"""jemalloc's ``MALLCTL_ARENAS_ALL``."""
_libc = ctypes.CDLL(None)


def environment(conf: str = _LIMITED) -> dict[str, str]:
    """The variables by which a process gets the allocator, as a query worker has it."""
    if "LD_PRELOAD" in os.environ:
        names = ("LD_PRELOAD", "MALLOC_CONF")
        return {name: os.environ[name] for name in names if name in os.environ}
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    places = (f"{sys.prefix}/lib", f"/usr/lib/{multiarch}", "/usr/lib64")
    found = next((path for each in places if (path := Path(each, _NAME)).exists()), None)
    return {"LD_PRELOAD": str(found), "MALLOC_CONF": conf} if found else {}


def adopt() -> None:
    """Starts this program anew with the allocator; returns where it has it, or there is none."""
    if wanted := environment(_CONF).items() - os.environ.items():
        again = [sys.executable, *sys.orig_argv[1:]]
        os.execve(sys.executable, again, os.environ | dict(wanted))  # noqa: S606 - no shell is wanted


def new_arena() -> int | None:
    """A part of memory of its own for :func:`use`; None where the allocator has no such thing."""
    arena, size = ctypes.c_uint(), ctypes.c_size_t(ctypes.sizeof(ctypes.c_uint))
    with suppress(AttributeError):
        if not _libc.mallctl(b"arenas.create", ctypes.byref(arena), ctypes.byref(size), None, 0):
            return arena.value
    return None


def use(arena: int | None) -> None:
    """Has this thread take its memory from there: what is freed lies between nothing else."""
    if arena is not None:
        number = ctypes.c_uint(arena)
        size = ctypes.c_size_t(ctypes.sizeof(number))
        _libc.mallctl(b"thread.arena", None, None, ctypes.byref(number), size)


def keep() -> None:
    """Has what is free now stay: what lies around it is not broken up by giving it back."""
    with suppress(AttributeError):
        for arena in range(_ARENAS):
            never = ctypes.c_ssize_t(-1)
            size = ctypes.c_size_t(ctypes.sizeof(never))
            name = f"arena.{arena}.dirty_decay_ms"
            _libc.mallctl(name.encode(), None, None, ctypes.byref(never), size)


def give_back(arena: int | None = None) -> None:
    """Returns free memory, all or an arena's, to the system, which the allocator would keep."""
    with suppress(AttributeError):
        name = f"arena.{_ALL_ARENAS if arena is None else arena}.purge"
        _libc.mallctl(name.encode(), None, None, None, ctypes.c_size_t(0))
        return
    with suppress(AttributeError):  # only glibc has it
        _libc.malloc_trim(0)
