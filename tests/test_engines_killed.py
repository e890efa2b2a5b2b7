"""Every engine killed while a release is put into it: no answer suffers, and the rest is put."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import running
from graph.engines.engine import connect
from graph.engines.mark import new_mark
from graph.engines.publish import Published, publish
from graph.engines.target import target
from graph.errors import EngineUnreachableError
from graph.releases import Home
from other_engines import ENGINES, GRAPHS, by_engine, held, in_batches, seen, write
from other_engines import Running as EngineRunning
from other_engines import running as engine_running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NEW = "SELECT (COUNT(*) AS ?rows) {{ GRAPH ?g {{ ?s <http://example.org/value> {number} }} }}"
ROWS = 300
"""Of a graph, where one request puts one graph."""
MANY = 2_500
"""Of a graph, where the requests are as large as they are for real."""
KILLED_AT = 7
TURNS = 4


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineRunning]:
    folder = tmp_path_factory.mktemp("engines") / request.param
    with engine_running(request.param, folder) as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def killer(engine: EngineRunning) -> Callable[[int, str], None]:
    """Told of every graph; kills the engine at the seventh."""
    seen: list[str] = []

    def told(_total: int, key: str) -> None:
        seen.append(key)
        if len(seen) == KILLED_AT:
            engine.kill()

    return told


def whatever_is_there(engine: EngineRunning, home: Home) -> Published:
    """Look through all that the engine holds, as if nobody knew, and publish what it lacks."""
    with home.require() as release, connect(target(engine.spec)) as found:
        found.set_mark(new_mark(release.manifest, whole=False))
    return publish(home, target(engine.spec))


def test_what_was_put_before_the_kill_is_still_there_and_only_the_rest_is_put_again(
    engine: EngineRunning, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With each graph in a request of its own, by the graph store and by an update."""
    place = target(engine.spec)
    write(home, ROWS)
    publish(home, place)
    for batch, there in ((ROWS - 1, KILLED_AT), (ROWS, KILLED_AT - 1)):
        monkeypatch.setattr("graph.engines.publish.connect", in_batches(batch))
        number = write(home, ROWS)
        with pytest.raises(EngineUnreachableError):
            publish(home, place, advance=killer(engine))
        engine.start()
        mark = held(engine)
        assert mark is not None
        assert (mark.number, mark.whole) == (number, False)
        assert publish(home, place) == Published(number, len(GRAPHS) - there, 0, there)
    engine.kill()
    engine.start()
    assert holds(engine, number)
    assert whatever_is_there(engine, home) == Published(number, 0, 0, len(GRAPHS))


def test_no_answer_of_the_service_suffers_from_an_engine_that_is_killed_in_mid_publication(
    engine: EngineRunning, home: Home
) -> None:
    """A release comes, the engine is killed when it has some of it, and comes back."""
    write(home, MANY)
    publish(home, target(engine.spec))
    with running.running(home.path, "--store", engine.spec, "--no-cache") as server:
        for _ in range(TURNS):
            number = write(home, MANY)
            until_begun(engine, number)
            engine.kill()
            for _ in range(5):
                assert seen(server) == {str(number): MANY * len(GRAPHS)}
            engine.start()
            mark = held(engine)
            assert running.eventually(partial(holds, engine, number), 60)
            assert running.eventually(partial(answers, server, number), 20)
            if mark is None or not mark.whole:
                break
        else:
            pytest.fail("no kill fell into a publication")
    assert whatever_is_there(engine, home) == Published(number, 0, 0, len(GRAPHS))


def until_begun(engine: EngineRunning, number: int) -> None:
    """Wait until the engine has rows of that release."""
    until = time.monotonic() + 30
    with connect(target(engine.spec)) as found:
        while found.select(NEW.format(number=number))[0]["rows"]["value"] == "0":
            assert time.monotonic() < until, "nothing is published"
            time.sleep(0.005)


def holds(engine: EngineRunning, number: int) -> bool:
    mark = held(engine)
    return mark is not None and mark.whole and mark.number == number


def answers(server: running.Running, number: int) -> bool:
    """Whether the engine answered just now; the answer is right, whoever gave it."""
    before = by_engine(server)
    assert seen(server) == {str(number): MANY * len(GRAPHS)}
    return by_engine(server) > before
