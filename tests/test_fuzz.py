"""Generated requests: no fault of ours shows, and nothing forbidden is answered with 200.

What a request may be answered with is told from the request alone, by the protocol's words.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from served import client as served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CHUNK = 500
MODES = {"read-only": 36, "union": 2, "stored": 2}
"""How many chunks each way of serving gets; a change costs a hundred times what a query does."""
FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
LISTED = {500: {"query-memory"}, 503: {"busy"}, 504: {"query-time"}, 507: {"storage-full"}}
"""The problems that service.md lists beyond the asker's own."""

QUERIES = (
    "ASK {}",
    "ASK { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <http://example.org/a>",
    "SELECT * FROM <http://example.org/g1> { ?s ?p ?o }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT (RAND() AS ?x) {}",
    "SELECT (<x:unknown>(1) AS ?x) {}",
    "SELECT (SUBSTR('中文', 0, 1e999) AS ?x) (1/0 AS ?y) {}",
    "ASK { ?s ?p ?o } ; ASK {}",
    "ASK {",
    "",
    " \n# only a comment",
    "\ud7ff\U0010ffff\x00",
    "PREFIX : <x:> SELECT * { :a :b [ :c ( 1 2 ) ] }",
    "SELECT ?x { VALUES ?x { <%zz> <a b> } }",
    "((((((((((",
)
UPDATES = (
    "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }",
    "INSERT DATA { <x:a> <x:b> 1 }",
    "DELETE WHERE { GRAPH ?g { ?s <x:b> ?o } }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR GRAPH <x:g>",
    "CREATE GRAPH <http://example.org/g1>",
    "DROP SILENT GRAPH <x:none> ; LOAD SILENT <http://127.0.0.1:9/>",
    "LOAD <file:///etc/passwd>",
    "INSERT { <x:a> <x:b> ?x } USING <x:g> WHERE { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }",
    "INSERT DATA {",
    "COPY <x:g> TO <x:h>",
    "ADD <x:none> TO DEFAULT",
)
IRIS = ("http://example.org/g1", "x:g", "x:none", "relative", "", "http://[", "http://far.example/")
NAMES = (
    "query",
    "update",
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "using-named-graph-uri",
    "graph",
    "default",
    "timeout",
    "format",
    "output",
    "results",
    "$s",
    "$o",
    "$",
    "other",
)
MEDIA = (
    "*/*",
    "text/turtle",
    "application/sparql-results+json",
    "application/sparql-results+xml;q=0.5, text/csv;q=0.4",
    "application/ld+json",
    "application/rdf+xml",
    "text/html",
    "image/png",
    "text/*;q=0",
    ";;;,q=2",
)
BODY_TYPES = (
    FORM,
    QUERY,
    UPDATE,
    f"{QUERY}; charset=utf-8",
    f"{QUERY}; charset=utf-16",
    f"{FORM}; charset=latin-1",
    "text/turtle",
    "application/ld+json",
    "application/rdf+xml",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "text/plain",
    "nonsense",
    "",
    None,
)
DATA = (
    b"<a> <b> <c> .",
    b"<a> <b>",
    b'{"@id": "x:a", "x:b": 1}',
    b'{"@context": "http://127.0.0.1:9/"}',
    b"<rdf:RDF/>",
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.ttl"\r\n\r\n'
    b"<a> <b> 1 .\r\n--x--",
    b"--x\r\n",
    b"\xff\xfe",
    b"",
)

texts = st.sampled_from(QUERIES + UPDATES) | st.text(max_size=30)
values = st.one_of(
    texts,
    st.sampled_from(IRIS),
    st.sampled_from(("json", "xml", "csv", "html", "5", "-1", "nan", "1e400", "<x:a>", '"a"@en')),
    st.text(max_size=12),
)
pairs = st.one_of(
    st.tuples(st.just("query"), st.sampled_from(QUERIES)),
    st.tuples(st.just("update"), st.sampled_from(UPDATES)),
    st.tuples(st.sampled_from(NAMES), values),
)


def encoded(found: list[tuple[str, str]], broken: bytes) -> bytes:
    text = "&".join(f"{quote_plus(name)}={quote(value, safe='')}" for name, value in found)
    return text.encode() + broken


