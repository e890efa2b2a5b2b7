"""A real server on a free port of this machine, for clients that are no test client."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START = """
import json, sys
from pathlib import Path
from server.config import Config
from server.serve import serve
settings = json.loads(sys.argv[2])
serve(Config(home=Path(sys.argv[1]), **settings))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[str]:
    """The address of a server of that home, running until the block is left."""
    address = f"http://{settings.get('host', '127.0.0.1')}:{(port := free_port())}"
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(home), json.dumps({"port": port, **settings})],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == f"Serving {address}\n"
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
