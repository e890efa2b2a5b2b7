"""What a library raises over a spoilt file, as the one error that names the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import InputError

SHOWN = 80
"""Characters of a library's own words that a message repeats."""


@contextmanager
def parsing(path: Path, kind: str) -> Iterator[None]:
    """Raise InputError for whatever goes wrong inside; ``kind`` is such as ``PDF``.

    Parsers of PDF, zip and XML raise dozens of errors over bytes that nobody foresaw, some of
    them not their own (IndexError, struct.error), and all mean the same to whoever gave the file.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:SHOWN]
        reason = f"{type(error).__name__}: {said}" if said else type(error).__name__
        raise InputError(
            path, f"is a damaged or cut-off {kind} ({reason})", "get it again"
        ) from error
