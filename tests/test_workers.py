from __future__ import annotations

import gc
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from bench import answers, asked
from graph import allocator
from graph.errors import (
    AnswerTooLargeError,
    LianghuiError,
    NotAcceptableError,
    QueryBusyError,
    QueryCancelledError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooComplexError,
    RemoteRefusedError,
    WorkerDiedError,
)
from graph.home.release import Release
from graph.releases import Home
from graph.sparql.evaluate import evaluate
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from graph.workers import Limits, Pool, forkserver, stock
from graph.workers.forkserver import Charge
from graph.workers.limits import LaneLimits
from graph.workers.stock import EVALUATE

LANES = (LaneLimits(3, 4, 0.1, 0), LaneLimits(2, 4, 60.0, 5))
LIMITS = Limits(seconds=3.0, memory=256 << 20, answer_bytes=8 << 20, lanes=LANES)
THINGS = "http://example.org/"
ALL = "SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY ?s"


def publish(home: Home, names: range) -> Release:
    graph, label = NamedNode(THINGS + "graph"), NamedNode(THINGS + "label")
    with home.change("test") as draft:
        draft.add(
            Quad(NamedNode(f"{THINGS}{n}"), label, Literal(f"thing {n}"), graph) for n in names
        )
    release = home.current()
    assert release is not None
    return release


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(Home(tmp_path_factory.mktemp("home")), range(2_000)).path


@pytest.fixture
def pool(release: Path) -> Iterator[Pool]:
    pool = Pool(release, LIMITS, evaluate="tricks:evaluate")
    yield pool
    pool.close()


def ask(pool: Pool, text: str, client: str = "me", seconds: float | None = None) -> str:
    answer = pool.run(QueryRequest(text), client, seconds)
    assert isinstance(answer.body, bytes)
    return answer.body.decode()


def until(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def children(pid: int | str = "self") -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(each) for task in tasks for each in task.read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def whole(answer: QueryAnswer) -> bytes:
    if isinstance(answer.body, bytes):
        return answer.body
    with answer.body as file:
        return file.read()


@pytest.mark.parametrize(
    "request_",
    [
        QueryRequest(ALL),
        QueryRequest("ASK { ?s ?p ?o }"),
        QueryRequest("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s"),
        QueryRequest(ALL, max_rows=7, formats=Formats(rows="text/csv")),
        QueryRequest(f"SELECT ?o {{ <{THINGS}5> ?p ?o, ?x }}", bindings=(("x", '"thing 5"'),)),
        QueryRequest("SELECT (RAND() AS ?x) WHERE { FILTER(false) }"),
    ],
    ids=["rows", "boolean", "triples", "capped", "bound", "random"],
)
def test_answers_are_those_of_evaluation_in_process(
    pool: Pool, release: Path, request_: QueryRequest
) -> None:
    mine = evaluate(Release(release).store, request_)
    theirs = pool.run(request_, "me")
    assert whole(theirs) == whole(mine)
    assert theirs.release == 1
    for field in ("media_type", "length", "rows", "truncated", "deterministic"):
        assert getattr(theirs, field) == getattr(mine, field)


def test_a_release_that_is_asked_much_is_held_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "STARTING", 0.0)
    home = Home(tmp_path)
    publish(home, range(2_000))
    with home.change("an empty graph") as draft:
        draft.replace_graph(NamedNode(THINGS + "empty"), ())
    pool = Pool(home.require().path, replace(LIMITS, seconds=30, in_memory=2_500))
    graphs = "SELECT ?g { GRAPH ?g {} } ORDER BY ?g"
    try:
        told, named = ask(pool, ALL), ask(pool, graphs)
        assert "empty" in named
        assert until(lambda: ask(pool, ALL) == told and pool.in_memory, 20)
        assert ask(pool, ALL) == told
        assert ask(pool, graphs) == named
        assert until(lambda: len(_fork_servers()) == 1)
        pool.switch(publish(home, range(2_000, 2_100)).path)
        assert not pool.in_memory
        assert "thing 2099" in ask(pool, ALL)
        assert until(lambda: "thing 2099" in ask(pool, ALL) and pool.in_memory, 20)
        pool.switch(publish(home, range(2_100, 3_000)).path)
        for _ in range(20):
            ask(pool, ALL)
        assert not pool.in_memory
    finally:
        pool.close()
    assert until(lambda: not _fork_servers())


