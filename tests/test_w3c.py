"""W3C's SPARQL 1.1 tests through HTTP, with the stored default graph.

The counts are those of the engine itself: through our protocol, gate and serialisation nothing
may be lost. Every failure is listed, with its reason, in docs/conformance.md.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from served import client as served
from w3c import (
    Case,
    Row,
    State,
    cases,
    expected,
    insertion,
    rows,
    same_graph,
    same_quads,
    same_rows,
    table,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
COUNTS = [206, 20, 16]
"""Exact, by value, failed."""
CONFORMANCE = Path(__file__).parents[1] / "docs" / "conformance.md"
Answer = bool | list[Row] | list[Triple] | None
UPDATE = "application/sparql-update"
QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = tmp_path_factory.mktemp("w3c") / "home"
    return served(home, anonymous_writes=True, default_graph="stored")


@pytest.fixture(scope="module")
def suite(shared: Path) -> list[Case]:
    return cases(shared / "w3c" / "sparql11")


class Loader:
    """Puts a state into the service, unless it is there."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._held: State | None = None

    def load(self, state: State) -> None:
        if state != self._held:
            response = self._client.post("/update", data=insertion(state), content_type=UPDATE)
            assert response.status_code == 204, response.text
        self._held = state

    def forget(self) -> None:
        self._held = None


FORMS = {
    ".csv": QueryResultsFormat.CSV,
    ".tsv": QueryResultsFormat.TSV,
    ".srx": QueryResultsFormat.XML,
}


def through_http(client: FlaskClient, case: Case, form: QueryResultsFormat) -> Answer:
    """The service's answer in that format, graphs as N-Triples; None where it refuses."""
    media_type = form.media_type.split(";")[0]
    accept = f"{media_type}, application/n-triples, application/sparql-results+json;q=0.1"
    response = client.post(
        "/sparql", data=based(case), content_type=QUERY, headers={"Accept": accept}
    )
    if response.status_code != 200:
        return None
    if response.mimetype == "application/n-triples":
        return triples(response.get_data())
    boolean = "json" in response.mimetype
    return read_rows(response.get_data(), QueryResultsFormat.JSON if boolean else form)


def in_process(case: Case, form: QueryResultsFormat) -> Answer:
    """The engine's own answer to the same."""
    store = Store()
    store.extend(case.before.quads())
    try:
        found = store.query(based(case))
        if isinstance(found, QueryTriples):
            return triples(found.serialize(format=RdfFormat.N_TRIPLES) or b"")
        if isinstance(found, QueryBoolean):
            return bool(found)
        return read_rows(found.serialize(format=form) or b"", form)
    except (OSError, RuntimeError):
        return None


def based(case: Case) -> str:
    return f"BASE <{case.base}>\n{case.text}"


def triples(data: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES)]


def read_rows(data: bytes, form: QueryResultsFormat) -> Answer:
    return table(data.decode()) if form == QueryResultsFormat.CSV else rows(data, form)


def judge(found: Answer, wanted: Answer) -> str:
    """How an answer compares with what is expected: exact, value or failed."""
    if found is None or isinstance(found, bool) or isinstance(wanted, bool):
        return "exact" if found is wanted else "failed"
    assert isinstance(wanted, list)
    if any(isinstance(each, Triple) for each in (*found, *wanted)):
        return "exact" if same_graph(found, wanted) else "failed"  # type: ignore[arg-type]
    if same_rows(found, wanted):  # type: ignore[arg-type]
        return "exact"
    return "value" if same_rows(found, wanted, by_value=True) else "failed"  # type: ignore[arg-type]


def test_query_evaluation(client: FlaskClient, suite: list[Case]) -> None:
    kinds = {"QueryEvaluationTest", "CSVResultFormatTest"}
    chosen = [case for case in suite if case.kind in kinds]
    loader = Loader(client)
    outcome: dict[str, list[str]] = {"exact": [], "value": [], "failed": []}
    lost = []
    for case in sorted(chosen, key=lambda each: str(each.before)):
        assert case.result
        wanted = expected(case.result)
        form = FORMS.get(case.result.suffix, QueryResultsFormat.JSON)
        loader.load(case.before)
        ours = judge(through_http(client, case, form), wanted)
        outcome[ours].append(case.name)
        if not case.name.startswith("service/") and ours != judge(in_process(case, form), wanted):
            lost.append(case.name)
    assert lost == []
    assert [len(names) for names in outcome.values()] == COUNTS, outcome
    listed = CONFORMANCE.read_text("utf-8")
    assert [name for name in outcome["failed"] + outcome["value"] if name not in listed] == []


def test_updates(client: FlaskClient, suite: list[Case]) -> None:
    chosen = [case for case in suite if case.kind == "UpdateEvaluationTest"]
    failed = [case.name for case in chosen if not updated(client, case)]
    assert len(chosen) == 94
    assert failed == []


def updated(client: FlaskClient, case: Case) -> bool:
    Loader(client).load(case.before)
    text = f"BASE <{case.base}>\n{case.text}"
    client.post("/update", data=text, content_type=UPDATE)
    return same_quads(dump(client), list(case.after.quads()))


def dump(client: FlaskClient) -> list[Quad]:
    response = client.get(
        "/sparql", query_string={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}
    )
    names = [row["g"]["value"] for row in response.json["results"]["bindings"]]
    found: list[Quad] = []
    for url, name in [("/store?default", None), *((f"/store?graph={iri}", iri) for iri in names)]:
        data = client.get(url, headers={"Accept": "application/n-triples"}).get_data()
        graph = NamedNode(name) if name else DefaultGraph()
        for quad in parse(data, format=RdfFormat.N_TRIPLES):
            found.append(Quad(quad.subject, quad.predicate, quad.object, graph))
    return found


def test_syntax(client: FlaskClient, suite: list[Case]) -> None:
    failed, counts = [], Counter[str]()
    Loader(client).load(State())
    for case in suite:
        if "Syntax" not in case.kind:
            continue
        change = case.base.endswith(".ru")
        counts["update" if change else "query"] += 1
        url, kind = ("/update", UPDATE) if change else ("/sparql", QUERY)
        response = client.post(url, data=case.text.encode(), content_type=kind)
        wrong = response.status_code == 400 and "syntax" in response.json["type"]
        if wrong != case.kind.startswith("Negative"):
            failed.append((case.name, response.status_code, response.text[:200]))
    assert counts.total() == 169
    assert failed == []