breaks = st.sampled_from((b"", b"", b"", b"", b"&query=%FF", b"&x=%zz%", b"&%C3", b"&=&&"))
strings = st.builds(encoded, st.lists(pairs, max_size=4), breaks)
bodies = st.one_of(
    strings,
    st.sampled_from(QUERIES + UPDATES).map(lambda text: text.encode("utf-8")),
    st.sampled_from(QUERIES[:4]).map(lambda text: text.encode("utf-16")),
    st.sampled_from(DATA),
    st.binary(max_size=40),
)
header_values = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Accept": st.sampled_from(MEDIA) | header_values,
        "Accept-Encoding": st.sampled_from(("gzip", "gzip;q=0", "br, *")) | header_values,
        "If-None-Match": st.sampled_from(("*", '"x"', 'W/"1-x", "y"')) | header_values,
        "If-Match": st.sampled_from(("*", '"x"', '"1"', 'W/"1"')) | header_values,
        "Content-Encoding": st.sampled_from(("gzip", "identity", "")),
        "Origin": st.sampled_from(("http://localhost", "http://far.example", "null")),
        "X-Request-Id": header_values,
        "Authorization": st.sampled_from(("Bearer x", "Basic eDp5", "")) | header_values,
        "Accept-Language": header_values,
        "Cookie": header_values,
        "Range": st.just("bytes=0-3"),
    },
)


@dataclass(frozen=True)
class Sent:
    """A request as it goes over the wire."""

    method: str
    path: str
    address: bytes
    body: bytes
    media_type: str | None
    headers: dict[str, str]