@pytest.mark.slow
def test_a_copy_in_memory_answers_every_question_the_same(home: Home) -> None:
    held = home.require()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        charge = Charge(held.path, LIMITS, EVALUATE, in_memory=True)
        copy = forkserver._opened(held, charge, ours)
    assert len(asked.saved()) > 50
    for each in (*asked.saved(), *asked.adhoc()):
        asking = QueryRequest(each.shipped, formats=Formats(graph="application/n-triples"))
        one, other = (
            answers.digest(answers.rows(whole(evaluate(store, asking))))
            for store in (held.store, copy)
        )
        assert one == other, each.name


def _fork_servers() -> list[int]:
    return [pid for pid in children() if is_alive(pid)]


@pytest.mark.parametrize("mebibytes", [0, 1, 2, 7])
def test_answers_of_every_size_come_whole(pool: Pool, mebibytes: int) -> None:
    answer = pool.run(QueryRequest(f"do write {mebibytes}"), "me")
    assert isinstance(answer.body, bytes) == (mebibytes < 2)
    assert whole(answer) == b"x" * (mebibytes << 20)
    assert answer.length == mebibytes << 20


def test_errors_come_as_they_were_raised(pool: Pool, release: Path) -> None:
    wrong = QueryRequest("SELECT *\nWHERE { ?s }")
    with pytest.raises(QuerySyntaxError) as theirs:
        pool.run(wrong, "me")
    with pytest.raises(QuerySyntaxError) as mine:
        evaluate(Release(release).store, wrong)
    assert theirs.value.line == 2
    assert vars(theirs.value) == vars(mine.value)
    assert str(theirs.value) == str(mine.value)
    with pytest.raises(RemoteRefusedError, match=r"example\.org"):
        ask(pool, "SELECT * { SERVICE <http://example.org/> {} }")
    with pytest.raises(NotAcceptableError) as formats:
        pool.run(QueryRequest("ASK {}", formats=Formats(boolean=None)), "me")
    assert isinstance(formats.value.offered, tuple)
    with pytest.raises(QueryTooComplexError):
        ask(pool, "{" * 1_000)


@pytest.mark.parametrize(
    ("trick", "error", "says"),
    [
        ("die 9", WorkerDiedError, "-9"),
        ("die 15", WorkerDiedError, "-15"),
        ("crash", QueryTooComplexError, "deeply"),
        ("abort", WorkerDiedError, "-6"),
        ("exit 3", WorkerDiedError, "3"),
        ("half", WorkerDiedError, "ended"),
        ("garble", WorkerDiedError, "ended"),
        ("nonsense", WorkerDiedError, "KeyError"),
        ("hold 2000", QueryMemoryError, "256 MiB"),
        ("write 9", AnswerTooLargeError, "8,388,608"),
        ("sleep 9", QueryTimeoutError, "3 s"),
        ("spin 9", QueryTimeoutError, "3 s"),
    ],
)
def test_whatever_a_query_does_to_its_worker_the_next_is_answered(
    pool: Pool, trick: str, error: type[LianghuiError], says: str
) -> None:
    start = time.monotonic()
    with pytest.raises(error, match=says):
        ask(pool, f"do {trick}")
    assert time.monotonic() - start < LIMITS.seconds + 1
    assert pool.load() == [(0, 0), (0, 0)]
    for _ in range(5):
        assert int(ask(pool, "do pid")) != os.getpid()


def test_a_lower_limit_holds_and_a_higher_one_does_not(pool: Pool) -> None:
    for wanted, limit in [(0.05, 0.05), (0.5, 0.5), (60.0, LIMITS.seconds)]:
        start = time.monotonic()
        with pytest.raises(QueryTimeoutError, match=f"{limit:g} s"):
            ask(pool, "do sleep 9", seconds=wanted)
        assert limit <= time.monotonic() - start < limit + 1


