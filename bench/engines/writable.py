"""Engines that take releases: started on an empty folder, killed, and started again."""

from __future__ import annotations

import subprocess
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.engines.engine import AnswerError, Engine, free_port
from graph.engines.engine import connect
from graph.engines.target import target
from graph.errors import LianghuiError

START_SECONDS = 120


def _nothing() -> None:
    """What most engines need before they can be written to."""


@dataclass(frozen=True)
class Writing:
    """How an engine is started to be written to; ``spec`` is where, as ``--store`` has it.

    ``prepare`` is called whenever it has started.
    """

    command: list[str]
    spec: str
    prepare: Callable[[], None] = _nothing


class Writable(Engine):
    """A kind of engine that takes releases."""

    @abstractmethod
    def writing(self, folder: Path, port: int) -> Writing:
        """How it is started on an empty folder, on that port."""


@dataclass
class Running:
    """An engine that keeps its data in ``folder``, and can be killed and started again."""

    writing: Writing
    folder: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def spec(self) -> str:
        """Where it is, as ``--store`` has it."""
        return self.writing.spec

    def start(self) -> None:
        """Start it, and wait until it can be written to. Raises AnswerError where it cannot."""
        with (self.folder / "output").open("ab") as log:
            self.process = subprocess.Popen(
                self.writing.command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AnswerError((self.folder / "output").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.2)
        self.writing.prepare()

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        try:
            connect(target(self.spec)).client.close()
        except LianghuiError:
            return False
        return True


@contextmanager
def running(engine: Writable, folder: Path) -> Iterator[Running]:
    """The engine started on a new folder, until the block is left.

    Raises MissingError where it is not installed.
    """
    folder.mkdir()
    found = Running(engine.writing(folder, free_port()), folder)
    try:
        found.start()
        yield found
    finally:
        found.kill()
