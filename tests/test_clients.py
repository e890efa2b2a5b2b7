"""Clients of others against a real server; .ci/install gets them, and who is missing is skipped."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

from elsewhere import oxigraph
from live import serving
from served import PROVINCE, made
from server import tokens

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

CLIENTS = Path(__file__).parent / "clients"
JARS = Path("/usr/share/java")
G1 = "http://example.org/g1"
A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")
SELECT = f"SELECT ?o {{ GRAPH <{G1}> {{ ?s ?p ?o }} }} ORDER BY ?o"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{G1}> {{ ?s ?p ?o }} }}"
ASK = f"ASK {{ GRAPH <{G1}> {{ ?s ?p ?o }} }}"
MARKUP = "<script>alert(1)</script>"
VALUES = {"1", MARKUP}


@dataclass(frozen=True)
class Service:
    """Where the service answers, and what lets one write to it."""

    address: str
    token: str

    @property
    def query(self) -> str:
        return f"{self.address}/sparql"

    @property
    def update(self) -> str:
        return f"{self.address}/update"

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("clients") / "home"
    made(home)
    token = tokens.add(home, "clients")
    with serving(home, default_graph="stored") as address:
        yield Service(address, token)


@pytest.fixture(scope="module")
def anyone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service that anyone on this machine may write to, for clients that know no token."""
    home = tmp_path_factory.mktemp("anyone") / "home"
    made(home)
    with serving(home, default_graph="stored", anonymous_writes=True) as address:
        yield address


def run(*command: object, **settings: object) -> str:
    done = subprocess.run(
        [str(each) for each in command],
        capture_output=True,
        text=True,
        timeout=90,
        **settings,  # type: ignore[call-overload]
    )
    assert done.returncode == 0, done.stderr[-2000:]
    output: str = done.stdout
    return output


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("sending", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize(
    ("form", "media_type", "read"),
    [
        (JSON, "application/sparql-results+json", lambda data: json.loads(data)["results"]),
        (XML, "application/sparql-results+xml", lambda data: data.decode().count("<result>")),
        (CSV, "text/csv", bytes.splitlines),
        (TSV, "text/tab-separated-values", bytes.splitlines),
    ],
)
def test_sparqlwrapper_gets_rows_in_every_format(
    service: Service,
    method: str,
    sending: str,
    form: str,
    media_type: str,
    read: Callable[[bytes], object],
) -> None:
    client = SPARQLWrapper(service.query)
    client.setMethod(method)
    client.setRequestMethod(sending)
    client.setReturnFormat(form)
    client.setQuery(SELECT)
    answer = client.query()
    assert answer.info()["content-type"].split(";")[0] == media_type
    data = answer.response.read()
    assert read(data)
    assert b"alert(1)" in data


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        (RDFXML, "application/rdf+xml"),
        (XML, "application/rdf+xml"),
        (TURTLE, "text/turtle"),
        (N3, "text/n3"),
        (JSONLD, "application/ld+json"),
    ],
)
def test_sparqlwrapper_gets_graphs_in_every_format(
    service: Service, form: str, media_type: str
) -> None:
    client = SPARQLWrapper(service.query, returnFormat=form)
    client.setQuery(CONSTRUCT)
    answer = client.query()
    assert answer.info()["content-type"].split(";")[0] == media_type
    # rdflib's reader of N3 warns of rdflib itself; what is written as N3 is Turtle too.
    reader = "turtle" if form == N3 else media_type
    graph = Graph().parse(data=answer.response.read(), format=reader)
    assert {str(value) for value in graph.objects(A, P)} == VALUES