def test_workers_have_no_network_no_programs_and_no_core_files(pool: Pool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with pytest.raises(WorkerDiedError, match="Permission"):
            ask(pool, f"do connect {listener.getsockname()[1]}")
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
    with pytest.raises(WorkerDiedError, match="Permission"):
        ask(pool, "do launch")
    assert ask(pool, "do core") == "(0, 0)"


def test_an_unsealed_worker_has_the_network(release: Path) -> None:
    pool = Pool(release, Limits(sealed=False, lanes=LANES), evaluate="tricks:evaluate")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert ask(pool, f"do connect {listener.getsockname()[1]}") == "connected"
    pool.close()


@pytest.mark.parametrize("preload", [None, ""])
def test_workers_have_jemalloc_where_there_is_one_unless_the_operator_says_otherwise(
    release: Path, monkeypatch: pytest.MonkeyPatch, preload: str | None
) -> None:
    if preload is None:
        monkeypatch.delenv("LD_PRELOAD", raising=False)
    else:
        monkeypatch.setenv("LD_PRELOAD", preload)
    wanted = allocator.environment()
    if preload is None and not wanted:
        pytest.skip("no libjemalloc2 on this machine")
    pool = Pool(release, LIMITS, evaluate="tricks:evaluate")
    maps = Path(f"/proc/{ask(pool, 'do pid')}/maps").read_text()
    assert ("jemalloc" in maps) == bool(wanted.get("LD_PRELOAD"))
    with pytest.raises(QueryMemoryError, match="256 MiB"):
        ask(pool, "do hold 2000")
    assert ask(pool, ALL).count("thing") == 2_000
    pool.close()


@pytest.mark.parametrize("preload", [None, ""])
def test_a_load_has_it_too(monkeypatch: pytest.MonkeyPatch, preload: str | None) -> None:
    monkeypatch.delenv("LD_PRELOAD", raising=False)
    if preload is None and not allocator.environment():
        pytest.skip("no libjemalloc2 on this machine")
    others = {} if preload is None else {"LD_PRELOAD": preload}
    program = "from server import cli; import sys; sys.argv += ['load', '--help']; cli.main()"
    traced = f"""
import atexit, ctypes

def told():
    print(open("/proc/self/maps").read())
    retain, size = ctypes.c_bool(), ctypes.c_size_t(1)
    if mallctl := getattr(ctypes.CDLL(None), "mallctl", None):
        mallctl(b"opt.retain", ctypes.byref(retain), ctypes.byref(size), None, 0)
    print("retains", retain.value)

atexit.register(told)
{program}
"""
    done = subprocess.run(
        [sys.executable, "-c", traced], env=os.environ | others, capture_output=True, text=True
    )
    assert "Add the quads" in done.stdout, done.stderr
    assert ("jemalloc" in done.stdout) == (preload is None)
    assert f"retains {preload is None}" in done.stdout  # or it would have too many mappings


def test_a_long_query_gives_way_and_its_like_does_at_once(pool: Pool) -> None:
    assert ask(pool, "do nice") == "0"
    assert ask(pool, "do spin 0.3") == "span"
    with ThreadPoolExecutor() as threads:
        long = threads.submit(ask, pool, "do spin 0.3")
        assert until(lambda: pool.load()[1] == (1, 0), 1.0)
        assert pool.load()[0] == (0, 0)
        assert long.result() == "span"
    assert ask(pool, "do nice") == "0"


def test_a_worker_that_gave_way_serves_quick_queries_again(pool: Pool) -> None:
    for _ in range(3):
        slow = ask(pool, "do toil 0.3")
        assert slow == f"{ask(pool, 'do pid')} with 5", "a fresh one would copy what it touches"
        assert ask(pool, "do nice") == "0"


def test_a_worker_goes_on_unless_it_keeps_much_of_what_a_query_needed(release: Path) -> None:
    lanes = (LaneLimits(1, 4, 60.0, 0),)
    with closing(Pool(release, Limits(lanes=lanes), evaluate="tricks:evaluate")) as pool:
        pid = ask(pool, "do need 100").split()[0]
        assert [ask(pool, "do pid") for _ in range(3)] == [pid] * 3
        assert ask(pool, "do keep 100") == pid
        assert [ask(pool, "do pid") == pid for _ in range(2)] == [True, False]


def test_waiting_without_working_is_no_reason_to_give_way_soon(pool: Pool) -> None:
    with ThreadPoolExecutor() as threads:
        waits = threads.submit(ask, pool, "do sleep 0.4")
        time.sleep(0.3)
        assert pool.load() == [(1, 0), (0, 0)]
        assert waits.result() == "slept"


def test_a_stopped_query_runs_again_when_there_is_a_place(release: Path) -> None:
    pool = Pool(release, Limits(seconds=60, lanes=LANES), evaluate="tricks:evaluate")
    with ThreadPoolExecutor() as threads:
        longs = [threads.submit(ask, pool, f"do spin 0.4 #{n}", f"client {n}") for n in range(4)]
        assert [long.result() for long in longs] == ["span"] * 4
    pool.close()


def test_quick_queries_are_answered_beside_many_that_never_end(pool: Pool) -> None:
    with ThreadPoolExecutor(16) as threads:
        hostile = [threads.submit(ask, pool, "do spin 60", f"bad {n}") for n in range(6)]
        assert until(lambda: pool.load()[1][0] == 2)
        times = []
        for _ in range(50):
            start = time.monotonic()
            ask(pool, f"SELECT * {{ <{THINGS}1> ?p ?o }}")
            times.append(time.monotonic() - start)
        assert median(times) < 1  # none waits for what spins 60 s, though a busy machine may
        errors = {type(each.exception()) for each in hostile}
    assert errors <= {QueryTimeoutError, QueryBusyError}
    assert QueryTimeoutError in errors


def test_a_full_queue_turns_away_and_says_when_to_come_back(pool: Pool) -> None:
    with ThreadPoolExecutor(16) as threads:
        many = [threads.submit(ask, pool, "do sleep 0.5") for _ in range(12)]
        errors = [each.exception() for each in many]
    busy = [each for each in errors if isinstance(each, QueryBusyError)]
    assert errors.count(None) + len(busy) == len(errors)
    assert busy
    assert all(each.retry_after == 5 for each in busy)


def test_whoever_hangs_up_frees_the_worker(pool: Pool) -> None:
    with ThreadPoolExecutor() as threads:
        runs = threads.submit(pool.run, QueryRequest("do spin 60"), "me", None, "token")
        assert until(lambda: pool.load()[1] == (1, 0))
        assert pool.cancel("token")
        assert isinstance(runs.exception(timeout=1), QueryCancelledError)
    assert until(lambda: pool.load() == [(0, 0), (0, 0)])
    assert not pool.cancel("token")


def test_whoever_hangs_up_leaves_the_queue(release: Path) -> None:
    pool = Pool(
        release, Limits(seconds=5, lanes=(LaneLimits(1, 4, 60, 0),)), evaluate="tricks:evaluate"
    )
    with ThreadPoolExecutor() as threads:
        first = threads.submit(ask, pool, "do sleep 1")
        assert until(lambda: pool.load() == [(1, 0)])
        second = threads.submit(pool.run, QueryRequest("do pid"), "me", None, "token")
        assert until(lambda: pool.load() == [(1, 1)])
        pool.cancel("token")
        assert isinstance(second.exception(timeout=0.5), QueryCancelledError)
        assert first.result() == "slept"
    pool.close()


def test_hanging_up_at_any_moment_harms_nobody_else(pool: Pool) -> None:
    def run(number: int) -> object:
        try:
            return ask_with(f"token {number}", 0.002 * (number % 9))
        except QueryCancelledError:
            return "cancelled"

    def ask_with(token: str, pause: float) -> str:
        timer = threading.Timer(pause, pool.cancel, [token])
        timer.start()
        answer = pool.run(QueryRequest("do sleep 0.008"), token, None, token)
        return whole(answer).decode()

    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(run, range(100)))
    assert set(outcomes) == {"cancelled", "slept"}


