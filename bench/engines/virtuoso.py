"""OpenLink Virtuoso 7, with settings of its own in a folder of its own, on this machine only."""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress
from pathlib import Path

from bench.engines import tools
from bench.engines.engine import free_port
from bench.engines.writable import Writable, Writing

BUFFERS = 170_000
"""Pages of 8 KiB, what OpenLink advises for 2 GB of memory."""
WRITING_BUFFERS = 20_000
SETTINGS = Path(__file__).with_name("virtuoso.ini")
UNLIMITED = 100_000_000
_WAIT_SECONDS = 120
_FAILED = "select ll_error from DB.DBA.load_list where ll_error is not null;"


class Virtuoso(Writable):
    """Virtuoso with a new database."""

    name = "virtuoso"
    path = "/sparql"

    def version(self) -> str:
        """As the server says."""
        return tools.version(tools.command("virtuoso-t"), "-?")

    def load(self, data: Path, folder: Path) -> None:
        """By its bulk loader."""
        (folder / "in").mkdir()
        (folder / "in" / "data.nq").symlink_to(data.resolve())
        port = free_port()
        (folder / "sql-port").write_text(str(port))
        command = self.command(folder, free_port())
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            _until_ready(port)
            _sql(port, f"ld_dir('{folder / 'in'}', '*.nq', 'urn:none'); rdf_loader_run();")
            _sql(port, "checkpoint;")
            failed = _sql(port, _FAILED)
            if "\n0 Rows." not in failed:
                raise RuntimeError(failed)
            _sql(port, "shutdown;", check=False)
            process.wait(_WAIT_SECONDS)
        finally:
            process.kill()
            process.wait()

    def command(self, folder: Path, port: int) -> list[str]:
        """The server in the foreground."""
        sql = int((folder / "sql-port").read_text())
        return _command(folder, sql, port, BUFFERS, "")

    def gives_up(self, folder: Path) -> bool:
        """Ends every transaction: it has no limit of time that an aggregate heeds.

        False where that hangs as well, as it now and then does.
        """
        with suppress(subprocess.TimeoutExpired):
            _sql(int((folder / "sql-port").read_text()), "txn_killall(6);", check=False, seconds=20)
            return True
        return False

    def writing(self, folder: Path, port: int) -> Writing:
        """The server as it takes releases: anybody on this machine may update."""
        sql = free_port()
        limits = (
            f"ResultSetMaxRows = {UNLIMITED}\nMaxConstructTriples = {UNLIMITED}\n"
            "DefaultGraph = urn:lianghui:none\n"
        )
        command = _command(folder, sql, port, WRITING_BUFFERS, limits)
        tools.command("isql-vt")
        base = f"http://127.0.0.1:{port}/sparql"

        def let_write() -> None:
            # Where it was granted before, that is an error, which changes nothing.
            _sql(sql, 'GRANT SPARQL_UPDATE TO "SPARQL"; CHECKPOINT;', check=False)

        return Writing(command, f"sparql:{base},{base},{base}-graph-crud", let_write)


def _command(folder: Path, sql: int, port: int, buffers: int, limits: str) -> list[str]:
    """What starts the server with settings of its own in the folder."""
    text = SETTINGS.read_text("utf-8").format(
        folder=folder, sql=sql, port=port, buffers=buffers, dirty=buffers * 3 // 4
    )
    (folder / "virtuoso.ini").write_text(text + limits, "utf-8")
    program = str(tools.command("virtuoso-t"))
    return [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]


def _sql(port: int, statements: str, *, check: bool = True, seconds: float | None = None) -> str:
    client = [str(tools.command("isql-vt")), f"127.0.0.1:{port}", "dba", "dba"]
    command = [*client, f"EXEC={statements}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    if check and (done.returncode or "***" in done.stderr):
        raise RuntimeError(done.stderr or done.stdout)
    return done.stdout


def _until_ready(port: int) -> None:
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            _sql(port, "select 1;")
            return
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
