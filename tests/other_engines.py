"""Other engines, started for real on this machine; a test that needs one that is missing skips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.engines import tools, writable
from bench.engines.peers import Fuseki, Oxigraph
from bench.engines.virtuoso import Virtuoso
from bench.engines.writable import Running, Writable

__all__ = ["ENGINES", "Running", "running"]

ENGINES: dict[str, Writable] = {each.name: each for each in (Fuseki(), Oxigraph(), Virtuoso())}


@contextmanager
def running(name: str, folder: Path) -> Iterator[Running]:
    """The engine of that name, started on an empty folder, until the block is left."""
    try:
        with writable.running(ENGINES[name], folder) as found:
            yield found
    except tools.MissingError as error:
        pytest.skip(f"{name}: {error} is missing; .ci/install gets it")
