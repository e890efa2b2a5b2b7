"""Makes ``docs/method/findings.md``: what the shipped graph shows on 2025 and 2026.

Run as ``python -m tools.make_findings_doc``; the same facts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Store

from graph.build import build
from graph.releases import Home
from tools.findings import findings
from tools.findings.finding import Finding

PAGE = Path(__file__).resolve().parents[1] / "docs" / "method" / "findings.md"
HEAD = """\
# Ten findings on 2025 and 2026

Made by `python -m tools.make_findings_doc` from the shipped graph; a test holds it current. Each
has the command that answers it, its number, what the number leaves open, and evidence to click:
the links lead to the service as `make serve` starts it. A report is a provincial one whose text
was read. How the measures work, and when not to use them, is in the pages beside this one.
"""


def main() -> None:
    """Write the page."""
    with TemporaryDirectory() as folder:
        PAGE.write_text(document(build(Home(Path(folder))).store), "utf-8")


def document(store: Store) -> str:
    """The page for a built graph."""
    told = enumerate(findings(store), 1)
    return "\n".join([HEAD, *("\n".join(_section(n, each)) for n, each in told)])


def _section(number: int, told: Finding) -> Iterator[str]:
    yield f"## {number}. {told.title}\n"
    yield f"{told.told}\n"
    yield f"*Uncertainty.* {told.uncertainty}\n"
    yield f"```sh\n{told.asked}\n```\n"
    links = ", ".join(f"[{label}]({place})" for label, place in told.links.items())
    yield f"Evidence: {links}.\n"


if __name__ == "__main__":
    main()
