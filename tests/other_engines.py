"""Other engines, started for real on this machine; a test that needs one that is missing skips."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.engines.engine import connect
from graph.engines.target import target
from graph.errors import LianghuiError
from live import free_port

ROOT = Path(__file__).parents[1]
START_SECONDS = 120
Command = list[str | Path]


@dataclass
class Running:
    """An engine that keeps its data in ``folder``, and can be killed and started again."""

    command: Command
    folder: Path
    spec: str
    prepare: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        log = (self.folder / "output").open("ab")
        with log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                connect(target(self.spec)).client.close()
                break
            except LianghuiError:
                assert self.process.poll() is None, (self.folder / "output").read_text()[-2000:]
                assert time.monotonic() < until, (self.folder / "output").read_text()[-2000:]
                time.sleep(0.2)
        self.prepare()

    def kill(self) -> None:
        """Ends it without a chance to tidy up."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(name: str, folder: Path) -> Iterator[Running]:
    """The engine of that name, started on an empty folder, until the block is left."""
    folder.mkdir()
    engine = ENGINES[name](folder)
    try:
        engine.start()
        yield engine
    finally:
        engine.kill()


def _oxigraph(folder: Path) -> Running:
    program = Path(sys.executable).parent / "oxigraph"
    if not program.exists():
        pytest.skip("oxigraph: not installed; `pip install oxigraph`, or .ci/install")
    base = f"http://127.0.0.1:{(port := free_port())}"
    return Running(
        [program, "serve", "--location", folder / "data", "--bind", f"127.0.0.1:{port}"],
        folder,
        f"sparql:{base}/query,{base}/update,{base}/store",
    )


def _fuseki(folder: Path) -> Running:
    jars = sorted((ROOT / ".cache" / "engines").glob("jena-fuseki-server-*.jar"))
    if not jars or shutil.which("java") is None:
        pytest.skip("Fuseki: its jar or Java is missing; .ci/install gets them")
    (folder / "data").mkdir()
    base = f"http://127.0.0.1:{(port := free_port())}/lianghui"
    options = ["--localhost", f"--port={port}", "--tdb2", f"--loc={folder / 'data'}", "--update"]
    union = "--set=tdb2:unionDefaultGraph=true"
    return Running(
        ["java", "-Xmx1g", "-jar", jars[-1], *options, union, "/lianghui"],
        folder,
        f"sparql:{base}/query,{base}/update,{base}/data",
    )


def _virtuoso(folder: Path) -> Running:
    program, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or isql is None:
        pytest.skip("Virtuoso: not installed; virtuoso-opensource of Debian, or .ci/install")
    sql, http = free_port(), free_port()
    settings = (ROOT / "tests" / "data" / "virtuoso.ini").read_text()
    (folder / "virtuoso.ini").write_text(settings.format(sql=sql, http=http))
    base = f"http://127.0.0.1:{http}/sparql"

    def let_write() -> None:
        grants = 'GRANT SPARQL_UPDATE TO "SPARQL"; CHECKPOINT;'
        run = [isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={grants}"]
        subprocess.run(run, check=True, capture_output=True)

    command: Command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    return Running(command, folder, f"sparql:{base},{base},{base}-graph-crud", let_write)


ENGINES: dict[str, Callable[[Path], Running]] = {
    "fuseki": _fuseki,
    "oxigraph": _oxigraph,
    "virtuoso": _virtuoso,
}
