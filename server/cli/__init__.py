"""The command line: every command is a thin layer over ``graph``."""

from __future__ import annotations

import sys

from graph import allocator
from graph.errors import LianghuiError, RefusedError
from server.cli.main import lianghui

__all__ = ["lianghui", "main"]


def main() -> None:
    """Run the command line; a known error is one line on stderr and its exit status."""
    if "load" in sys.argv[1:]:
        allocator.adopt()
    try:
        lianghui(prog_name="lianghui")
    except LianghuiError as error:
        from server.cli.reporting import complain, show_refusal  # which takes time to load

        if isinstance(error, RefusedError):
            show_refusal(error)
        else:
            complain(error)
        sys.exit(error.exit_code)