def test_idle_workers_that_died_are_replaced(pool: Pool) -> None:
    server = int(ask(pool, "do parent"))
    assert len(children(server)) == 3
    for pid in children(server):
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: not children(server)), "the dead are reaped"
    assert ask(pool, "do pid")


def test_a_fork_server_that_died_is_started_anew(pool: Pool) -> None:
    server = int(ask(pool, "do parent"))
    with ThreadPoolExecutor() as threads:
        runs = threads.submit(ask, pool, "do sleep 2")
        assert until(lambda: pool.load()[0] == (1, 0))
        time.sleep(0.3)  # it has a place; one killed before it has a worker runs in the next
        workers = children(server)
        os.kill(server, signal.SIGKILL)
        assert isinstance(runs.exception(timeout=2), WorkerDiedError)
    assert not any(map(is_alive, workers)), "workers do not outlive it"
    assert int(ask(pool, "do parent")) != server


def test_a_fork_server_that_cannot_fork_goes_on_with_what_it_has(pool: Pool) -> None:
    server = int(ask(pool, "do parent"))
    most = resource.prlimit(server, resource.RLIMIT_NOFILE)
    resource.prlimit(server, resource.RLIMIT_NOFILE, (4, most[1]))
    for left in (2, 1, 0):
        with pytest.raises(WorkerDiedError, match="3"):
            ask(pool, "do exit 3")
        assert until(lambda left=left: len(children(server)) == left)
    with pytest.raises(WorkerDiedError, match="no worker can be started"):
        ask(pool, "do pid")
    resource.prlimit(server, resource.RLIMIT_NOFILE, most)
    assert int(ask(pool, "do parent")) == server


