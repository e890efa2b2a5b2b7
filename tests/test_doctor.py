"""The doctor: every ailment is found, named, and given a remedy; nothing is touched."""

from __future__ import annotations

import fcntl
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad

from chain import publish, tree
from graph.counts.tally import COUNTS
from graph.dataset.counts import build as build_counts
from graph.dataset.counts import contents
from graph.errors import DamagedHomeError, InputError, RefusedError
from graph.home.doctor import Finding, Weight, diagnose
from graph.home.mirror import MIRROR
from graph.home.publish import publishing
from graph.ingest import ingest
from graph.open import open_home
from graph.releases import Home
from graph.search.find import search
from graph.search.index import build as build_index
from made import report, write
from ontology import names
from ontology.names import LH
from served import client, problem
from server.cli import lianghui

BUILDERS = (build_counts, build_index)


@pytest.fixture
def home(tmp_home: Path) -> Home:
    home = Home(tmp_home, builders=BUILDERS, wait=0.2)
    publish(home, 1, text="first")
    publish(home, 2)
    return home


def only(path: Path) -> Finding:
    (found,) = diagnose(path)
    assert found.remedy
    assert "\n" not in str(found)
    return found


def test_a_sound_home_has_nothing_and_is_left_as_it_is(home: Home) -> None:
    before = tree(home.path)
    assert diagnose(home.path) == []
    assert tree(home.path) == before


def test_a_built_home_is_sound(request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue("_built")
    assert diagnose(path) == []


def test_reports_that_were_read_before_there_were_counts(small: Home, tmp_path: Path) -> None:
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    assert diagnose(small.path) == []
    with Home(small.path, builders=BUILDERS).change("as of before") as draft:
        draft.remove_graph(COUNTS)
    found = only(small.path)
    assert found.weight is Weight.FAULT
    assert "not counted" in found.problem
    assert "lianghui build" in found.remedy
    refused = ["--home", str(small.path), "serve", "--anonymous-writes", "--host", "0.0.0.0"]
    done = CliRunner().invoke(lianghui, refused)
    assert isinstance(done.exception, InputError)
    assert f"{found.problem}; {found.remedy}" in done.stderr
    with publishing(small, "as a build does"):
        pass
    assert diagnose(small.path) == []


def test_what_another_version_derived(
    small: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    monkeypatch.setattr("graph.outdated.RULES_VERSION", "another")
    found = only(small.path)
    assert "rules of another version" in found.problem
    assert "lianghui build" in found.remedy
    place, label = names.province("110000"), Literal("北京")
    wrong = Quad(place, NamedNode(f"{LH.year.value}s"), label, names.graph("x"))
    with (
        pytest.raises(RefusedError, match="lianghui build") as refused,
        publishing(open_home(small.path), "x") as d,
    ):
        d.add([wrong])
    assert found.problem in refused.value.hint


def test_no_home_and_an_empty_one(tmp_path: Path) -> None:
    found = only(tmp_path / "none")
    assert (found.weight, "lianghui build" in found.remedy) == (Weight.FAULT, True)
    assert "no release yet" in only(tmp_path).problem


def test_a_mirror_is_told_to_pull_and_never_to_build(home: Home, tmp_path: Path) -> None:
    (tmp_path / "cut").mkdir()
    for path in (home.path, tmp_path / "cut"):
        (path / MIRROR).touch()
    assert only(tmp_path / "cut").remedy == "pull again with `lianghui pull URL`"
    (home.path / "current" / "search.sqlite").unlink()
    assert "then pull again" in only(home.path).remedy
    (home.path / "current").unlink()
    (home.path / "current").symlink_to("releases/9")
    remedy = only(home.path).remedy
    assert "rollback" in remedy
    assert "pull again" in remedy
    assert "restore" not in remedy


def test_a_link_to_nowhere(home: Home) -> None:
    (home.path / "current").unlink()
    (home.path / "current").symlink_to("releases/9")
    found = only(home.path)
    assert found.weight is Weight.FAULT
    assert "leads to no release" in found.problem
    assert "rollback" in found.remedy


def test_a_manifest_that_makes_no_sense(home: Home) -> None:
    (home.path / "releases" / "1" / "manifest.json").write_text("{")
    found = only(home.path)
    assert (found.weight, found.place.endswith("1/manifest.json")) == (Weight.FAULT, True)
    assert "not a release's manifest" in found.problem


def test_a_manifest_of_another_release(home: Home) -> None:
    path = home.path / "releases" / "1" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"number": 5}))
    assert "says that this is release 5" in only(home.path).problem


def test_triples_that_were_not_published(home: Home) -> None:
    path = home.path / "releases" / "2" / "manifest.json"
    raw = json.loads(path.read_text())
    for entry in raw["graphs"].values():
        entry["triples"] += 1
    path.write_text(json.dumps(raw))
    assert "not those that were published" in only(home.path).problem


