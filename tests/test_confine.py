"""What a worker gives up, where the system allows less than that already."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import os, resource
from graph.workers.confine import confine
from graph.workers.limits import Limits
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
confine(Limits(), os.getppid())
print(*resource.getrlimit(resource.RLIMIT_FSIZE))
"""


def test_a_smaller_limit_of_the_system_is_kept_to() -> None:
    command = [sys.executable, "-c", CODE]
    told = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert told.stdout == "1000 1000\n", told.stderr
