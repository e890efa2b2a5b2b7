"""README.md shows what its first command answers, and its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from graph.releases import Home
from server.cli import lianghui

FILE = Path(__file__).resolve().parents[1] / "README.md"
SHOWN = re.compile(r"^\$ lianghui (.+) \| head -(\d+)\n(.+?)^```", re.MULTILINE | re.DOTALL)


def test_the_answer_shown_is_the_one_given(home: Home) -> None:
    (found,) = SHOWN.findall(FILE.read_text("utf-8"))
    command, number, shown = found
    told = CliRunner().invoke(lianghui, ["--home", str(home.path), *shlex.split(command)])
    assert told.exit_code == 0
    assert shown.splitlines() == told.stdout.splitlines()[: int(number)]


def test_every_file_linked_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", FILE.read_text("utf-8"))
    files = [each for each in links if not each.startswith("http")]
    assert len(files) > 15
    assert [each for each in files if not (FILE.parent / each).is_file()] == []
