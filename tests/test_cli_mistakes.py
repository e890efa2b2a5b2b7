"""What goes wrong on the command line: one line that says where, and a status that says how."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph.errors import InputError
from graph.read import paths
from graph.releases import Home
from queries import load
from served import made

LIANGHUI = Path(sys.executable).parent / "lianghui"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(20))} }}"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TURTLE = "<http://example.org/a> <http://example.org/b> 1 ."
REVIEW = ("review", "https://w3id.org/lianghui/id/statement/a", "reject")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("mistakes") / "home").path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    (folder / "latin.rq").write_bytes("ASK { ?s ?p 'é' }".encode("latin-1"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "mark.ttl").write_bytes(b"\xef\xbb\xbf" + TURTLE.encode())
    (folder / "far.jsonld").write_text('{"@context": "http://127.0.0.1:9/c", "@id": "x:a"}')
    (folder / "plain.txt").write_text("Words that say nothing of themselves.")
    (folder / "recipe.txt").write_text("")
    os.mkfifo(folder / "pipe")
    return folder


def run(
    home: Path, *arguments: str | Path, cwd: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    command = [LIANGHUI, "--home", home, *arguments]
    environment = os.environ | more
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=cwd, env=environment
    )


MISTAKES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "a query's file that is not there": (("query", "nothing.rq"), "nothing.rq: cannot be read"),
    "a query in another coding": (("query", "latin.rq"), "latin.rq: cannot be read (is no text in"),
    "a folder for a query": (("query", "."), ".: cannot be read (Is a directory)"),
    "a parameter twice": (("run", "statements", "year=2093", "year=2094"), "year is given twice"),
    "a parameter of no value": (("run", "statements", "year="), "year has no value"),
    "rows as a graph": (
        ("run", "themes", "--format", "turtle"),
        "--format turtle: cannot hold this answer; give one of json, csv, tsv, xml, table",
    ),
    "a graph as rows": (
        ("query", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"),
        "--format csv: cannot hold this answer; give one of json, xml, turtle",
    ),
    "a yes or no as rows": (
        ("query", "ASK {}", "--format", "tsv"),
        "--format tsv: cannot hold this answer; give one of json, xml, table",
    ),
    "an update for a query": (("query", "CLEAR ALL"), "`lianghui load` takes data"),
    "a theme for a year": (
        ("compare-claims", "blockchain", "2020"),
        "YEAR: 'blockchain' is no year; YEAR comes first: 2020 blockchain",
    ),
    "a graph that is not there": (
        ("dump", "--graph", "http://example.org/none"),
        "lianghui query 'SELECT DISTINCT ?g { GRAPH ?g { } }'",
    ),
    "an engine that is none": (("publish", "foo"), "STORE: 'foo' is no engine"),
    "an engine that does not run": (
        ("publish", "sparql:http://127.0.0.1:9/query,http://127.0.0.1:9/update"),
        "Connection refused; is it running there?",
    ),
    "an instance that does not run": (
        ("pull", "http://127.0.0.1:9"),
        "Connection refused; is it running there?",
    ),
    "a report that is not held": (
        ("withdraw", "990000/2025"),
        "no text of this document is held; only what was ingested or attached can be withdrawn",
    ),
    "a token that is none": (("token", "remove", "nobody"), "`lianghui token list` lists them"),
    "gold that is not there": (("evaluate", "nothing.csv"), "nothing.csv: is not there"),
    "a text that nobody read": (
        ("attach", "plain.txt"),
        "so it is none of the texts that were read; `lianghui ingest --province CODE",
    ),
    "a reviewer that is no IRI": ((*REVIEW, "--by", "http://a b"), "--by: 'http://a b' is no IRI"),
    "gold that cannot be written": (("review", "--gold", "no/where.csv"), "no/where.csv"),
    "a verdict beside a sample": ((*REVIEW, "--sample", "5"), "are given one at a time"),
    "groups of no sample": (("review", "--stratify", "theme"), "how --sample is drawn"),
    "a base that is no address": (
        ("package", "crate", "--public-base", "not url"),
        "--public-base",
    ),
    "an engine of another form": (
        ("serve", "--store", "http://127.0.0.1:9/"),
        "write sparql:QUERY_URL,UPDATE_URL",
    ),
    "a recipe of another kind": (
        ("federate", "http://127.0.0.1:9/", "--recipe", "recipe.txt"),
        "which ends in .rq",
    ),
    "a home below a file": (("--home", "empty.txt/sub", "token", "add", "x"), "empty.txt"),
    "a home of a long name": (("--home", "x" * 300, "doctor"), "File name too long"),
    "a home of no name": (("--home", "", "doctor"), "a path is not empty"),
    "a report of no name": (("ingest", ""), "a path is not empty"),
    "a text of no name": (("attach", ""), "a path is not empty"),
    "a backup of no name": (("backup", ""), "a path is not empty"),
    "a backup onto a pipe": (("backup", "pipe"), "pipe: is no ordinary file"),
    "data that are not there": (("load", "nothing.ttl"), "nothing.ttl: is not there"),
    "data in a folder": (("load", "."), ".: is a folder; name the files in it"),
    "data to judge from a folder": (("validate", "."), ".: is a folder; name the files in it"),
    "a mark before the data": (
        ("load", "mark.ttl", "--graph", "http://example.org/g"),
        "begins with a byte order mark",
    ),
    "a context elsewhere": (
        ("load", "far.jsonld", "--graph", "http://example.org/g"),
        "names a context elsewhere, which is not fetched",
    ),
    "an article where there is none": (
        ("ingest", "empty.txt", "--article", "a-key"),
        "--article: no file is an article about reports",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_few_words(
    home: Path, files: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = Home(home).number()
    ended = run(home, *arguments, cwd=files)
    assert ended.returncode == 2, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    assert Home(home).number() == before
    assert (files / "pipe").is_fifo()


def test_without_a_name_every_saved_question_is_listed(tmp_path: Path) -> None:
    ended = run(tmp_path / "none", "run")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.split()[0] for line in ended.stdout.splitlines()] == list(load())
    assert "statements" in ended.stdout
    assert load()["years"].title["en"] in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("year=1990",), "no provincial report of 1990 was read; `lianghui run years` lists"),
        ((), "no provincial report of 2020 was read; year=2020 is the default; `lianghui run"),
        (("year=2020", "--format", "csv"), "no provincial report of 2020 was read; `lianghui"),
    ],
)
def test_a_year_of_which_nothing_was_read_is_told(
    home: Path, arguments: tuple[str, ...], said: str
) -> None:
    question = ("run", "provinces-on-theme")
    ended = run(home, *question, *arguments)
    assert ended.returncode == 0
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert run(home, "--quiet", *question, *arguments).stderr == ""


@pytest.mark.parametrize("command", ["ingest", "attach"])
def test_what_could_not_be_read_is_told_as_json_too(home: Path, files: Path, command: str) -> None:
    ended = run(home, command, files / "empty.txt", files / "nothing.txt", "--json")
    assert ended.returncode == 2
    problems = json.loads(ended.stdout)["problems"]
    assert [each.rpartition("/")[2] for each in problems] == [
        "empty.txt: is empty; give a file with the report's text in it",
        "nothing.txt: is not there; check the path",
    ]


@pytest.mark.parametrize("command", ["ingest", "attach"])
def test_a_home_without_a_release_takes_no_texts(tmp_path: Path, files: Path, command: str) -> None:
    ended = run(tmp_path / "home", command, files / "empty.txt")
    assert ended.returncode == 2
    assert "lianghui build" in ended.stderr


def test_a_query_that_an_editor_marked_as_utf_8_is_read(home: Path, tmp_path: Path) -> None:
    (tmp_path / "marked.rq").write_text("ASK {}", "utf-8-sig")
    ended = run(home, "query", tmp_path / "marked.rq", "--format", "json")
    assert (ended.returncode, json.loads(ended.stdout)["boolean"]) == (0, True)


def test_a_home_that_must_not_be_written_is_named(home: Path, tmp_path: Path) -> None:
    lock = tmp_path / "home" / "lock"
    lock.mkdir(parents=True)  # which whoever runs this may not open to write either
    ended = run(tmp_path / "home", "build")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert str(lock) in ended.stderr


@pytest.mark.parametrize(
    ("form", "unbuffered"), [("csv", ""), ("csv", "1"), ("json", "1"), ("table", "")]
)
def test_a_reader_that_has_enough_is_no_refusal(home: Path, form: str, unbuffered: str) -> None:
    arguments = ("query", LARGE, "--format", form)  # more than a pipe holds
    process = subprocess.Popen(
        [LIANGHUI, "--home", home, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert process.stdout
    assert process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 128 + signal.SIGPIPE


def test_a_fault_of_ours_has_a_status_of_its_own(home: Path) -> None:
    broken = (
        "import sys; from server.cli import commands, main;"
        " commands.PLACES['doctor'] = 'caring:nothing'; sys.argv[1:] = ['doctor']; main()"
    )
    ended = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True)
    assert ended.returncode == os.EX_SOFTWARE == 70
    assert ended.stderr.startswith("Traceback")
    assert "nothing" in ended.stderr


def test_a_full_disk_is_told(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [LIANGHUI, "--home", home, "dump"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ended.returncode == 2
    assert ended.stderr == (
        "lianghui: what is written to: No space left on device; mend that and run it again\n"
    )


def test_a_query_can_be_interrupted(home: Path) -> None:
    process = subprocess.Popen([LIANGHUI, "--home", home, "query", ENDLESS])
    try:
        while not _computes(process.pid):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == -signal.SIGINT
    finally:
        process.kill()


def _computes(pid: int) -> bool:
    """Whether it has the signal as the system has it: the engine is about to run, or runs.

    A program that a shell began in the background ignores the signal until then.
    """
    handled = sum(
        int(line.split()[1], 16)
        for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
        if line.startswith(("SigCgt:", "SigIgn:"))
    )
    return not handled >> (signal.SIGINT - 1) & 1 and b"query" in _arguments(pid) and _old(pid)


def _arguments(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _old(pid: int) -> bool:
    """Python itself has caught the signal by then, and let go of it."""
    used = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11]
    return int(used) * 1000 // os.sysconf("SC_CLK_TCK") > 100


def test_a_backup_goes_where_a_link_leads(home: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "real.tar", tmp_path / "link.tar"
    link.symlink_to(target)
    assert run(home, "backup", link).returncode == 0
    assert link.is_symlink()
    assert target.stat().st_size > 1_000


def test_a_folder_that_may_not_be_read_is_told() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a.txt").write_text("x")
        (folder / "closed").mkdir(mode=0)
        with as_nobody(), pytest.raises(InputError, match=r"closed: cannot be read \(Permission"):
            paths([folder])


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of the system's user, who may read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)
