from __future__ import annotations

import ctypes
import os
import platform
import re
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice, repeat
from mmap import mmap
from pathlib import Path
from resource import RUSAGE_SELF, getpagesize, getrusage

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import allocator, store
from graph.errors import WorkerDiedError
from graph.home.release import Release
from graph.releases import Home
from graph.sparql.query import QueryAnswer, QueryRequest
from graph.store import free_memory
from graph.workers import Limits, forkserver, stock
from graph.workers.channel import ask, listen
from graph.workers.limits import LaneLimits, with_room
from graph.workers.nursery import Worker
from graph.workers.pages import Pages, Share, enlarge, present
from graph.workers.stock import EVALUATE, Stock
from graph.workers.worker import GiveWay, run

EXAMPLE = "http://example.org/"
KERNEL = tuple(int(each) for each in re.findall(r"\d+", platform.release())[:2])
MUCH = 32 << 20
LANES = (LaneLimits(4, 4, 1.0, 0), LaneLimits(2, 4, 60.0, 5), LaneLimits(2, 4, 60.0, 9))


def forked(act: Callable[[], int]) -> int:
    """What comes of that in a process forked from this one."""
    ours, theirs = os.pipe()
    if not (pid := os.fork()):
        os.write(theirs, str(int(act())).encode())
        os._exit(0)
    os.close(theirs)
    os.waitpid(pid, 0)
    with os.fdopen(ours) as said:
        return int(said.read())


def touched(memory: bytearray) -> int:
    """The pages that the system has to give while each of that memory's is written."""
    before = getrusage(RUSAGE_SELF).ru_minflt
    for place in range(0, len(memory), getpagesize()):
        memory[place] = 1
    return getrusage(RUSAGE_SELF).ru_minflt - before


class Noted(Stock):
    """Workers of which is noted who was taken, so that none is left over."""

    def __init__(self, release: Path, limits: Limits) -> None:
        self.taken: set[Worker] = set()
        super().__init__(release, limits, EVALUATE)

    def take(self) -> Worker:
        worker = super().take()
        self.taken.add(worker)
        return worker

    def discard(self, worker: Worker) -> None:
        self.taken.discard(worker)
        super().discard(worker)

    def give_back(self, worker: Worker, *, fresh: bool = False) -> None:
        self.taken.discard(worker)
        super().give_back(worker, fresh=fresh)

    def close(self) -> None:
        for worker in [*self.taken]:
            self.discard(worker)
        super().close()


@pytest.fixture(scope="module")
def memory() -> bytearray:
    return bytearray(b"x") * MUCH


@pytest.fixture
def pages(memory: bytearray) -> Pages:
    found = present()
    assert sum(length for _, length in found) > len(memory)
    return found


@pytest.mark.skipif(KERNEL < (5, 14), reason="the kernel does not copy pages ahead")
def test_memory_that_was_copied_ahead_is_written_without_a_fault(
    memory: bytearray, pages: Pages
) -> None:
    ours, theirs = socket.socketpair()

    with mmap(-1, getpagesize()) as gone:
        place = ctypes.addressof(ctypes.c_char.from_buffer(gone)), getpagesize()

    def ahead() -> int:
        share = Share((place, *pages))
        share.own()
        share.grow(ours)
        return touched(memory)

    with ours, theirs:
        every = MUCH // getpagesize()
        assert forked(lambda: touched(memory)) > every * 0.9
        assert forked(ahead) < every * 0.1
        theirs.send(b"a question")
        assert forked(ahead) > every * 0.9


@pytest.fixture
def large_pages() -> None:
    settings = Path("/sys/kernel/mm/transparent_hugepage/enabled")
    if KERNEL < (6, 1) or not settings.exists() or "[never]" in settings.read_text("ascii"):
        pytest.skip("the system makes no large pages, or only by itself")


