"""The service as it is run: its limits, its log, its figures, its end."""

from __future__ import annotations

import json
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from chain import publish
from graph.releases import Home
from running import PRODUCT, Running, alive, busy, eventually, running
from served import client, made
from server.tokens import add

RESULTS = "application/sparql-query"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = made(tmp_path_factory.mktemp("operation") / "home")
    publish(home, *range(400))
    return home


@pytest.fixture(scope="module")
def server(home: Home) -> Iterator[Running]:
    with running(home.path, "--query-seconds", "2", "--query-memory", "256") as found:
        yield found


def kind(answer: object) -> tuple[int, str]:
    document = answer.json  # type: ignore[attr-defined]
    status: int = answer.status  # type: ignore[attr-defined]
    assert document["status"] == status
    return status, document["type"].rpartition("/")[2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (PRODUCT, (504, "query-time")),
        (f"SELECT * {{ {'{' * 5000} ?s ?p ?o {'}' * 5000} }}", (400, "query-too-complex")),
        (f"ASK {{ ?s ?p {'x' * 200_000} }}", (400, "query-too-complex")),
        (
            "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x)"
            " { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            (500, "query-memory"),
        ),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", (403, "remote-refused")),
        ("SELECT", (400, "query-syntax")),
    ],
    ids=["time", "nesting", "length", "memory", "service", "syntax"],
)
def test_a_hostile_query_gets_its_status_within_its_limit(
    server: Running, query: str, expected: tuple[int, str]
) -> None:
    began = time.monotonic()
    answer = server.ask("POST", "/sparql", query.encode(), Content_Type=RESULTS)
    seconds = time.monotonic() - began
    found = kind(answer)
    assert found == expected or (expected[1] == "query-memory" and found == (504, "query-time"))
    assert seconds < 3
    assert answer.headers["cache-control"] == "no-store"
    assert server.query("ASK { ?s ?p ?o }").json["boolean"] is True


def test_a_wish_for_less_time_is_kept(server: Running) -> None:
    began = time.monotonic()
    assert kind(server.query(PRODUCT, timeout="0.3")) == (504, "query-time")
    assert time.monotonic() - began < 1.3


