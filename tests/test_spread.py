"""Extraction spread over cores and machines: the same lines as in one process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from graph.build import build
from graph.errors import InputError
from graph.home.load import load_files
from graph.open import open_home
from graph.spread.run import on_cores, plain, write

ROOT = Path(__file__).parents[1]
PROVINCES = ("北京市", "山西省", "陕西省", "贵州省", "广东省", "浙江省")
SENTENCES = ("推进区块链研发。", "建设区块链产业园区。", "发展人工智能和大数据产业。")
SPARK = ("--engine", "spark")
COMMANDS = """
import json, sys
from server.cli import main
sys.stderr = sys.stdout
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    try:
        main()
    except SystemExit as end:
        print("status", end.code, flush=True)
"""


def made(folder: Path, years: int) -> Path:
    """Reports of made-up words, six a year; and a file that is none."""
    folder.mkdir()
    for year in range(2031, 2031 + years):
        for number, province in enumerate(PROVINCES):
            lines = [f"{year}年{province}政府工作报告", f"一、{year}年工作安排"]
            lines += [SENTENCES[(number + line) % 3] + "各位代表。" * 9 for line in range(30)]
            (folder / f"{year}-{province}.txt").write_text("\n".join(lines), "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    return folder


@pytest.fixture
def epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def lines(folder: Path) -> list[bytes]:
    parts = sorted(folder.glob("part-*.nq"))
    assert parts
    return sorted(line for part in parts for line in part.read_bytes().splitlines())


@pytest.mark.usefixtures("epoch")
def test_two_processes_write_the_lines_of_one(tmp_path: Path) -> None:
    reports = made(tmp_path / "reports", 5)
    one = write([reports], tmp_path / "one", plain)
    two = write([reports], tmp_path / "two", on_cores(2))
    assert one == two
    assert (one.parts, one.texts, len(one.problems)) == (4, 30, 1)
    assert lines(tmp_path / "one") == lines(tmp_path / "two")


@pytest.mark.parametrize("seconds", ["abc", "99999999999999", "9" * 40])
def test_a_time_that_is_none_is_told_before_a_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH: is no time"):
        write([made(tmp_path / "reports", 1)], tmp_path / "parts")
    assert not (tmp_path / "parts").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("epoch")
def test_what_was_written_is_taken_by_load(tmp_path: Path) -> None:
    write([made(tmp_path / "reports", 1)], tmp_path / "parts")
    home = open_home(tmp_path / "home")
    before = build(home).manifest.triples
    release = load_files(home, sorted((tmp_path / "parts").glob("*.nq")))
    assert release.manifest.triples > before + 500


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine").write_text("mine")
    with pytest.raises(InputError, match="not empty"):
        write([made(tmp_path / "reports", 1)], tmp_path / "parts")


@pytest.mark.slow
@pytest.mark.timeout(200)
@pytest.mark.usefixtures("epoch")
def test_spark_writes_the_lines_of_one_process_by_paths_and_by_addresses(tmp_path: Path) -> None:
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("Spark: pyspark or Java is missing; .ci/install gets them")
    reports = made(tmp_path / "reports", 5)
    for each in sorted(reports.glob("2033-*.txt")):
        (reports / "deeper").mkdir(exist_ok=True)
        each.rename(reports / "deeper" / each.name)
    (reports / "deeper" / "notes.xyz").write_text("of no kind that is read")
    plain_folder, spark_folder, stored = (tmp_path / each for each in ("plain", "spark", "stored"))
    write([reports], plain_folder, plain)
    to_store = (reports.as_uri(), stored.as_uri())
    by_path, by_address, again = by_command(tmp_path, (reports, spark_folder), to_store, to_store)
    assert "30 texts in 4 parts" in by_path
    assert lines(plain_folder) == lines(spark_folder)
    assert "30 texts in" in by_address
    parts = sorted(stored.glob("part-*"))
    said = sorted(line for part in parts for line in part.read_bytes().splitlines())
    assert said == lines(plain_folder)
    assert "already exists" in again
    for each in (by_path, by_address):
        assert "empty.txt: is empty" in each


def by_command(folder: Path, *given: tuple[object, object]) -> list[str]:
    """What the command says of each of these reports and places to write to, by Spark."""
    words = [["ingest", str(each), "--to", str(to), *SPARK] for each, to in given]
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, json.dumps(words)],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder),
        },
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    told = done.stdout.split("status 2\n")
    assert told.pop() == "", done.stdout
    return told