def test_sparqlwrapper_converts_asks_and_updates(service: Service) -> None:
    client = SPARQLWrapper(service.query, service.update, returnFormat=JSON)
    client.setQuery(ASK)
    assert client.queryAndConvert()["boolean"] is True
    client.setReturnFormat(XML)
    assert client.queryAndConvert().getElementsByTagName("boolean")[0].firstChild.data == "true"
    for number, sending in enumerate((URLENCODED, POSTDIRECTLY)):
        client = SPARQLWrapper(service.query, service.update, returnFormat=JSON)
        client.setMethod(POST)
        client.setRequestMethod(sending)
        client.addCustomHttpHeader("Authorization", service.bearer["Authorization"])
        client.setQuery(f"INSERT DATA {{ GRAPH <x:wrapped> {{ <x:a> <x:b> {number} }} }}")
        client.query()
    client = SPARQLWrapper(service.query, returnFormat=JSON)
    client.addParameter("named-graph-uri", "x:wrapped")
    client.setQuery("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")
    assert len(client.queryAndConvert()["results"]["bindings"]) == 2


@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads(service: Service, form: str, method: str) -> None:
    store = SPARQLStore(service.query, returnFormat=form, method=method)
    graph = Graph(store, identifier=URIRef(G1))
    found = {str(row.o) for row in graph.query("SELECT ?o { ?s ?p ?o }")}  # type: ignore[union-attr]
    assert found == VALUES
    if form in {"xml", "json"}:
        assert graph.query("ASK { ?s ?p 1 }").askAnswer is True
        assert len(graph) == 2
        assert (A, P, Literal(1)) in graph


def test_rdflib_constructs(service: Service) -> None:
    graph = Graph(SPARQLStore(service.query), identifier=URIRef(G1))
    found = graph.query("CONSTRUCT WHERE { ?s ?p ?o }").graph
    assert found is not None
    assert {str(value) for value in found.objects(A, P)} == VALUES


def test_rdflib_writes(service: Service) -> None:
    store = SPARQLUpdateStore(service.query, service.update, headers=service.bearer)
    graph = Graph(store, identifier=URIRef("x:rdflib"))
    graph.add((A, P, Literal("é 山西", lang="zh")))
    graph.addN([(A, P, Literal(number), graph) for number in range(3)])
    assert len(graph) == 4
    graph.remove((A, P, Literal(1)))
    graph.update("DELETE { ?s ?p 2 } INSERT { ?s ?p 9 } WHERE { ?s ?p 2 }")
    assert set(graph.objects(A, P)) == {Literal("é 山西", lang="zh"), Literal(0), Literal(9)}
    stranger = SPARQLUpdateStore(service.query, service.update)
    with pytest.raises(Exception, match="401"):
        Graph(stranger, identifier=URIRef("x:rdflib")).add((A, P, A))


@pytest.fixture(scope="module")
def node() -> Path:
    if not shutil.which("node") or not (CLIENTS / "node_modules").is_dir():
        pytest.skip("needs node, and `npm ci` in tests/clients")
    return CLIENTS


def comunica(node: Path, *words: str) -> object:
    output = run("node", node / "comunica.mjs", *words)
    return json.loads(output) if output else None


def test_comunica_asks(node: Path, service: Service) -> None:
    rows = comunica(node, "select", service.query, SELECT)
    assert rows == [{"o": value} for value in sorted(VALUES)]
    assert comunica(node, "ask", service.query, ASK) is True
    quads = comunica(node, "construct", service.query, CONSTRUCT)
    assert isinstance(quads, list)
    assert sorted(quads) == sorted([str(A), str(P), value] for value in VALUES)


