"""Replicas: whole, equal to their origin, and none the worse for any number of kills."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import running
from graph.errors import (
    EngineFailedError,
    EngineUnreachableError,
    InputError,
    NotAllowedError,
)
from graph.home.mirror import MIRROR
from graph.releases import Home
from graph.replicas.listing import files, read_listing
from graph.replicas.pull import PULLED, pull
from live import serving
from served import client, problem

VALUE = NamedNode("http://example.org/value")
GRAPH = NamedNode("http://example.org/graph")
NAME = "lianghui.example.org"
LIANGHUI = Path(sys.executable).parent / "lianghui"
QUERY = "SELECT ?n (COUNT(*) AS ?rows) { ?s <http://example.org/value> ?n } GROUP BY ?n"

SAME = (
    "/",
    "/sparql",
    "/.well-known/void",
    "/api/v1/queries",
    "/api/v1/queries/themes",
    "/api/v1/releases",
    "/api/v1/diff?from=1&to=3",
    "/networks",
    "/readyz",
)
"""What else an origin and its replica are asked."""


def write(home: Home, rows: int = 20_000) -> int:
    """A release whose rows and text are its number."""
    with home.change("number") as draft:
        subjects = (NamedNode(f"http://example.org/{row}") for row in range(rows))
        draft.replace_graph(GRAPH, (Quad(s, VALUE, Literal(draft.number), GRAPH) for s in subjects))
        draft.add_text(f"release {draft.number}\n" * 50_000)
        return draft.number


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("origin") / "home")
    for _ in range(3):
        write(home)
    return home


@pytest.fixture(scope="module")
def address(origin: Home) -> Iterator[str]:
    with running.running(origin.path, "--replicas") as server:
        yield f"http://127.0.0.1:{server.port}"


def contents(home: Home) -> dict[str, str]:
    """Every listed file of every release with its hash, read anew."""
    found = {}
    for manifest in home.releases():
        with home.release(manifest.number) as release:
            for each in files(release):
                data = (release.path / each.name).read_bytes()
                found[f"{manifest.number}/{each.name}"] = hashlib.sha256(data).hexdigest()
    return found


def test_a_replica_has_the_releases_of_its_origin_byte_for_byte(
    origin: Home, address: str, tmp_path: Path
) -> None:
    replica = Home(tmp_path / "replica")
    done = pull(replica, address)
    assert (done.current, done.releases) == (3, (1, 2, 3))
    assert replica.number() == origin.number()
    assert contents(replica) == contents(origin)
    with replica.require() as release:
        assert list(release.verify()) == []
    assert not (replica.path / PULLED).exists()
    again = pull(replica, address)
    assert (again.releases, again.files) == ((), 0)


@pytest.mark.slow
def test_a_replica_answers_as_its_origin_tags_included(
    origin: Home, address: str, tmp_path: Path
) -> None:
    replica = tmp_path / "replica"
    subprocess.run([LIANGHUI, "--home", replica, "--quiet", "pull", address], check=True)
    asked = "/sparql?" + urlencode({"format": "csv", "query": QUERY})
    with (
        running.running(origin.path) as one,
        running.running(replica) as other,
    ):
        for url in (asked, *SAME):
            # Behind one name, as a balancer has them: relative IRIs are read against it.
            first, second = one.ask("GET", url, Host=NAME), other.ask("GET", url, Host=NAME)
            assert first.status == second.status == 200
            assert first.body == second.body
            for name in ("etag", "x-release", "content-type"):
                assert first.headers.get(name) == second.headers.get(name)
        tag = one.ask("GET", asked, Host=NAME).headers["etag"]
        assert other.ask("GET", asked, Host=NAME, If_None_Match=tag).status == 304


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_replica_killed_twenty_times_while_it_pulls_ends_whole_and_equal(
    origin: Home, address: str, tmp_path: Path
) -> None:
    replica, chance = Home(tmp_path / "replica"), random.Random(11)
    interrupted = 0
    for _ in range(20):
        process = subprocess.Popen([LIANGHUI, "--home", replica.path, "--quiet", "pull", address])
        watched = time.monotonic() + 30
        while not replica.path.exists() and time.monotonic() < watched:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        process.wait()
        interrupted += (replica.path / PULLED).exists()
        for manifest in replica.releases():
            with replica.release(manifest.number) as release:
                assert list(release.verify()) == []
        if len(replica.releases()) == 3 and not (replica.path / PULLED).exists():
            replica = Home(tmp_path / f"replica-{interrupted}-{_}")
    assert interrupted > 5, "too few kills fell into a pull"
    pull(replica, address)
    assert contents(replica) == contents(origin)
    assert replica.number() == 3


def test_a_broken_file_is_gone_on_with_and_a_spoilt_one_fetched_anew(
    origin: Home, address: str, tmp_path: Path
) -> None:
    with origin.require() as release:
        listed = files(release)
        text = next(each for each in listed if each.name.startswith("texts/"))
        table = max((e for e in listed if e.name.endswith(".sst")), key=lambda e: e.size)
        half = (release.path / text.name).read_bytes()[: text.size // 2]
    replica = Home(tmp_path / "replica")
    (replica.path / PULLED).mkdir(parents=True)
    (replica.path / PULLED / f"{text.sha256}.part").write_bytes(half)
    (replica.path / PULLED / f"{table.sha256}.part").write_bytes(b"x" * 10)
    pull(replica, address)
    assert contents(replica) == contents(origin)


def test_a_file_that_a_replica_lost_is_had_again(
    origin: Home, address: str, tmp_path: Path
) -> None:
    replica = Home(tmp_path / "replica")
    pull(replica, address)
    with replica.require() as release:
        tables = [each.name for each in files(release) if each.name.endswith(".sst")]
        text = next((release.path / "texts").iterdir())
        (release.path / tables[0]).unlink()
        os.truncate(text, 10)
    assert contents(replica) != contents(origin)
    mended = pull(replica, address)
    assert mended.releases == ()
    assert mended.files >= 1
    assert contents(replica) == contents(origin)
    assert pull(replica, address).files == 0


def test_a_home_with_releases_of_its_own_is_no_replica(address: str, tmp_path: Path) -> None:
    mine = Home(tmp_path / "mine")
    write(mine, rows=1)
    with pytest.raises(InputError, match="release 1 of its own"):
        pull(mine, address)
    assert (mine.number(), len(mine.releases())) == (1, 1)


def test_a_replica_drops_what_its_origin_pruned_but_not_what_is_read(tmp_path: Path) -> None:
    origin, replica = Home(tmp_path / "origin"), Home(tmp_path / "replica")
    for _ in range(3):
        write(origin, rows=2)
    with serving(origin.path, replicas=True) as address:
        pull(replica, address)
        write(origin, rows=2)
        origin.prune(1)
        with replica.release(2):
            assert pull(replica, address).dropped == (1, 3)
        assert pull(replica, address).dropped == (2,)
    assert contents(replica) == contents(origin)


def test_a_home_of_its_own_is_no_replica_of_what_was_pruned(tmp_path: Path) -> None:
    origin, mine = Home(tmp_path / "origin"), Home(tmp_path / "mine")
    replica = Home(tmp_path / "replica")
    write(origin, rows=2)
    write(mine, rows=1)
    with serving(origin.path, replicas=True) as address:
        pull(replica, address)
        write(origin, rows=3)
        origin.prune(1)
        assert [each.number for each in origin.releases()] == [2]
        with pytest.raises(InputError, match="release 1 of its own"):
            pull(mine, address)
        assert (mine.number(), len(mine.releases())) == (1, 1)
        pull(replica, address)
        assert replica.number() == 2


def test_a_replica_of_one_instance_is_no_replica_of_another(tmp_path: Path) -> None:
    origin, other = Home(tmp_path / "origin"), Home(tmp_path / "other")
    replica = Home(tmp_path / "replica")
    write(origin, rows=2)
    for _ in range(2):
        write(other, rows=3)
    other.prune(1)
    with serving(origin.path, replicas=True) as one, serving(other.path, replicas=True) as two:
        pull(replica, one)
        with pytest.raises(InputError, match=f"mirrors {one}/ and not {two}/.*origin has moved"):
            pull(replica, two)
        assert contents(replica) == contents(origin)
        (replica.path / MIRROR).write_text("")  # as it was before it named the origin
        with pytest.raises(InputError, match="release 1 of its own"):
            pull(replica, two)
        pull(replica, one)
        assert (replica.path / MIRROR).read_text() == f"{one}/\n"
        (replica.path / MIRROR).write_text(f"{two}/\n")
        assert pull(replica, two).dropped == (1,)


@pytest.mark.parametrize("place", ["http://[::1", "http://127.0.0.1:9/ä", "http://a:port", "a"])
def test_what_is_no_address_is_told(place: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no http or https address"):
        pull(Home(tmp_path / "replica"), place)


def test_an_instance_lets_nobody_mirror_it_unless_it_is_told_to(tmp_path: Path) -> None:
    closed = client(tmp_path / "home")
    for path in ("files", "files/manifest.json"):
        assert closed.get(f"/api/v1/releases/1/{path}").status_code == 403
    open_ = client(tmp_path / "home", replicas=True)
    with open_.get("/api/v1/releases/1/files/manifest.json") as whole:
        assert whole.status_code == 200
        assert whole.data
    assert open_.get("/api/v1/releases/9/files").status_code == 404
    for path in ("../../lock", "..%2f..%2flock", "store/LOCK", "texts/", "nothing"):
        assert open_.get(f"/api/v1/releases/1/files/{path}").status_code == 404
    few = {"Range": "bytes=5-9"}
    with open_.get("/api/v1/releases/1/files/manifest.json", headers=few) as part:
        assert (part.status_code, len(part.data)) == (206, 5)


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "a/b/c", ".hidden", "store/../x", ""])
def test_a_listed_name_that_leads_elsewhere_is_refused(name: str) -> None:
    good = {"name": "manifest.json", "size": 1, "sha256": "0" * 64}
    assert read_listing({"files": [good]})
    with pytest.raises(EngineFailedError):
        read_listing({"files": [good, good | {"name": name}]})


def test_an_origin_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(EngineUnreachableError, match="refused"):
        pull(Home(tmp_path / "replica"), "http://127.0.0.1:9")
    with pytest.raises(InputError, match="no http"):
        pull(Home(tmp_path / "replica"), "file:///etc")


def test_a_pull_that_brings_nothing_leaves_a_home_its_own(tmp_path: Path) -> None:
    origin, mine = Home(tmp_path / "origin"), Home(tmp_path / "mine")
    write(origin, rows=2)
    with (
        serving(origin.path) as address,  # which lets nobody mirror it
        pytest.raises(EngineFailedError, match="403"),
    ):
        pull(mine, address)
    assert write(mine, rows=1) == 1


def test_a_replica_takes_no_changes_and_goes_on_following(tmp_path: Path) -> None:
    origin, replica = Home(tmp_path / "origin"), Home(tmp_path / "replica")
    write(origin, rows=2)
    with serving(origin.path, replicas=True) as address:
        pull(replica, address)
        with pytest.raises(NotAllowedError, match="mirrors another instance"):
            write(replica, rows=1)
        put = client(replica.path, anonymous_writes=True).put(
            "/store?graph=http://example.org/mine",
            data="<x:a> <x:b> <x:c> .",
            content_type="application/n-triples",
        )
        assert put.status_code == 403
        assert "mirrors another instance" in str(problem(put)["detail"])
        assert str(tmp_path) not in put.text
        write(origin, rows=3)
        assert pull(replica, address).releases == (2,)
    replica.rollback(1)
    assert replica.prune(1) == []
    assert (replica.number(), len(replica.releases())) == (1, 2)
