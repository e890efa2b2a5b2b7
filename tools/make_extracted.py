"""Makes ``graph/data/extracted.jsonl`` from the reports beside the checkout.

Run as ``python -m tools.make_extracted [CORPUS [OUT]]``.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from graph.describe import Run
from graph.direct import judge
from graph.errors import LianghuiError
from graph.intake import COUNTED_LANGUAGE, take_in
from graph.lexicon import load
from graph.readers.shelf import Shelf
from graph.standoff import FILE, record, write
from graph.texts import HeldText
from graph.traditional import extract
from graph.version import TOOL

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
FOLDERS = ("provincial", "national")
MADE = dt.datetime(2026, 11, 28, 12, 4, 0, tzinfo=dt.UTC)
"""When the shipped file was made last: no clock, so that the same reports give the same bytes."""


def make(corpus: Path, out: Path) -> None:
    """Read every report below ``corpus`` and write what was found; raises the first problem."""
    with Shelf() as texts:
        intake = take_in((corpus / folder for folder in FOLDERS), texts)
        if intake.problems:
            raise intake.problems[0]
        records = (
            record(
                each.report,
                HeldText(words := texts.text(each.key)),
                extract(words, load(), judge),
                page=each.document.source,
            )
            for each in intake.candidates
            if each.current and each.document.language == COUNTED_LANGUAGE
        )
        write(out, Run(TOOL, MADE), load().version, records)


def main() -> int:
    """Run from the command line; the exit status."""
    corpus, out = (*map(Path, sys.argv[1:3]), *(CORPUS, FILE)[len(sys.argv) - 1 :])
    try:
        make(corpus, out)
    except LianghuiError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