PATHS = ("/sparql", "/sparql", "/update", "/update", "/store", "/store", "/store/a", "/sparql/")
METHODS = ("GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "QUERY")
wild = st.builds(
    Sent,
    st.sampled_from(METHODS),
    st.sampled_from(PATHS),
    strings,
    bodies,
    st.sampled_from(BODY_TYPES),
    headers,
)
_more = st.lists(pairs, max_size=2)


def _alone(name: str, texts: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    return st.builds(
        lambda text, more: encoded([(name, text), *more], b""), st.sampled_from(texts), _more
    )


_none = st.just(b"")
_graphs = st.sampled_from((b"graph=x:g", b"graph=x:h", b"graph=http://example.org/g1", b"default"))


def _nearly(
    methods: tuple[str, ...],
    path: str,
    address: st.SearchStrategy[bytes],
    body: st.SearchStrategy[bytes],
    *types: str | None,
) -> st.SearchStrategy[Sent]:
    return st.builds(
        Sent,
        st.sampled_from(methods),
        st.just(path),
        address,
        body,
        st.sampled_from(types),
        headers,
    )


def _texts(found: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    return st.sampled_from(found).map(lambda text: text.encode())


nearly = st.one_of(
    _nearly(("GET", "HEAD"), "/sparql", _alone("query", QUERIES), _none, None),
    _nearly(("POST",), "/sparql", _none | strings, _alone("query", QUERIES), FORM),
    _nearly(("POST",), "/sparql", _none | strings, _texts(QUERIES), QUERY),
    _nearly(("POST",), "/update", _none | strings, _alone("update", UPDATES), FORM),
    _nearly(("POST",), "/update", _none | strings, _texts(UPDATES), UPDATE),
    _nearly(("PUT", "POST"), "/store", _graphs, st.sampled_from(DATA), *BODY_TYPES[6:11]),
    _nearly(("GET", "HEAD", "DELETE"), "/store", _graphs, _none, None),
)
requests = wild | nearly


def fields(raw: bytes) -> list[tuple[str, str]] | None:
    """The parameters of an address or form; None where they are not UTF-8."""
    try:
        return parse_qsl(raw.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return None


def forbidden(sent: Sent) -> str | None:
    """Why the protocol forbids that this is answered as done, None where it does not."""
    path = sent.path.rstrip("/")
    if sent.method == "OPTIONS":
        return None
    allowed = {
        "/sparql": {"GET", "HEAD", "POST"},
        "/update": {"POST"},
    }.get(path, {"GET", "HEAD", "PUT", "POST", "DELETE"})
    if sent.method not in allowed:
        return "method"
    given = fields(sent.address)
    if given is None:
        return "an address that is not UTF-8"
    if path in {"/sparql", "/update"}:
        return _forbidden_operation(sent, path.removeprefix("/").replace("sparql", "query"), given)
    return _forbidden_store(sent, given)


def _forbidden_operation(sent: Sent, kind: str, given: list[tuple[str, str]]) -> str | None:
    if sent.method == "POST":
        media_type = (sent.media_type or "").partition(";")[0]
        if media_type == FORM:
            more = fields(sent.body)
            if more is None:
                return "a form that is not UTF-8"
            given = given + more
        elif media_type == {"query": QUERY, "update": UPDATE}[kind]:
            try:
                given = [*given, (kind, sent.body.decode())]
            except UnicodeDecodeError:
                return "a body that is not UTF-8"
        else:
            return "content type"
    counts = Counter(name for name, _ in given)
    if kind == "query" and sent.method != "POST" and not {"query", "update"} & counts.keys():
        return None
    if counts[kind] != 1 or counts["query"] + counts["update"] != 1:
        return "not one operation"
    text = dict(given)[kind]
    if text in (UPDATES if kind == "query" else QUERIES[:14]):
        return "an operation of the other kind"
    dataset = counts["using-graph-uri"] + counts["using-named-graph-uri"]
    if kind == "update" and dataset and text in UPDATES and ("USING" in text or "WITH" in text):
        return "dataset given twice"
    return None


def _forbidden_store(sent: Sent, given: list[tuple[str, str]]) -> str | None:
    counts = Counter(name for name, _ in given)
    named = counts["graph"] + counts["default"]
    direct = sent.path != "/store"
    if direct and named:
        return "graph named twice"
    if not direct and named != 1 and (named or sent.method != "POST"):
        return "not one graph"
    if sent.method in {"PUT", "POST"}:
        media_type = (sent.media_type or "").partition(";")[0]
        if media_type in {FORM, QUERY, UPDATE, "", "nonsense"}:
            return "content type"
    return None


@pytest.fixture(scope="module", params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def client(mode: str, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = tmp_path_factory.mktemp("fuzz") / "home"
    if mode == "read-only":
        return served(home)
    return served(home, default_graph=mode, anonymous_writes=True)


def check(client: FlaskClient, sent: Sent, seen: Counter[int]) -> None:
    with client.open(  # a server closes each answer, the one to HEAD too
        sent.path,
        method=sent.method,
        query_string=sent.address.decode("latin-1"),
        data=sent.body,
        content_type=sent.media_type,
        headers=sent.headers,
    ) as response:
        status, sent_body = response.status_code, response.get_data()
    body = plain(response.headers.get("Content-Encoding"), sent_body)
    seen[status] += 1
    assert b"Traceback" not in body
    assert b'File "' not in body
    assert str(Path(__file__).parents[1]).encode() not in body
    assert response.headers["X-Request-Id"]
    if status >= 400:
        told(sent, status, response.mimetype, body)
    else:
        reason = forbidden(sent)
        assert reason is None, f"{status} for a request that is forbidden: {reason}"
    if sent.method != "HEAD" and "Content-Length" in response.headers:
        assert response.content_length == len(sent_body)


def plain(coding: str | None, body: bytes) -> bytes:
    """A body without its coding."""
    return gzip.decompress(body) if coding == "gzip" and body else body


def told(sent: Sent, status: int, media_type: str, body: bytes) -> None:
    """An error is a problem document, and one of the service's only where that is listed."""
    if sent.method == "HEAD":
        assert status < 500 or status in LISTED
        return
    if media_type == "application/problem+json":
        document = json.loads(body)
        assert document["status"] == status
        kind = document["type"].rpartition("/")[2]
        assert status < 500 or kind in LISTED.get(status, ())
    elif media_type == "text/html":
        kind = body.decode().partition('href="/problem/')[2].partition('"')[0]
        assert status < 500 or kind in LISTED.get(status, ())
    else:
        assert status == 409


def test_generated_requests(client: FlaskClient, mode: str) -> None:
    seen: Counter[int] = Counter()
    for chunk in range(MODES[mode]):
        _chunk(client, chunk, seen)
    assert seen.total() >= MODES[mode] * CHUNK
    assert {200, 400, 403, 404, 405, 406} <= seen.keys(), seen
    assert (204 in seen) == (mode != "read-only")


def _chunk(client: FlaskClient, number: int, seen: Counter[int]) -> None:
    @seed(number)
    @settings(
        max_examples=CHUNK,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests)
    def each(sent: Sent) -> None:
        check(client, sent, seen)

    each()
