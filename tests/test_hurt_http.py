"""A server whose processes are killed, whose disk fills up and whose input is garbled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from chain import publish
from graph.releases import Home
from running import Running, eventually, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

WRITES = ("--anonymous-writes",)
UPDATE, QUERY = "application/sparql-update", "application/sparql-query"
NUMBERS = "SELECT ?n { GRAPH <x:numbers> { ?s <x:n> ?n } }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < 150) }"
PROBLEM = "application/problem+json"


def _spools(pid: int) -> int:
    """Bytes in the unlinked files that a process has open for its answer."""
    most = 0
    for each in Path(f"/proc/{pid}/fd").glob("*"):
        with suppress(OSError):
            if "(deleted)" in str(each.readlink()):
                most = max(most, each.stat().st_size)
    return most


def _leaves(server: Running) -> set[int]:
    """The processes below which there is none: what answers queries and makes changes."""
    everyone = server.children()
    parents = set()
    for pid in everyone:
        with suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text()
            parents.add(int(stat.rpartition(")")[2].split()[1]))
    return everyone - parents


def test_a_worker_killed_in_mid_result_gives_no_complete_looking_200(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, *range(400))
    with running(home.path, "--query-seconds", "60") as server:
        found: list[int] = []
        asking = threading.Thread(target=lambda: found.append(server.query(LARGE).status))
        asking.start()
        writing: list[int] = []

        def writes() -> bool:
            writing[:] = [pid for pid in server.children() if _spools(pid) > 10 << 20]
            return bool(writing)

        assert eventually(writes, 30)
        os.kill(writing[0], signal.SIGKILL)
        asking.join()
        assert found == [500]
        assert server.query("ASK {}").status == 200


def test_a_server_killed_in_mid_transfer_gives_no_complete_looking_200(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    publish(home, *range(400))
    with running(home.path) as server:
        line = HTTPConnection("127.0.0.1", server.port, timeout=30)
        small = LARGE.replace("?g ?h ?i ", "") + " LIMIT 60000"
        line.request("POST", "/sparql", small, {"Content-Type": QUERY})
        response = line.getresponse()
        assert response.status == 200
        length = int(response.headers["Content-Length"])
        assert length > 4 << 20
        taken = len(response.read(1000))
        server.process.kill()
        with pytest.raises((HTTPException, OSError)):  # noqa: PT012
            taken += len(response.read())
            assert taken == length  # all of it was on its way already
            raise HTTPException
        line.close()
        server.process.wait()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    with suppress(OSError):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            yield place
            subprocess.run(["umount", "--lazy", str(place)], check=True)
            return
    pytest.skip("needs the right to mount a small file system")


def test_a_disk_that_fills_up_in_mid_write_gives_507_and_loses_nothing(small_disk: Path) -> None:
    publish(Home(small_disk / "home"), *range(10))
    (small_disk / "ballast").write_bytes(b"x" * (58 << 20))
    data = "".join(f'<x:{n}> <x:p> "{n} {random.Random(n).random()}" .\n' for n in range(40_000))
    with running(small_disk / "home", *WRITES) as server:
        put = "/store?graph=x:large"
        answer = server.ask("PUT", put, data.encode(), Content_Type="application/n-triples")
        assert answer.status == 507, answer.body
        assert answer.json["type"].endswith("/storage-full")
        assert server.query("SELECT * { ?s ?p ?o }").headers["x-release"] == "1"
        assert server.ask("GET", put).status == 404
        assert not list((small_disk / "home" / "drafts").iterdir())
        (small_disk / "ballast").unlink()
        answer = server.ask("PUT", put, data.encode(), Content_Type="application/n-triples")
        assert answer.status == 201, answer.body
        assert answer.headers["x-release"] == "2"


KILLS = Counter({"worker": 40, "writer": 40, "server": 20})


class Book:
    """Numbers that are written through a server which is killed, and what was acknowledged."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self._home, self._stack = home, stack
        self.sure: set[int] = set()
        self.release = 0
        self.unsure = 0
        self.server = self._start()

    def _start(self) -> Running:
        return self._stack.enter_context(running(self._home, *WRITES))

    def again(self) -> None:
        """Another server in place of the one that was killed."""
        self.server.process.wait()
        self.server = self._start()

    def write(self, number: int) -> None:
        """Writes a number; it counts once that has been acknowledged."""
        text = f"INSERT DATA {{ GRAPH <x:numbers> {{ <x:{number}> <x:n> {number} }} }}"
        with suppress(OSError, HTTPException):
            answer = self.server.ask("POST", "/update", text.encode(), Content_Type=UPDATE)
            if answer.status == 204:
                self.sure.add(number)
                self.release = int(answer.headers["x-release"])
                return
            assert answer.status in {500, 503}, answer.body
        self.unsure += 1

    def check(self) -> None:
        """Nothing acknowledged is missing, from the cache as from the release itself."""
        for _ in range(2):  # the second comes from the cache
            answer = self.server.query(NUMBERS)
            assert answer.status == 200, answer.body
            rows = answer.json["results"]["bindings"]
            assert self.sure <= {int(row["n"]["value"]) for row in rows}
            assert int(answer.headers["x-release"]) >= self.release


