"""Changes over HTTP are made in processes of their own, which can end without harm."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from chain import publish
from graph.errors import (
    ConditionError,
    QueryMemoryError,
    QueryTimeoutError,
    QueryTooComplexError,
    RefusedError,
    RequestError,
    WorkerDiedError,
)
from graph.open import open_home
from graph.rdf.document import Document
from graph.releases import Home
from graph.writing.change import Conditions, Update, Write
from graph.writing.writer import Writer
from ontology.names import BASE as BASE_IRI
from running import below, eventually

BASE = "http://127.0.0.1/update"
GRAPH = "http://example.org/new"
CROSS = " ".join(f"GRAPH ?g{n} {{ ?a{n} ?b{n} ?c{n} }}" for n in range(6))
SUM = " + ".join(f"?c{n}" for n in range(6))
ENDLESS = f"INSERT {{ GRAPH <x:g> {{ ?a0 ?b0 1 }} }} WHERE {{ {CROSS} FILTER({SUM} < 0) }}"
SORTED = f"SELECT * {{ {CROSS} }} ORDER BY ?c5 ?c0"
GROWING = f"INSERT {{ GRAPH <x:g> {{ ?a0 ?b0 1 }} }} WHERE {{ {{ {SORTED} }} }}"
NONE = Conditions()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    publish(Home(tmp_path / "home"), *range(300))
    return tmp_path / "home"


@pytest.fixture
def writer() -> Iterator[Writer]:
    found = Writer(60, 1 << 30)
    yield found
    found.close()


def update(home: Path, text: str, conditions: Conditions = NONE) -> Update:
    return Update(home, conditions, text, BASE)


def put(home: Path, data: bytes | Path, media_type: str = "text/turtle") -> Write:
    return Write(home, Conditions(), GRAPH, GRAPH, "PUT", (Document(media_type, data),))


def release(home: Path) -> int:
    return open_home(home).number() or 0


def still_works(home: Path, writer: Writer) -> None:
    before = release(home)
    outcome = writer.make(put(home, f"<> <x:after> {before} .".encode()))
    assert outcome.release == release(home) == before + 1


def test_a_change_is_a_release_made_elsewhere(home: Path, writer: Writer) -> None:
    first = writer.make(update(home, f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <x:a> <x:b> 1 }} }}"))
    assert (first.release, first.there) == (2, True)
    second = writer.make(put(home, b"<x:a> <x:b> <y> ."))
    assert (second.release, second.there) == (3, True)
    same = writer.make(put(home, b"<x:a> <x:b> <y> ."))
    assert same.release == release(home) == 3
    with open_home(home).require() as current:
        assert current.store.contains_named_graph(NamedNode(GRAPH))


@pytest.mark.slow
def test_a_large_document_is_read_from_the_file_that_holds_it(
    home: Path, writer: Writer, tmp_path: Path
) -> None:
    file = tmp_path / "upload"
    file.write_text("".join(f"<x:a> <x:b> {n} .\n" for n in range(20_000)))
    with file.open("rb") as held:
        file.unlink()
        place = Path(f"/proc/{os.getpid()}/fd/{held.fileno()}")
        assert writer.make(put(home, place)).release == 2
    with open_home(home).require() as current:
        assert current.manifest.graphs[GRAPH].triples == 20_000


def test_refusals_come_back_as_they_were_raised(home: Path, writer: Writer) -> None:
    review, kind = f"<{BASE_IRI}id/review/1>", f"<{BASE_IRI}ontology#Review>"
    text = f"INSERT DATA {{ GRAPH <{BASE_IRI}graph/curated/x> {{ {review} a {kind} }} }}"
    with pytest.raises(RefusedError) as refused:
        writer.make(update(home, text))
    assert refused.value.violations[0].messages["zh"]
    with pytest.raises(ConditionError):
        writer.make(update(home, "CLEAR ALL", Conditions(match=("7",))))
    with pytest.raises(RequestError, match="line 1"):
        writer.make(update(home, "INSERT DATA { GRAPH"))
    with pytest.raises(RequestError, match="not text/turtle"):
        writer.make(put(home, b"<a"))
    assert release(home) == 1
    still_works(home, writer)


@pytest.mark.slow
def test_a_change_that_never_ends_is_stopped(home: Path) -> None:
    writer = Writer(5, 1 << 30)
    try:
        with pytest.raises(QueryTimeoutError, match="stopped"):
            writer.make(update(home, ENDLESS))
        assert release(home) == 1
        still_works(home, writer)
    finally:
        writer.close()


@pytest.mark.slow
def test_a_change_that_needs_too_much_memory_ends_alone(home: Path) -> None:
    writer = Writer(60, 600 << 20)
    try:
        with pytest.raises(QueryMemoryError, match="600 MiB"):
            writer.make(update(home, GROWING))
        assert release(home) == 1
        still_works(home, writer)
    finally:
        writer.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"<x:a> <x:b> " + b"[ <x:b> " * 20_000 + b"1" + b" ]" * 20_000 + b" .", "text/turtle"),
        (b"<x:a> <x:b> " + b"(" * 20_000 + b")" * 20_000 + b" .", "text/turtle"),
        (b'{"@id":"x:a","x:b":' * 100_000 + b"1" + b"}" * 100_000, "application/ld+json"),
        (b"<a>" * 20_000, "application/rdf+xml"),
    ],
    ids=["blank nodes", "lists", "JSON", "XML"],
)
def test_data_nested_without_end_costs_one_process_at_most(
    home: Path, writer: Writer, data: bytes, media_type: str
) -> None:
    try:
        writer.make(put(home, data, media_type))
    except (RequestError, QueryTooComplexError, QueryMemoryError):
        assert release(home) == 1
    still_works(home, writer)


def test_a_writer_that_is_killed_leaves_the_last_release(home: Path, writer: Writer) -> None:
    still_works(home, writer)
    ended: list[Exception] = []

    def change() -> None:
        try:
            writer.make(update(home, ENDLESS))
        except WorkerDiedError as error:
            ended.append(error)

    before = below(os.getpid())
    thread = threading.Thread(target=change)
    thread.start()
    drafts = home / "drafts"
    assert eventually(lambda: any(drafts.iterdir()) and below(os.getpid()) - before)
    for each in below(os.getpid()) - before:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    thread.join(60)
    assert len(ended) == 1
    still_works(home, writer)
    assert not list(drafts.iterdir())
