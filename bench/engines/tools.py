"""Where the others' programs are, and which versions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(os.environ.get("LIANGHUI_PEERS", ROOT / ".cache" / "peers"))
"""Where ``bench/engines/install`` puts them."""
VERSION = re.compile(r"\d+(?:\.\d+)+")


class MissingError(Exception):
    """A program that is not installed; the message names it."""


def commit() -> str:
    """The commit of ours that is measured, short; empty outside of a checkout."""
    asked = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


def python() -> Path:
    """The interpreter that has the peers written in Python."""
    return _there(PEERS / "bin" / "python")


def oxigraph() -> Path:
    """Oxigraph's server, which the development extra installs."""
    return _there(Path(sys.executable).parent / "oxigraph")


def fuseki() -> Path:
    """Fuseki's jar, with all that it needs."""
    found = sorted(PEERS.glob("jena-fuseki-server-*.jar"))
    if not found or not shutil.which("java"):
        raise MissingError("Fuseki or Java")
    return found[-1]


def command(name: str) -> Path:
    """A program of the system."""
    found = shutil.which(name)
    if not found:
        raise MissingError(name)
    return Path(found)


def version(*words: object) -> str:
    """The version that a command prints of itself, empty where none."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    found = VERSION.search(done.stdout + done.stderr)
    return found[0] if found else ""


def _there(path: Path) -> Path:
    if not path.exists():
        raise MissingError(f"{path.name}: run bench/engines/install")
    return path