def kill(book: Book, what: str, instants: random.Random) -> None:
    """Kills a process of that kind at a random instant from now on."""
    server = book.server
    idle = _leaves(server)
    time.sleep(instants.uniform(0, 0.05))
    if what == "server":
        time.sleep(instants.uniform(0, 0.3))
        server.process.kill()
    elif what == "writer":
        fresh: set[int] = set()
        eventually(lambda: fresh.update(_leaves(server) - idle) or fresh, 2)
        time.sleep(instants.uniform(0, 0.15))
        for pid in fresh:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    else:
        with suppress(ProcessLookupError):
            os.kill(instants.choice(sorted(idle)), signal.SIGKILL)


def test_a_hundred_kills_lose_nothing_that_was_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(Home(tmp_path / "home"), 1)
    instants = random.Random(100)
    order = sorted(KILLS.elements(), key=lambda _: instants.random())
    assert len(order) == 100
    with ExitStack() as stack:
        stack.callback(lambda: None)
        book = Book(tmp_path / "home", stack)
        for number, what in enumerate(order):
            book.check()
            writing = threading.Thread(target=book.write, args=(number,))
            writing.start()
            kill(book, what, instants)
            writing.join()
            if what == "server":
                book.again()
            book.check()
        assert len(book.sure) > 20
        assert book.unsure > 10
        with capsys.disabled():
            print(f"\n{len(book.sure)} writes acknowledged, {book.unsure} not: none lost")
    with Home(tmp_path / "home").require() as release:
        assert list(release.verify()) == []


DOCUMENTS = {
    "text/turtle": b'''@prefix : <http://example.org/> . @base <http://example.org/b/> .
:a a :B ; :p "text"@en-gb, """long "text\\" \\u4e24"""^^<x:t>, 1.5e3, true, ( 1 [ :q <rel> ] ) .
''',
    "application/n-triples": b"""<http://example.org/a> <http://example.org/p> "x\\t\\U00004E24" .
_:b1 <http://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
""",
    "application/n-quads": b"""<x:a> <x:b> "c"@en <x:graph> .
_:a <x:b> _:a <x:other> .
""",
    "application/ld+json": b"""{"@context": {"n": "http://example.org/n", "@vocab": "x:v/"},
"@id": "http://example.org/a", "@type": ["B"], "n": [1, 2.5, true, null, {"@value": "t",
"@language": "en"}, {"@list": [{"@id": "_:x"}, {"@reverse": {"n": {"@id": "x:r"}}}]}]}""",
    "application/rdf+xml": b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "http://example.org/">]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<r:Description r:about="&e;a"><e:p r:datatype="x:t">1</e:p><e:q r:parseType="Collection">
<e:B r:nodeID="n"/></e:q><e:z r:parseType="Literal"><b>t</b></e:z></r:Description></r:RDF>""",
    "application/trix": b"""<?xml version="1.0"?><TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/">
<graph><uri>x:g</uri><triple><uri>x:a</uri><uri>x:b</uri><plainLiteral>c</plainLiteral></triple>
</graph></TriX>""",
}
TEXTS = {
    QUERY: b"""PREFIX : <http://example.org/> SELECT DISTINCT ?s (COUNT(*) AS ?n)