def large() -> int:
    """The bytes of this process that are in large pages."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("AnonHuge"))


@pytest.mark.usefixtures("large_pages")
def test_memory_is_held_in_large_pages_where_the_system_has_them(
    memory: bytearray, pages: Pages
) -> None:
    def enlarged() -> int:
        enlarge(pages)
        return large()

    assert forked(enlarged) > len(memory) / 2


@pytest.mark.usefixtures("large_pages")
def test_memory_that_is_owned_is_in_large_pages_again(memory: bytearray, pages: Pages) -> None:
    def owned() -> int:
        enlarge(pages)
        return forked(own)

    def own() -> int:
        touched(memory)  # a page that is copied by a fault is a small one
        small = large()
        share = Share(pages)
        share.own()
        share.grow(ours)
        return large() - small

    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert forked(owned) > len(memory) / 2


GIVEN_BACK = """
from pathlib import Path
from resource import getpagesize
from threading import Thread
from graph import allocator

def resident():
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * getpagesize() >> 20

def query():
    allocator.use(arena)
    more = [b"x" * 100_000 for _ in range(400)]
    print(resident())
    del more
    allocator.give_back(arena)
    print(resident())

held = [b"x" * 100_000 for _ in range(400)]
del held[::2]
allocator.keep()
arena = allocator.new_arena()
print(resident())
thread = Thread(target=query)
thread.start()
thread.join()
allocator.give_back()
print(resident())
"""


def test_what_a_query_takes_is_given_back_and_lies_in_no_gap_of_what_was_there() -> None:
    if not (wanted := allocator.environment()):
        pytest.skip("no libjemalloc2 on this machine")
    command = [sys.executable, "-c", GIVEN_BACK]
    done = subprocess.run(command, env=os.environ | wanted, capture_output=True, text=True)
    before, most, after, least = map(int, done.stdout.split())
    assert most > before + 35
    assert after == pytest.approx(before, abs=4)
    assert least < before - 15


def leaves_much(_: object, request: int) -> QueryAnswer:
    """An answer for which the thread frees so many bytes only a fourth of a second after its end.

    As it ends the C library has each of its keys' values given to the key's function, in order.
    """
    libc = ctypes.CDLL(None)
    libc.malloc.restype = libc.memset.restype = ctypes.c_void_p
    much = ctypes.c_void_p(libc.memset(ctypes.c_void_p(libc.malloc(request)), 1, request))
    for act, value in ((libc.usleep, ctypes.c_void_p(250_000)), (libc.free, much)):
        key = ctypes.c_uint()
        libc.pthread_key_create(ctypes.byref(key), act)
        libc.pthread_setspecific(key, value)
    return QueryAnswer("text/plain", b"done", 4, 1)


def test_what_a_thread_frees_as_it_ends_is_not_held_against_its_worker(release: Release) -> None:
    ours, theirs = socket.socketpair()
    if not (pid := os.fork()):
        ours.close()
        os._exit(run(theirs, release.store, leaves_much, Limits(), Share()))
    theirs.close()
    ends = []
    for pause in (0.5, 0, 0.5):
        ask(ours, GiveWay(1 + len(ends)))
        ask(ours, 100 << 20)
        ends.append(listen(ours, time.monotonic() + 30, time.monotonic() + 30)[1])
        time.sleep(pause)
    ours.close()
    os.waitpid(pid, 0)
    assert ends == [False] * 3


def test_a_share_is_too_large_once_it_has_more_than_it_may(memory: bytearray) -> None:
    def some() -> int:
        share = Share(most=MUCH // 2)
        few = share.too_large()
        touched(memory)
        return few * 10 + share.too_large()

    def own() -> int:
        share = Share()
        touched(memory)
        return share.too_large()

    assert forked(some) == 1
    assert forked(own) == 0


def test_room_in_memory_is_shared_by_the_processes_of_a_service() -> None:
    alone, four = (with_room(Limits(), None, processes) for processes in (1, 4))
    assert alone.in_memory // 4 == pytest.approx(four.in_memory, abs=1)
    assert with_room(Limits(), 0, 1).in_memory == 0
    assert with_room(Limits(), 1 << 30, 4).in_memory == pytest.approx(2e6, rel=0.1)
    assert alone.owners(100) == four.owners(100) > 1
    assert alone.owners(alone.in_memory) == 1
    assert alone.owners(alone.in_memory + 1) == 0


def test_free_memory_is_a_part_of_all(memory: bytearray) -> None:
    assert len(memory) < free_memory() < store.memory()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    home = Home(tmp_path_factory.mktemp("home"))
    graph, label = NamedNode(EXAMPLE + "graph"), NamedNode(EXAMPLE + "label")
    with home.change("test") as draft:
        draft.add(
            Quad(NamedNode(f"{EXAMPLE}{n}"), label, Literal(f"thing {n}"), graph) for n in range(10)
        )
    return home.require()


@pytest.fixture
def kept(
    request: pytest.FixtureRequest, release: Release, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stock]:
    """Workers of a release held in memory, so many of them with all of it to themselves."""
    monkeypatch.setattr(stock, "STARTING", 0.5)
    monkeypatch.setattr(stock, "COPYING", 0.0)
    triples = release.manifest.triples
    limits = Limits(lanes=LANES, in_memory=request.param * triples)
    kept = Noted(release.path, limits)
    try:
        worker = kept.take()
        kept.used(worker.nursery, 1.0)
        kept.discard(worker)
        end = time.monotonic() + 60
        while not (kept.in_memory and not kept._idle.wanting) and time.monotonic() < end:
            time.sleep(0.05)
        assert kept.in_memory
        yield kept
    finally:
        kept.close()


@pytest.mark.parametrize("kept", [3], indirect=True)
def test_owners_are_taken_first_and_replaced(kept: Stock) -> None:
    taken = [kept.take() for _ in range(4)]
    assert [worker.owns for worker in taken] == [True, True, True, False]
    for worker in reversed(taken):
        kept.give_back(worker)
    first = kept.take()
    assert first.owns
    kept.discard(first)
    again = [kept.take() for _ in range(4)]
    assert [worker.owns for worker in again] == [True, True, True, False]
    assert first not in again


@pytest.mark.parametrize("kept", [1], indirect=True)
def test_the_owner_is_taken_again_after_a_slow_query(kept: Stock) -> None:
    owner = kept.take()
    owner.ask(QueryRequest("ASK {}"), 9)
    until = time.monotonic() + 10
    listen(owner.channel, until, until)
    kept.give_back(owner)
    assert kept.take() is owner
    assert not kept.take().owns


@pytest.mark.parametrize("kept", [1], indirect=True)
def test_without_room_for_a_copy_a_release_stays_on_the_disk(
    kept: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "free_memory", lambda: 0)
    kept.switch(kept.release)
    nursery = kept.take().nursery
    kept._copy(nursery)
    assert not kept.in_memory
    monkeypatch.undo()
    kept._copy(nursery)
    assert kept.in_memory


@pytest.mark.parametrize("kept", [1], indirect=True)
def test_a_worker_is_asked_while_it_is_told_to_own_its_memory(kept: Stock) -> None:
    for _ in range(50):
        worker = kept.take()
        worker.own()
        ask(worker.channel, QueryRequest("ASK {}"))
        until = time.monotonic() + 10
        answer, _ = listen(worker.channel, until, until)
        assert isinstance(answer, QueryAnswer)
        assert answer.body == b'{"head":{},"boolean":true}'
        kept.give_back(worker)


def test_a_release_is_copied_into_memory_only_while_it_is_wanted() -> None:
    quad = Quad(NamedNode(EXAMPLE), NamedNode(EXAMPLE), NamedNode(EXAMPLE))
    ours, theirs = socket.socketpair()
    with ours:
        copied = forkserver._while_wanted(repeat(quad), ours)
        with theirs:
            assert [*islice(copied, 100_000)] == [quad] * 100_000
        with pytest.raises(WorkerDiedError):
            deque(islice(copied, 100_000), 0)
