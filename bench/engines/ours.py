"""Ours: a home's current release, served."""

from __future__ import annotations

import compileall
import subprocess
import sys
from pathlib import Path

from bench.engines.engine import Engine
from graph.version import TOOL

ROOT = Path(__file__).parents[2]
LIANGHUI = str(Path(sys.executable).parent / "lianghui")


class Ours(Engine):
    """The service; ``options`` are those of ``lianghui serve``."""

    path = "/sparql"

    def __init__(self, name: str = "lianghui", *options: str) -> None:
        self.name, self._options = name, options
        for package in ("graph", "ontology", "queries", "server"):  # as an installation does
            compileall.compile_dir(ROOT / package, quiet=2)

    def version(self) -> str:
        """Ours."""
        return TOOL.split()[1]

    def load(self, data: Path, folder: Path) -> None:
        """Through the gate, as a first release."""
        home = str(folder / "home")
        subprocess.run([LIANGHUI, "--quiet", "--home", home, "load", str(data)], check=True)

    def command(self, folder: Path, port: int) -> list[str]:
        """The service on the home in the folder."""
        home = str(folder / "home")
        return [LIANGHUI, "--home", home, "serve", "--port", str(port), *self._options]
