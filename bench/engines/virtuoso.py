"""OpenLink Virtuoso 7, with settings of its own in a folder of its own, on this machine only."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from bench.engines import tools
from bench.engines.engine import Engine, free_port

BUFFERS = 170_000
"""Pages of 8 KiB, what OpenLink advises for 2 GB of memory."""
_WAIT_SECONDS = 120
_FAILED = "select ll_error from DB.DBA.load_list where ll_error is not null;"


class Virtuoso(Engine):
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
        sql = (folder / "sql-port").read_text()
        text = _SETTINGS.format(folder=folder, sql=sql, port=port, buffers=BUFFERS)
        (folder / "virtuoso.ini").write_text(text)
        program = str(tools.command("virtuoso-t"))
        return [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]


def _sql(port: int, statements: str, *, check: bool = True) -> str:
    client = [str(tools.command("isql-vt")), f"127.0.0.1:{port}", "dba", "dba"]
    done = subprocess.run([*client, f"EXEC={statements}"], capture_output=True, text=True)
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


_SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 20000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = 130000
ServerThreads = 40
ThreadsPerQuery = 2
CheckpointInterval = 0
O_DIRECT = 0
MaxMemPoolSize = 200000000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 20
KeepAliveTimeout = 60
MaxKeepAlives = 20
[SPARQL]
DefaultQuery = ASK {{ ?s ?p ?o }}
"""