def test_answers_say_which_release_and_how_long(server: Running) -> None:
    answer = server.query("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    assert answer.status == 200
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["x-release"] == "2"


def test_large_answers_arrive_whole_and_slow_readers_cost_no_memory(server: Running) -> None:
    query = "SELECT * { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } } LIMIT 30000"
    tries = (server.query(query) for _ in range(30))  # a busy machine has it late now and then
    answer = next(each for each in tries if each.status != 504)
    assert answer.status == 200
    assert int(answer.headers["content-length"]) == len(answer.body) > 8_000_000
    assert len(answer.json["results"]["bindings"]) == 30_000
    path = "/sparql?" + urlencode({"query": query})
    while not server.figure("lianghui_release_in_memory"):  # or its copy would count as growth
        server.query(query)
    before = server.memory()
    slow = [server.connect(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()) for _ in range(8)]
    time.sleep(3)
    grown = server.memory() - before
    for each in slow:
        each.close()
    assert grown < 60_000_000


def test_who_hangs_up_frees_the_worker(server: Running) -> None:
    path = "/sparql?" + urlencode({"query": PRODUCT})
    calls = [server.connect(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()) for _ in range(6)]
    assert eventually(lambda: _running(server) >= 2, 2)
    for each in calls:
        each.close()
    assert eventually(lambda: _running(server) == 0, 1)
    before = busy(server.children())
    time.sleep(1)
    assert busy(server.children()) - before < 0.3


def test_who_hangs_up_at_once_frees_the_worker_too(server: Running) -> None:
    path = "/sparql?" + urlencode({"query": PRODUCT})
    for _ in range(6):
        server.connect(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()).close()
    time.sleep(0.2)
    assert eventually(lambda: _running(server) == 0, 3)


def _running(server: Running) -> int:
    text = server.ask("GET", "/metrics").body.decode()
    found = [line for line in text.splitlines() if line.startswith("lianghui_queries_running{")]
    assert len(found) == 3
    return sum(int(float(line.rpartition(" ")[2])) for line in found)


def test_a_worker_killed_at_work_gives_500_and_nobody_else_notices(server: Running) -> None:
    answers: list[tuple[int, str]] = []
    thread = threading.Thread(target=lambda: answers.append(kind(server.query(PRODUCT))))
    idle = {pid: busy({pid}) for pid in server.children()}
    thread.start()
    assert eventually(lambda: any(busy({pid}) - idle.get(pid, 0) > 0.4 for pid in _leaves(server)))
    worker = max(_leaves(server), key=lambda pid: busy({pid}) - idle.get(pid, 0))
    os.kill(worker, signal.SIGKILL)
    thread.join()
    assert answers == [(500, "worker")]
    assert server.query("ASK {}").status == 200


def _leaves(server: Running) -> set[int]:
    """The processes that answer queries: they have none below them."""
    everyone = server.children()
    parents = {
        int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in everyone
    }
    return everyone - parents


def test_a_body_that_stops_coming_is_cut_off(server: Running) -> None:
    head = (
        "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        "Content-Length: 100\r\n\r\nASK"
    )
    began = time.monotonic()
    with server.connect(head.encode()) as slow, server.connect(b"GET /spar") as slower:
        assert server.query("ASK {}").status == 200
        assert slow.recv(1000).startswith(b"HTTP/1.1 408")
        slower.settimeout(20)
        assert slower.recv(1000)[:12] in (b"", b"HTTP/1.1 408")
    assert time.monotonic() - began < 15


def test_bodies_have_their_sizes(server: Running, home: Home) -> None:
    large = b"x" * 2_000_001
    named = {"Content_Type": RESULTS}
    assert kind(server.ask("POST", "/sparql", large, **named)) == (413, "too-large")
    with server.connect(
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    ) as connection:
        for _ in range(25):
            connection.sendall(b"186a0\r\n" + b"x" * 100_000 + b"\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 413")
    update = {"Content_Type": "application/sparql-update"}
    assert server.ask("POST", "/update", large, **update).status == 413
    secret = add(home.path, "writer")
    answer = server.ask("POST", "/update", large, Authorization=f"Bearer {secret}", **update)
    assert answer.status == 400
    text = server.log.read_text()
    assert secret not in text
    assert quote(secret) not in text


def test_a_body_that_finds_no_room_is_told_of_as_all_errors_are(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    update = {"Content_Type": "application/sparql-update"}
    with running(home.path, "--anonymous-writes") as server:
        for pid in (server.process.pid, *server.children()):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
        answer = server.ask("POST", "/update", b"#" * 6_000_000, X_Request_Id="roomy", **update)
        assert kind(answer) == (507, "storage-full")
        assert answer.headers["x-request-id"] == answer.json["request"] == "roomy"
        assert eventually(lambda: "roomy" in [each["id"] for each in server.lines()])
        assert server.query("ASK {}").status == 200


def test_a_list_of_tokens_that_cannot_be_read_is_told_of_before_a_body_is(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    (home.path / "tokens.json").write_text("{bad")
    update = {"Content_Type": "application/sparql-update"}
    with running(home.path) as server:
        answer = server.ask("POST", "/update", b"# nothing", X_Request_Id="torn", **update)
        assert kind(answer) == (500, "damaged")
        assert answer.json["detail"].startswith("tokens.json: is no list of tokens")
        assert answer.headers["x-request-id"] == "torn"
        assert eventually(lambda: "torn" in [each["id"] for each in server.lines()])


def test_every_request_is_a_line_of_json(server: Running) -> None:
    server.query("SELECT ?s { ?s ?p ?o } LIMIT 3")
    server.ask("GET", "/sparql?query=ASK%7B%7D&secret=hidden", X_Request_Id="mine-1")
    server.ask("GET", "/sparql?query=ASK%7B%7D&secret=hidden", X_Request_Id="mine-2")
    server.query(PRODUCT)
    server.ask("GET", "/none")
    assert eventually(lambda: server.lines()[-1]["path"] == "/none", 2)
    *_, rows, miss, hit, slow, none = server.lines()
    assert set(rows) >= {"id", "release", "status", "ms", "rows", "cache", "truncated", "client"}
    assert (rows["rows"], rows["status"], rows["release"]) == (3, 200, 2)
    assert [each["cache"] for each in (miss, hit)] == ["miss", "hit"]
    assert [each["id"] for each in (miss, hit)] == ["mine-1", "mine-2"]
    assert (slow["slow"], slow["status"], slow["query"]) == (True, 504, PRODUCT)
    assert none["status"] == 404
    assert "hidden" not in server.log.read_text()


def test_what_is_asked_again_letter_by_letter_is_answered_alike(server: Running) -> None:
    again = "ASK { ?again ?letter ?by }"
    before = server.figure("lianghui_requests_running")
    answers = [server.query(again) for _ in range(4)]
    names = [each.headers.pop("x-request-id") for each in answers]
    for each in answers:
        each.headers.pop("date", None)
    assert all(each == answers[0] for each in answers)
    assert eventually(lambda: {line["id"] for line in server.lines()} >= set(names), 2)
    lines = [line for line in server.lines() if line["id"] in names]
    assert [line.pop("cache") for line in lines] == ["miss", "hit", "hit", "hit"]
    assert {line["client"] for line in lines} == {"127.0.0.1"}
    assert len({tuple(line[name] for name in ("method", "path", "rows")) for line in lines}) == 1
    assert server.figure("lianghui_requests_running") == before
    path = "/sparql?" + urlencode({"query": again})
    assert server.ask("GET", path, Accept="text/html").status != 200
    other = server.ask("GET", path, Accept="application/sparql-results+xml")
    assert other.headers["content-type"] == "application/sparql-results+xml"
    assert server.ask("GET", path, If_None_Match=answers[0].headers["etag"]).status == 304
    assert server.ask("GET", path, X_Request_Id="mine").headers["x-request-id"] == "mine"


def test_metrics_are_prometheus_text(server: Running) -> None:
    answer = server.ask("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.body.decode().splitlines()
    helped = {line.split()[2] for line in lines if line.startswith("# HELP")}
    assert {"lianghui_requests_total", "lianghui_request_seconds"} <= helped
    for line in lines:
        if not line.startswith("#"):
            float(line.rpartition(" ")[2])
            assert any(line.startswith(name) for name in helped)
    buckets = [float(x.rpartition(" ")[2]) for x in lines if "_seconds_bucket" in x]
    assert buckets == sorted(buckets)
    assert buckets[-1] == server.figure("lianghui_request_seconds_count") - 1


@pytest.mark.slow
def test_the_service_tells_whether_it_answers_from_memory(home: Home) -> None:
    heavy = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d }"})

    def asked(found: Running, most: int) -> int:
        """How often it is asked until it answers from memory, so many times at the most."""
        for times in range(most):
            if found.figure("lianghui_release_in_memory"):
                return times
            assert found.ask("GET", f"/sparql?{heavy}").status == 200
        return most

    with running(home.path, "--no-cache") as found:
        times = asked(found, 1_000)
    assert 1 < times < 1_000
    with running(home.path, "--no-cache", "--release-memory", "0") as found:
        assert asked(found, 2 * times) == 2 * times


def test_a_new_release_is_answered_at_once_and_never_an_old_answer(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    with running(home.path) as server:
        first = int(server.query(count).json["results"]["bindings"][0]["n"]["value"])
        for more in range(1, 6):
            number = publish(home, more)
            for _ in range(3):
                answer = server.query(count)
                found = int(answer.json["results"]["bindings"][0]["n"]["value"])
                assert (answer.headers["x-release"], found) == (str(number), first + more)
        home.rollback(1)
        assert server.query(count).headers["x-release"] == "1"


def test_a_graceful_stop_finishes_what_runs(home: Home) -> None:
    with running(home.path, "--query-seconds", "3") as server:
        everyone = server.children()
        assert len(everyone) > 5
        answers: list[tuple[int, str]] = []
        thread = threading.Thread(target=lambda: answers.append(kind(server.query(PRODUCT))))
        thread.start()
        assert eventually(lambda: _running(server) == 1)
        server.process.send_signal(signal.SIGTERM)
        thread.join()
        assert answers == [(504, "query-time")]
        assert server.process.wait(20) == 0
        assert eventually(lambda: not any(map(alive, everyone)), 5)
        with pytest.raises(ConnectionRefusedError):
            server.query("ASK {}")


def test_a_killed_server_leaves_no_process_behind(home: Home) -> None:
    with running(home.path) as server:
        calls = [
            server.connect(
                f"GET /sparql?query={quote(PRODUCT)} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
            )
            for _ in range(4)
        ]
        assert eventually(lambda: _running(server) >= 2)
        everyone = server.children()
        server.process.kill()
        server.process.wait()
        assert eventually(lambda: not any(map(alive, everyone)), 5)
        for each in calls:
            each.close()


def test_pages_run_no_scripts_but_our_own(tmp_path: Path) -> None:
    asking = client(tmp_path / "home")
    pages = ["/", "/sparql", "/ontology", "/graph", "/page/province/140000", "/none"]
    pages.append("/sparql?format=html&query=" + quote("SELECT * { ?s ?p ?o }"))
    for path in pages:
        answer = asking.get(path, headers={"Accept": "text/html"})
        if answer.mimetype != "text/html":
            continue
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        if not path.startswith("/sparql"):  # one style attribute of the editor, by its digest
            assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        body = answer.get_data(as_text=True)
        assert "<style" not in body
        assert " style=" not in body
        assert " onclick=" not in body
        assert "<script>" not in body
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert asking.get("/", headers={"Accept": "text/html"}).mimetype == "text/html"


def test_who_asks_is_taken_from_the_proxy_only_when_told(tmp_path: Path) -> None:
    from server.execute import client as who

    for proxy, expected in ((False, "127.0.0.1"), (True, "9.9.9.9")):
        asking = client(tmp_path / "home", behind_proxy=proxy)
        with asking.application.test_request_context(
            headers={"X-Forwarded-For": "1.1.1.1, 9.9.9.9"},
            environ_base={"REMOTE_ADDR": "127.0.0.1"},
        ):
            assert who() == expected


def test_a_broken_request_line_hurts_nobody(server: Running) -> None:
    for junk in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /%ff HTTP/1.1\r\n\r\n"):
        with server.connect(junk) as connection:
            connection.settimeout(15)
            with suppress(TimeoutError, ConnectionResetError):
                connection.recv(100)
    assert server.query("ASK {}").status == 200
    assert json.loads(server.ask("GET", "/readyz").body)["status"] == "ready"


def test_an_address_that_is_not_percent_encoded_is_read_as_utf_8(server: Running) -> None:
    with server.connect(
        "GET /search?q=区块链 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    ) as connection:
        head = connection.recv(64)
    assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 404"))


def test_an_answer_names_the_release_that_it_is_from_and_no_other(server: Running) -> None:
    current = server.ask("GET", "/readyz").json["release"]
    for url in ("/sparql?query=ASK{}", "/versions", "/", "/data/province/1", "/sparql?query=ASK"):
        assert server.ask("GET", url).headers["x-release"] == str(current), url
    none = [("GET", "/healthz"), ("GET", "/static/style.css"), ("GET", "/nowhere")]
    for method, url in [*none, ("DELETE", "/sparql"), ("OPTIONS", "/sparql")]:
        headers = server.ask(method, url).headers
        assert "x-release" not in headers, url
        assert headers["x-request-id"], url


def test_sizes_and_what_is_slow_are_set_when_it_is_started(home: Home) -> None:
    sizes = ("--body-size", "1", "--update-size", "3", "--load-size", "2", "--cache-memory", "1")
    with running(home.path, *sizes, "--slow-seconds", "0", "--anonymous-writes") as server:
        update, turtle = {"Content-Type": "application/sparql-update"}, "text/turtle"
        places = {
            "/sparql": (1, {"Content-Type": RESULTS}),
            "/shacl": (1, {"Content-Type": turtle}),
            "/store?graph=x:g": (2, {"Content-Type": turtle}),
            "/update": (3, update),
        }
        for url, (megabytes, headers) in places.items():
            answer = server.ask("POST", url, b"#" * (megabytes * 1_000_000 + 1), **headers)
            assert kind(answer) == (413, "too-large"), url
            assert f"{megabytes},000,000 bytes" in answer.json["detail"], url
        large = 'SELECT ("%s" AS ?x) { VALUES ?y { 1 2 } }' % ("x" * 99_000)
        for _ in range(2):
            assert server.ask("POST", "/sparql", large.encode(), Content_Type=RESULTS).status == 200
        assert eventually(lambda: len(server.lines()) >= 7)
        slow = [each for each in server.lines() if each["status"] == 200 and each["rows"] == 2]
        assert [each["cache"] for each in slow] == ["miss", "miss"]
        assert all(each["slow"] and each["query"].startswith("SELECT") for each in slow)
