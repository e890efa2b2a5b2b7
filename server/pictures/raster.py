"""Draws an SVG from standard input as a PNG on standard output, in a process of its own.

resvg holds Python's lock while it draws, for up to seconds, and is limited here where it cannot
hold anything else up. It fetches no address and reads no file but fonts.
"""

from __future__ import annotations

import resource
import sys

import resvg_py

SECONDS = 20
"""Of processor time."""
MEMORY = 2 << 30
"""Bytes of address space."""


def main() -> None:
    """Draws what comes in, at the width that the first argument says."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=svg, width=int(sys.argv[1])))


if __name__ == "__main__":
    main()
