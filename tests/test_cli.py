"""The command line, as a shell sees it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from graph.releases import Home
from made import report, write
from server import cli
from server.cli import lianghui
from server.cli.commands import PLACES


def run(home: Path, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lianghui", "--home", home, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
    )


def done(home: Path, *arguments: str | Path, stdin: str = "") -> str:
    finished = run(home, *arguments, stdin=stdin)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def commands(
    group: click.Group = lianghui, *path: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in commands()])
def test_every_command_has_an_example_in_its_help(path: str) -> None:
    command = dict(commands())[tuple(path.split())]
    assert command.help
    assert f"Example: lianghui {path.split()[0]}" in " ".join(command.help.split())


@pytest.mark.parametrize("path", [" ".join(path) for path, _ in commands()])
def test_every_option_is_documented(path: str) -> None:
    command = dict(commands())[tuple(path.split())]
    text = command.get_help(click.Context(command))
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.opts[0] in text
            assert option.help, option.opts
            assert option.help.endswith((".", "]"))


def test_every_command_is_found() -> None:
    functions = {
        f"{path.stem}:{each}"
        for path in Path(cli.__file__).parent.glob("*.py")
        for each in re.findall(
            r"^@click\.(?:command|group)\(.*?^def (\w+)", path.read_text(), re.M | re.S
        )
    }
    assert functions - {"main:lianghui"} == set(PLACES.values())


def test_the_home_comes_from_the_environment(tmp_path: Path) -> None:
    finished = subprocess.run(
        [Path(sys.executable).parent / "lianghui", "releases", "list", "--json"],
        env=os.environ | {"LIANGHUI_HOME": str(tmp_path / "mine")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(finished.stdout) == {"current": None, "releases": []}


def test_without_a_release_the_remedy_is_said(tmp_path: Path) -> None:
    finished = run(tmp_path / "none", "query", "ASK {}")
    assert finished.returncode == 2
    assert "lianghui build" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_pruning_with_nothing_to_remove_says_so(tmp_path: Path) -> None:
    assert done(tmp_path / "home", "releases", "prune") == "Nothing to remove\n"


@pytest.mark.slow
def test_from_build_to_answer(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert json.loads(done(home, "build", "--json"))["release"] == 1
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    outcome = json.loads(done(home, "ingest", path, "--json"))
    assert (outcome["release"], outcome["taken"][0]["report"]) == (2, "110000/2093")
    assert outcome["peak_memory_bytes"] > 10**7
    query = (
        "SELECT ?exact { GRAPH <https://w3id.org/lianghui/graph/extracted/110000/2093> {"
        " ?m <https://w3id.org/lianghui/ontology#mentionOf> ?t ;"
        " <http://www.w3.org/ns/oa#exact> ?exact } }"
    )
    assert list(csv.reader(done(home, "query", query, "--format", "csv").splitlines())) == [
        ["exact"],
        ["区块链"],
    ]
    assert "区块链" in done(home, "query", "-", stdin=query)
    assert "Conforms" in done(home, "validate")
    assert "withdrew" in done(home, "withdraw", "110000/2093")
    assert "changed" in done(home, "releases", "diff", "2", "3")
    assert "Release 2 is current" in done(home, "releases", "rollback", "2")
    assert json.loads(done(home, "releases", "list", "--json"))["current"] == 2


def test_bad_files_are_told_in_a_line_each_and_the_rest_is_read(
    small: Home, tmp_path: Path
) -> None:
    good = write(tmp_path / "in", "a.txt", report("北京市", 2093, "发展区块链。"))
    write(tmp_path / "in", "b.txt", "")
    finished = run(small.path, "ingest", good.parent)
    assert finished.returncode == 2
    assert "1 texts" in finished.stdout
    (line,) = finished.stderr.splitlines()
    assert "b.txt" in line


def test_an_unknown_province_is_bad_usage(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    finished = run(small.path, "ingest", path, "--province", "Shangxi")
    assert finished.returncode == 2
    assert "shanxi or shaanxi" in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_a_refused_load_names_node_and_rule_in_both_languages(small: Home, tmp_path: Path) -> None:
    bad = write(
        tmp_path,
        "bad.ttl",
        "<https://w3id.org/lianghui/id/province/990000> a"
        " <https://w3id.org/lianghui/ontology#Province> .",
    )
    graph = "https://w3id.org/lianghui/graph/curated/mine"
    for arguments in (("load", bad, "--graph", graph), ("validate", bad)):
        finished = run(small.path, *arguments)
        assert finished.returncode == 1
        assert "province/990000" in finished.stderr
        assert "en: " in finished.stderr
        assert "zh: " in finished.stderr
        assert "Traceback" not in finished.stderr
    assert small.require().number == 1


def test_own_data_is_loaded_beside_ours(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.ttl", "<http://example.org/a> <http://example.org/b> [] .")
    done(small.path, "load", path, "--graph", "http://example.org/mine")
    dump = done(small.path, "dump", "--graph", "http://example.org/mine")
    assert dump.startswith("<http://example.org/a> <http://example.org/b> _:")
    assert run(small.path, "load", path).returncode == 2


def test_a_dump_is_sorted_and_loads_again(small: Home, tmp_path: Path) -> None:
    dump = done(small.path, "dump")
    blocks: dict[str, list[str]] = {}
    for line in dump.splitlines():
        blocks.setdefault(line.rpartition(" <")[2], []).append(line)
    assert len(blocks) > 10
    assert all(lines == sorted(lines) for lines in blocks.values())
    path = write(tmp_path, "dump.nq", dump)
    done(tmp_path / "other", "load", path)
    assert _named(done(tmp_path / "other", "dump")) == _named(dump)


@pytest.mark.slow
def test_a_dump_of_another_version_is_refused_with_a_remedy_that_helps(
    small: Home, tmp_path: Path
) -> None:
    newer = "<https://w3id.org/lianghui/ontology#gbCode> "
    graph = "<https://w3id.org/lianghui/graph/ontology>"
    lines = [line for line in done(small.path, "dump").splitlines() if not line.startswith(newer)]
    path = write(tmp_path, "old.nq", "\n".join(lines))
    refused = run(tmp_path / "other", "load", path)
    assert refused.returncode == 1
    assert graph in refused.stderr
    done(small.path, "build")
    write(tmp_path, "old.nq", "\n".join(x for x in lines if not x.endswith(f"{graph} .")))
    done(small.path, "load", path)


def _named(dump: str) -> list[str]:
    """The lines without blank nodes, whose labels are each store's own."""
    return [line for line in dump.splitlines() if "_:" not in line]


@pytest.mark.alone
@pytest.mark.slow
def test_the_62_reports_in_time_and_memory(home: Home, shared: Path) -> None:
    outcome = json.loads(done(home.path, "ingest", shared / "corpus" / "provincial", "--json"))
    assert len(outcome["taken"]) == 62
    assert outcome["seconds"] < 20
    assert outcome["peak_memory_bytes"] < 300e6


def test_a_token_is_shown_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    secret = done(home, "token", "add", "editor").strip()
    assert len(secret) > 20
    assert done(home, "token", "list").split("\t")[:2] == ["editor", "write"]
    assert secret not in (home / "tokens.json").read_text("utf-8")
    done(home, "token", "remove", "editor")
    assert done(home, "token", "list") == ""
    assert run(home, "token", "remove", "editor").returncode == 2