def test_comunica_joins_the_service_with_another(
    node: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("joined") / "home"
    made(home)
    people = f"<{PROVINCE}> <http://example.org/population> 34915616 ."
    query = """SELECT ?year ?people {
      ?report <https://w3id.org/lianghui/ontology#ofProvince> ?province ;
        <https://w3id.org/lianghui/ontology#year> ?year .
      ?province <http://example.org/population> ?people }"""
    with serving(home) as address, oxigraph(people.encode()) as other:
        assert comunica(node, "select", f"{address}/sparql", query) == []
        rows = comunica(node, "select", f"{address}/sparql {other}", query)
    assert rows == [{"year": "2020", "people": "34915616"}]


def test_comunica_writes(node: Path, service: Service) -> None:
    text = "INSERT DATA { GRAPH <x:comunica> { <x:a> <x:b> 'é 山西' } }"
    comunica(node, "update", service.update, text, service.token)
    rows = comunica(node, "select", service.query, "SELECT ?o { GRAPH <x:comunica> { ?s ?p ?o } }")
    assert rows == [{"o": "é 山西"}]


def test_yasgui_in_a_browser_shows_rows(node: Path, service: Service) -> None:
    browser = shutil.which("chromium")
    if not browser or not (node / "node_modules" / "playwright-core").is_dir():
        pytest.skip("needs chromium, and `npm ci` in tests/clients")
    query = SELECT.replace("?o {", '?o ("é 山西" AS ?here) {', 1)
    rows = json.loads(run("node", node / "yasgui.mjs", service.query, query))
    assert len(rows) == 2
    shown = " ".join(cell for row in rows for cell in row)
    assert MARKUP in shown
    assert shown.count("é 山西") == 2


@pytest.mark.parametrize("form", ["xml", "csv", "tsv"])
def test_roqet_reads(service: Service, form: str) -> None:
    if not shutil.which("roqet"):
        pytest.skip("needs roqet, of Debian's rasqal-utils")
    # Its long options are read wrongly, and of an ASK it shows nothing.
    output = run("roqet", "-q", "-p", service.query, "-e", SELECT, "-r", form)
    assert "alert(1)" in output
    assert output.count("<result>") == 2 if form == "xml" else output.count("\n") == 3


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Jena's class path.

    Debian's jar looks for the messages of its regular expressions without the package that they
    are under, so they are put there too.
    """
    if not shutil.which("java") or not (JARS / "jena-cmds.jar").exists():
        pytest.skip("needs java and Debian's libapache-jena-java")
    extra = tmp_path_factory.mktemp("jena")
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        prefix = "org/apache/jena/ext/"
        for name in jar.namelist():
            if name.startswith(f"{prefix}xerces/") and name.endswith(".properties"):
                path = extra / name.removeprefix(prefix)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(jar.read(name))
    names = (
        "jena-arq jena-base jena-cmds jena-core jena-iri jena-rdfconnection thrift commons-lang3 "
        "commons-csv commons-codec commons-compress commons-io commons-cli slf4j-api slf4j-nop "
        "gson titanium-json-ld jackson-core jackson-databind jackson-annotations protobuf-java "
        "guava jsonld-java httpclient httpcore dexx.collection"
    )
    return ":".join([str(extra), *(str(JARS / f"{name}.jar") for name in names.split())])


def test_jena_asks(jena: str, service: Service) -> None:
    ask = ("java", "-cp", jena, "arq.rsparql", "--service", service.query)
    rows = run(*ask, "--results", "csv", SELECT).splitlines()
    assert rows[0] == "o"
    assert set(rows[1:]) == VALUES
    assert json.loads(run(*ask, "--results", "json", SELECT))["results"]["bindings"]
    assert "Yes" in run(*ask, ASK)
    graph = Graph().parse(data=run(*ask, CONSTRUCT), format="turtle")
    assert {str(value) for value in graph.objects(A, P)} == VALUES


def test_jena_writes(jena: str, anyone: str) -> None:
    text = "INSERT DATA { <x:a> <x:b> 'é 山西' } ; INSERT DATA { <x:a> <x:b> 2 }"
    run("java", "-cp", jena, "arq.rupdate", "--service", f"{anyone}/update", text)
    query = "SELECT ?o { <x:a> ?p ?o } ORDER BY ?o"
    output = run("java", "-cp", jena, "arq.rsparql", "--service", f"{anyone}/sparql", query)
    assert "é 山西" in output
    assert "2" in output
