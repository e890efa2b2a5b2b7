"""SERVICE to listed addresses: what it answers, and what an address cannot talk its way into."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elsewhere import drips, elsewhere, floods, leads_to, oxigraph, says
from graph.errors import InputError, RemoteFailedError, RemoteRefusedError, RemoteTimeoutError
from graph.remote import broker
from graph.remote.allowed import check_entries, listed, reachable
from graph.remote.fetch import Call, fetch
from served import client, problem

REMOTE = b"""
PREFIX : <http://example.org/>
:a :label "one"@en , "eins"@de ; :size 5 . :b :label "two" ; :near [ :label "nameless" ] .
:c :label "three" .
"""
LOCAL = "http://example.org/"
ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    with oxigraph(REMOTE) as address:
        yield address


class Service:
    """Our service, allowed to ask those addresses; its workers are real."""

    def __init__(self, path: Path, *entries: str) -> None:
        self.client = client(path, isolated=True, allow_remote=entries)

    def ask(self, text: str) -> tuple[int, object]:
        answer = self.client.get(f"/sparql?query={quote(text)}")
        if answer.status_code == 200:
            assert answer.headers["Cache-Control"] == "no-store"
            found = json.loads(answer.get_data())
            return 200, found.get("boolean", found.get("results", {}).get("bindings"))
        return answer.status_code, str(problem(answer)["type"]).rpartition("/")[2]

    def values(self, text: str) -> list[tuple[str | None, ...]]:
        status, rows = self.ask(text)
        assert status == 200, rows
        names = sorted({name for row in rows for name in row})  # type: ignore[attr-defined]
        return sorted(
            (tuple(row.get(name, {}).get("value") for name in names) for row in rows),  # type: ignore[attr-defined]
            key=str,
        )

    def close(self) -> None:
        self.client.application.extensions["lianghui.engine"].close()


@pytest.fixture(scope="module")
def service(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    found = Service(tmp_path_factory.mktemp("remote") / "home", engine)
    yield found
    found.close()


def test_what_a_service_answers_is_joined(service: Service, engine: str) -> None:
    local = "GRAPH <http://example.org/g2> { ?s ?q ?b }"
    pattern = f"PREFIX : <{LOCAL}> SELECT ?s ?l {{ {local} SERVICE <{engine}> {{ ?s :label ?l }} }}"
    assert service.values(pattern) == [("eins", f"{LOCAL}a"), ("one", f"{LOCAL}a")]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("SERVICE <{0}> {{ ?s :size ?n }}", [("5", "http://example.org/a")]),
        ("SERVICE <{0}> {{ :c :label ?l }} SERVICE <{0}> {{ ?s :label ?l }}", 1),
        ("?s :q ?b OPTIONAL {{ SERVICE <{0}> {{ ?b :label ?l }} }}", 1),
        ("?s :q ?b OPTIONAL {{ SERVICE <{0}> {{ ?b :size ?l }} }}", 1),
        ("{{ SERVICE <{0}> {{ :a :label ?l }} }} UNION {{ SERVICE <{0}> {{ :b :label ?l }} }}", 3),
        ("?s :q ?b FILTER(?l = 'two') SERVICE <{0}> {{ ?b :label ?l }}", 1),
        ("?s :q ?b FILTER NOT EXISTS {{ SERVICE <{0}> {{ ?b :size ?l }} }}", 1),
        ("?s :q ?b MINUS {{ SERVICE <{0}> {{ ?s :size ?l }} }}", 0),
        ("SERVICE <{0}> {{ SELECT (COUNT(*) AS ?n) {{ ?s :label ?l }} }}", [("5",)]),
        ("VALUES ?l {{ 'two' UNDEF }} SERVICE <{0}> {{ ?s :label ?l }}", 6),
        ("VALUES ?s {{ :a :a }} SERVICE <{0}> {{ ?s :size ?l }}", 2),
        ("SERVICE <{0}> {{ :a :size 5 }}", 1),
        ("SERVICE <{0}> {{ :a :size 6 }}", 0),
        ("GRAPH :g2 {{ ?s :q ?b SERVICE <{0}> {{ ?b :label ?l }} }}", 1),
        ("SERVICE <{0}> {{ :b :near ?x }} FILTER(isIRI(?x))", 1),
        ("service<{0}>{{?s :size ?n}}", 1),
        ("VALUES ?s {{ :nothing }} ?s :q ?b SERVICE <{0}> {{ ?b :label ?l }}", 0),
        ("SERVICE <{0}#x> {{ ?s :size ?n }} # SERVICE <http://elsewhere.example/> {{ }}\n", 1),
    ],
)
def test_service_stands_wherever_a_pattern_does(
    service: Service, engine: str, pattern: str, expected: int | list[tuple[str, ...]]
) -> None:
    found = service.values(f"PREFIX : <{LOCAL}> SELECT * {{ {pattern.format(engine)} }}")
    assert found == expected if isinstance(expected, list) else len(found) == expected


def test_ask_and_construct_and_prefixed_names_reach_a_service(
    service: Service, engine: str
) -> None:
    prefix, name = engine.rsplit("/", 1)
    head = f"PREFIX e: <{prefix}/> BASE <{prefix}/> "
    assert service.ask(f"{head} ASK {{ SERVICE e:{name} {{ ?s ?p 5 }} }}") == (200, True)
    assert service.ask(f"{head} ASK {{ SERVICE <{name}> {{ ?s ?p 6 }} }}") == (200, False)
    query = f"{head} CONSTRUCT {{ ?s ?p 7 }} {{ SERVICE e:{name} {{ ?s ?p 5 }} }}"
    answer = service.client.get(f"/sparql?query={quote(query)}")
    assert b"example.org/a" in answer.get_data()


def test_rows_that_stand_before_are_sent_along(tmp_path: Path) -> None:
    with elsewhere(says(b'{"head":{"vars":["b"]},"results":{"bindings":[]}}')) as other:
        service = Service(tmp_path / "home", other.address)
        query = f"SELECT * {{ ?s <{LOCAL}q> ?b SERVICE <{other.address}> {{ ?b ?p ?o }} }}"
        assert service.ask(query) == (200, [])
        service.close()
    assert len(other.asked) == 1
    assert f"VALUES (?b) {{ (<{LOCAL}b>) }}" in other.asked[0]
    assert "LIMIT 10001" in other.asked[0]


@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize(
    ("does", "expected"),
    [
        (says(b"no", status=500), (502, "remote-failed")),
        (says(b"{"), (502, "remote-failed")),
        (says(b'{"head":{},"boolean":true}'), (502, "remote-failed")),
        (says(b"<html>", "text/html"), (502, "remote-failed")),
        (says(ROW, Content_Encoding="gzip"), (502, "remote-failed")),
        (floods, (502, "remote-failed")),
        (leads_to("http://127.0.0.1:9/"), (403, "remote-refused")),
        (leads_to("file:///etc/hostname"), (403, "remote-refused")),
        (leads_to(""), (502, "remote-failed")),
    ],
    ids=["500", "broken", "boolean", "html", "packed", "huge", "leaves", "file", "circle"],
)
def test_a_service_that_fails_is_told_and_silent_goes_on_without(
    faulty: Service, does: object, expected: tuple[int, str], silent: str
) -> None:
    faulty.other.does = does  # type: ignore[attr-defined]
    query = f"SELECT * {{ SERVICE {silent}<{faulty.other.address}> {{ ?x ?y ?z }} }}"  # type: ignore[attr-defined]
    assert faulty.ask(query) == ((200, [{}]) if silent else expected)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with elsewhere(says(ROW)) as other:
        service = Service(tmp_path_factory.mktemp("faulty") / "home", other.address)
        service.other = other  # type: ignore[attr-defined]
        yield service
        service.close()


def test_too_many_rows_are_refused_and_never_cut(faulty: Service) -> None:
    one = b'{"x":{"type":"literal","value":"1"}}'
    other = faulty.other  # type: ignore[attr-defined]
    for number, expected in ((10_000, 200), (10_001, 502)):
        rows = b",".join([one] * number)
        other.does = says(b'{"head":{"vars":["x"]},"results":{"bindings":[%s]}}' % rows)
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{other.address}> {{ ?x ?y ?z }} }}"
        status, found = faulty.ask(query)
        assert status == expected
        if status == 200:
            assert found[0]["n"]["value"] == "10000"  # type: ignore[index]


def test_a_term_cannot_break_out_of_its_row(faulty: Service) -> None:
    other = faulty.other  # type: ignore[attr-defined]
    value = "x>) } } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #"
    for kind in ("uri", "literal"):
        term = json.dumps({"type": kind, "value": value}).encode()
        other.does = says(b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":%s}]}}' % term)
        status, found = faulty.ask(f"SELECT ?x {{ SERVICE <{other.address}> {{ ?x ?y ?z }} }}")
        if kind == "uri":
            assert (status, found) == (502, "remote-failed")
        else:
            assert found[0]["x"]["value"] == value  # type: ignore[index]


def test_a_slow_answer_ends_at_its_limit(faulty: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "SECONDS", 0.5)
    other = faulty.other  # type: ignore[attr-defined]
    other.does = drips
    began = time.monotonic()
    assert faulty.ask(f"ASK {{ SERVICE <{other.address}> {{ ?x ?y ?z }} }}") == (504, "remote-time")
    assert faulty.ask(f"ASK {{ SERVICE SILENT <{other.address}> {{ ?x ?y ?z }} }}") == (200, True)
    assert 1.0 < time.monotonic() - began < 5


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o }",
        "SERVICE ?where { ?s ?p ?o }",
        "VALUES ?w { <LISTED> } SERVICE ?w { ?s ?p ?o }",
        "SERVICE <LISTED> { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SERVICE <LISTED/../../x> { ?s ?p ?o }",
        "SERVICE <LISTED.evil.example/> { ?s ?p ?o }",
        "SERVICE <http://localhost:9/> { ?s ?p ?o }",
    ],
)
def test_what_is_not_listed_stays_refused(faulty: Service, clause: str) -> None:
    other = faulty.other  # type: ignore[attr-defined]
    before = len(other.asked)
    query = f"SELECT * {{ {clause.replace('LISTED', other.address)} }}"
    assert faulty.ask(query) == (403, "remote-refused")
    assert len(other.asked) == before


def test_a_name_that_leads_to_this_machine_is_refused_unless_listed() -> None:
    with elsewhere(says(ROW)) as other:
        name = socket.gethostname()
        try:
            socket.getaddrinfo(name, other.port)
        except OSError:
            pytest.skip(f"{name}: this machine cannot find itself by its name")
        address = f"http://{name}:{other.port}/"
        with pytest.raises(RemoteRefusedError, match="not on the open internet"):
            fetch(Call(address, "*/*"), [address], 5)
        assert not other.asked
        networks = [f"{each[4][0]}" for each in socket.getaddrinfo(name, other.port)]
        assert networks
        with suppress(RemoteFailedError):  # it may lead to an address on which nobody listens
            fetch(Call(address, "*/*"), [address, *networks], 5)


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_no_private_address_is_reached_by_itself(place: str) -> None:
    assert not reachable(ip_address(place), ["https://example.org/"])
    assert reachable(ip_address(place), ["https://example.org/", "0.0.0.0/0", "::/0"])


def test_the_open_internet_is_reached() -> None:
    assert reachable(ip_address("93.184.216.34"), [])
    assert reachable(ip_address("2606:2800:220:1::1"), [])


@pytest.mark.parametrize(
    ("address", "entry", "fits"),
    [
        ("https://example.org/sparql", "https://example.org/sparql", True),
        ("https://EXAMPLE.org:443/sparql?x=1", "https://example.org/sparql", True),
        ("https://example.org/sparql/a", "https://example.org/sparql", True),
        ("https://example.org/sparql2", "https://example.org/sparql", False),
        ("https://example.org/a/b", "https://example.org", True),
        ("http://example.org/sparql", "https://example.org/sparql", False),
        ("https://example.org.evil.example/", "https://example.org", False),
        ("https://example.org@evil.example/", "https://example.org", False),
        ("https://evil.example/#https://example.org", "https://example.org", False),
        ("https://example.org:444/", "https://example.org/", False),
        ("https://example.org/sparql/%2e%2e/x", "https://example.org/sparql", False),
        ("https://example.org/sparql/../x", "https://example.org/sparql", False),
        ("https://example.org\\@evil.example/", "https://example.org", False),
        ("file:///etc/passwd", "file:///etc", False),
        ("https://example.org/", "10.0.0.0/8", False),
    ],
)
def test_an_entry_matches_whole_hosts_and_whole_steps(address: str, entry: str, fits: bool) -> None:
    assert listed(address, [entry]) is fits


@given(st.text(max_size=40))
def test_only_http_addresses_are_ever_listed(rest: str) -> None:
    assert not listed(rest, ["https://example.org/"]) or rest.lower().startswith("https://")


@pytest.mark.parametrize("entry", ["example.org", "ftp://example.org/", "http://", "10.0.0.0/99"])
def test_an_entry_that_lists_nothing_is_bad_usage(tmp_path: Path, entry: str) -> None:
    with pytest.raises(InputError, match="allow-remote"):
        check_entries([entry])
    with pytest.raises(InputError, match="allow-remote"):
        client(tmp_path / "home", allow_remote=(entry,))


def test_a_port_where_nobody_listens_is_told() -> None:
    address = "http://127.0.0.1:9/"
    with pytest.raises(RemoteFailedError, match="Connection refused"):
        fetch(Call(address, "*/*"), [address], 5)


def test_a_line_that_never_answers_is_cut() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        with pytest.raises(RemoteTimeoutError):
            fetch(Call(address, "*/*"), [address], 0.3)