def test_a_store_that_cannot_be_opened(home: Home) -> None:
    (home.path / "releases" / "2" / "store" / "CURRENT").unlink()
    assert "cannot be opened" in only(home.path).problem


def test_a_damaged_text(home: Home) -> None:
    (text,) = (home.path / "releases" / "2" / "texts").iterdir()
    text.unlink()
    assert "not the text that was stored" in only(home.path).problem


def _spoilt(file: Path) -> None:
    file.write_bytes(random.Random(5).randbytes(20_000))


@pytest.mark.parametrize("name", ["counts.json", "search.sqlite"])
@pytest.mark.parametrize("spoil", [_spoilt, Path.unlink])
def test_what_is_made_beside_a_release_and_damaged(
    home: Home, name: str, spoil: Callable[[Path], object]
) -> None:
    with home.require() as release:
        held = contents(release)
        spoil(release.path / name)
        assert contents(release) == held
        found = only(home.path)
        assert (found.weight, found.place) == (Weight.FAULT, str(release.path / name))
        (release.path / name).unlink(missing_ok=True)  # as the remedy says, then a change
    assert "lianghui build" in found.remedy
    publish(home, 3)
    assert diagnose(home.path) == []


def test_counts_of_another_release(home: Home) -> None:
    shutil.copy(home.path / "releases" / "1" / "counts.json", home.path / "releases" / "2")
    assert "counts other triples" in only(home.path).problem


def test_a_damaged_index_is_told_of_where_it_is_asked(home: Home) -> None:
    with home.require() as release:
        _spoilt(release.path / "search.sqlite")
        with pytest.raises(DamagedHomeError, match="lianghui doctor"):
            search(release.path, "山西")
    answer = client(home.path).get("/api/v1/search?q=x")
    assert answer.status_code == 500
    assert str(problem(answer)["detail"]).startswith("releases/2/search.sqlite: cannot be searched")


def test_leftover_drafts_but_not_those_in_work(home: Home) -> None:
    (home.path / "drafts" / "left").mkdir()
    found = only(home.path)
    assert (found.weight, "1 left" in found.problem) == (Weight.NOTE, True)
    with (home.path / "lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate()
        lock.write("process 7 (a test)\n")
        lock.flush()
        assert "held by process 7 (a test)" in only(home.path).problem


def test_rights_that_are_too_wide(home: Home) -> None:
    (home.path / "tokens.json").write_text("{}")
    (home.path / "tokens.json").chmod(0o644)
    assert "chmod 600" in only(home.path).remedy
    (home.path / "tokens.json").chmod(0o600)
    home.path.chmod(0o777)
    assert "chmod o-w" in only(home.path).remedy


def test_a_stranger_among_the_releases(home: Home) -> None:
    (home.path / "releases" / "notes").mkdir()
    assert "is no release" in only(home.path).problem


def test_a_review_of_what_is_gone(home: Home) -> None:
    review, gone = names.thing("review", "a"), NamedNode("http://example.org/gone")
    with home.change("orphan") as draft:
        draft.add([Quad(review, LH.reviews, gone, names.graph("curated", "a"))])
    found = only(home.path)
    assert (found.weight, found.place) == (Weight.NOTE, str(review))


def test_a_disk_with_little_room(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.home.doctor.ROOM", 1 << 62)
    found = only(home.path)
    assert (found.weight, "prune" in found.remedy) == (Weight.WARNING, True)


def test_the_gravest_comes_first(home: Home) -> None:
    (home.path / "releases" / "notes").mkdir()
    home.path.chmod(0o777)
    (home.path / "current").unlink()
    (home.path / "current").symlink_to("releases/9")
    assert [each.weight for each in diagnose(home.path)] == ["fault", "warning", "note"]


def command(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    lianghui = Path(sys.executable).parent / "lianghui"
    return subprocess.run(
        [lianghui, "--home", home, *arguments], capture_output=True, text=True, timeout=120
    )


def test_the_command_line_backs_up_restores_and_checks(home: Home, tmp_path: Path) -> None:
    assert command(home.path, "backup", tmp_path / "b.tar.gz").returncode == 0
    done = command(tmp_path / "new", "restore", tmp_path / "b.tar.gz")
    assert (done.stdout, done.returncode) == ("Release 1\n", 0)
    assert "sound" in command(tmp_path / "new", "doctor").stdout
    (home.path / "current").unlink()
    (home.path / "current").symlink_to("releases/9")
    sick = command(home.path, "doctor", "--json")
    assert sick.returncode == 2
    assert json.loads(sick.stdout)["findings"][0]["weight"] == "fault"
    refused = command(home.path, "restore", home.path / "lock")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