def test_a_server_that_may_open_no_more_files_goes_on_once_it_may(pool: Pool) -> None:
    server = int(ask(pool, "do parent"))
    for pid in children(server):
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: not children(server))
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4, most))
    try:
        with pytest.raises(WorkerDiedError, match="too many open files"):
            ask(pool, "do pid")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))
    assert int(ask(pool, "do parent")) == server
    assert until(lambda: len(children(server)) <= 3), "what nobody got ends"


def test_a_new_release_is_answered_from_at_once_while_the_old_one_drains(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    pool = Pool(publish(home, range(1)).path, LIMITS, evaluate="tricks:evaluate")
    old = int(ask(pool, "do parent"))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with ThreadPoolExecutor() as threads:
        running = threads.submit(ask, pool, "do sleep 2")
        assert until(lambda: pool.load()[0] == (1, 0))
        newer = publish(home, range(5))
        pool.switch(newer.path)
        assert pool.release == newer.path
        assert '"value":"5"' in ask(pool, count)
        assert int(ask(pool, "do parent")) != old
        assert is_alive(old)
        assert running.result() == "slept"
    assert until(lambda: not is_alive(old)), "the old fork server ends when nobody needs it"
    pool.close()


def test_a_release_that_is_not_there_changes_nothing(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(LianghuiError, match="nowhere"):
        pool.switch(tmp_path / "nowhere")
    assert ask(pool, "do pid")
    with pytest.raises(LianghuiError, match="nowhere"):
        Pool(tmp_path / "nowhere", LIMITS)


def test_nothing_is_left_when_it_is_closed(release: Path) -> None:
    gc.collect()
    before = open_files(), children()
    pool = Pool(release, LIMITS, evaluate="tricks:evaluate")
    server = int(ask(pool, "do parent"))
    for trick in ["die 9", "exit 1", "hold 2000", "write 3", "write 9", "pid", "spin 0.2"] * 3:
        try:
            whole(pool.run(QueryRequest(f"do {trick}"), "me"))
        except LianghuiError:
            continue
    gc.collect()
    assert until(lambda: len(children(server)) == 3 + 1), "one of them gave way"
    assert open_files() == before[0] + 1 + 2 * 4
    workers = children(server)
    pool.close()
    assert (open_files(), children()) == before
    assert not any(map(is_alive, [server, *workers]))
    with pytest.raises(WorkerDiedError, match="stopping"):
        ask(pool, "do pid")


def test_workers_have_no_files_of_one_another(pool: Pool) -> None:
    counts = {ask(pool, "do files") for _ in range(6)}
    assert len(counts) == 1


SERVER = """
import sys, threading, time
sys.path[:0] = {paths!r}
from pathlib import Path
from graph.sparql.query import QueryRequest
from graph.workers import Pool
made = []
def make():
    made.append(Pool(Path({release!r}), evaluate="tricks:evaluate"))
maker = threading.Thread(target=make)
maker.start(); maker.join()  # what is made by a thread must outlive it
run = lambda text: made[0].run(QueryRequest(text), "me").body.decode()
threading.Thread(target=run, args=["do spin 60"], daemon=True).start()
time.sleep(0.5)
print(run("do parent"), flush=True)
time.sleep(60)
"""


def test_nothing_outlives_a_server_that_is_killed(release: Path) -> None:
    code = SERVER.format(paths=sys.path, release=str(release))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        fork_server = int(server.stdout.readline())
        processes = [fork_server, *children(fork_server)]
        assert len(processes) > 8
        assert all(map(is_alive, processes))
        server.kill()
    assert until(lambda: not any(map(is_alive, processes)), 2.0)


def test_many_threads_at_once(pool: Pool) -> None:
    def run(number: int) -> bool:
        answer = ask(pool, f"SELECT ?o {{ <{THINGS}{number}> ?p ?o }}", f"client {number % 3}")
        return f'"thing {number}"' in answer

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(run, range(600)))


def test_no_more_workers_wait_than_queries_run_at_once_and_two(release: Path) -> None:
    kept = stock.Stock(release, Limits(lanes=(LaneLimits(2, 4, 1.0, 0),)), EVALUATE)
    try:
        for worker in [kept.take() for _ in range(6)]:
            kept.give_back(worker)
        taken = [kept.take() for _ in range(5)]
        for worker in taken:
            kept.discard(worker)
        assert [worker.number for worker in taken] == [6, 5, 4, 3, 7]
    finally:
        kept.close()