FROM NAMED <x:numbers> { GRAPH ?g { ?s :p|^:q*/!(a|:r) ?o . OPTIONAL { ?s ?p "x"@en, 1.5, true } }
FILTER(?o IN (1, 2) && !EXISTS { ?s a [] } || REGEX(STR(?o), "a.*b", "i")) BIND(RAND() AS ?r)
VALUES (?s ?o) { (:a UNDEF) } } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n) LIMIT 5""",
    UPDATE: b"""PREFIX : <http://example.org/> WITH <x:numbers> DELETE { ?s :p ?o }
INSERT { ?s :q "z" } WHERE { ?s :p ?o FILTER(?o > 3) } ;
INSERT DATA { GRAPH <x:g> { :a :b "c"@en , 1.0 } } ; CLEAR SILENT GRAPH <x:none> ;
COPY SILENT <x:none> TO <x:g>""",
}
PIECES = (
    b"{",
    b"}",
    b"(",
    b"<",
    b">",
    b'"',
    b"\\",
    b"\x00",
    b"\xff",
    b"&e;",
    b"_:",
    b"@",
    b".",
    "\u4e24".encode(),
    b"\xed\xa0\x80",
    b"[" * 300,
    b"{" * 300,
    b"9" * 400,
    b"SERVICE ",
    b"#",
)
SOUND = {200, 201, 204, 400, 403, 406, 409, 415, 422}
"""Statuses that input of this kind may have, beside the limits of a worker."""
LIMITS = {"query-time", "query-memory", "query-too-complex", "worker", "query-failed"}


def mutated(data: bytes, chosen: random.Random) -> bytes:
    """The data with a few bytes changed, left out, doubled, moved or put in."""
    for _ in range(chosen.choice((1, 1, 2, 3, 8))):
        at, to = sorted(chosen.randrange(len(data) + 1) for _ in range(2))
        part = data[at:to][: chosen.choice((1, 4, 40))]
        data = (
            chosen.choice(
                (
                    data[:at] + data[at + len(part) :],
                    data[:at] + part + data[at:],
                    data[:at] + chosen.choice(PIECES) + data[at:],
                    data[:at] + bytes([chosen.randrange(256)]) + data[at + 1 :],
                    data[:at] + data[to:] + part,
                    data[:to],
                )
            )
            or b" "
        )
    return data


def _children(pid: int) -> set[int]:
    """The processes right below one; those that hold a release come and go with releases."""
    files = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(each) for file in files for each in file.read_text().split()}


def inputs(number: int) -> Iterator[tuple[str, str, str, bytes]]:
    """So many requests: method, address, media type and a mutated body."""
    chosen = random.Random(2_000)
    for count in range(number):
        if count % 2:
            media_type = chosen.choice(list(TEXTS))
            url = "/sparql" if media_type == QUERY else "/update"
            yield "POST", url, media_type, mutated(TEXTS[media_type], chosen)
        else:
            media_type = chosen.choice(list(DOCUMENTS))
            sent = "application/rdf+xml" if "trix" in media_type and count % 4 else media_type
            url = f"/store?graph=x:m{count % 7}"
            yield "PUT", url, sent, mutated(DOCUMENTS[media_type], chosen)


def test_two_thousand_garbled_inputs_end_no_process_but_a_worker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(Home(tmp_path / "home"), *range(20))
    statuses: Counter[int] = Counter()
    wrong = []
    with running(tmp_path / "home", *WRITES, "--query-seconds", "5") as server:
        server.ask("PUT", "/store?graph=x:m0", b"<x:a> <x:b> 1 .", Content_Type="text/turtle")
        lasting = {server.process.pid, *_children(server.process.pid)}

        def send(each: tuple[str, str, str, bytes]) -> None:
            method, url, media_type, body = each
            answer = server.ask(method, url, body, Content_Type=media_type)
            statuses[answer.status] += 1
            if answer.status in SOUND:
                return
            kind = answer.json["type"].rpartition("/")[2]
            if answer.headers["content-type"] != PROBLEM or kind not in LIMITS:
                wrong.append((each, answer.status, answer.body))

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(send, inputs(2_000)))
        assert not wrong
        assert statuses.total() == 2_000
        assert len(lasting) > 1
        assert lasting <= {server.process.pid, *server.children()}
        assert server.query("ASK {}").status == 200
        log = server.log.read_text()
        assert "Traceback" not in log
    with capsys.disabled():
        print(f"\n2,000 garbled inputs: {dict(sorted(statuses.items()))}")
