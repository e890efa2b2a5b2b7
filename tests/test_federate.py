"""Another dataset's facts on our provinces, pulled in by a recipe."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from graph.errors import InputError
from graph.federation.endpoint import Endpoint, Manners
from graph.federation.recipe import SHIPPED, load, parse
from graph.open import open_home
from graph.releases import Home
from ontology import names
from server.cli import lianghui
from shacl_reference import valid_base

LH = "https://w3id.org/lianghui/ontology#"
BEIJING, TIANJIN = (names.province(code) for code in ("110000", "120000"))
ITEM = "http://www.wikidata.org/entity/Q956"
ITEMS = {BEIJING: NamedNode(ITEM), TIANJIN: NamedNode("http://www.wikidata.org/entity/Q11736")}
ITEM_OF = NamedNode(f"{LH}wikidataItem")
LINKS = names.graph("links")
ELSEWHERE = f"""
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<{ITEM}> wdt:P1082 "12345678"^^xsd:decimal ; wdt:P36 wd:Q1 ;
  wdt:P625 "Point(112.5 37.8)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> ;
  p:P2046 <x:old> , <x:now> .
<x:old> psv:P2046 [ wikibase:quantityUnit wd:Q712226 ; wikibase:quantityAmount 1.0 ] .
<x:now> a wikibase:BestRank ;
  psv:P2046 [ wikibase:quantityUnit wd:Q712226 ; wikibase:quantityAmount 156000.0 ] .
"""


class Remote(http.server.ThreadingHTTPServer):
    """A SPARQL endpoint over a store of its own; ``plan`` is what it does before it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = Store()
        self.plan: list[tuple[int, dict[str, str]]] = []
        self.queries: list[str] = []
        self.agents: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Remote

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.agents.add(self.headers["User-Agent"])
        if self.server.plan:
            status, headers = self.server.plan.pop(0)
            self._send(status, b"busy", {"Content-Type": "text/html", **headers})
            return
        query = parse_qs(body)["query"][0]
        self.server.queries.append(query)
        answer = self.server.store.query(query).serialize(format=RdfFormat.TURTLE)  # type: ignore[union-attr]
        self._send(200, answer or b"", {"Content-Type": "text/turtle"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def serving() -> Iterator[Remote]:
    with Remote() as remote:
        thread = threading.Thread(target=remote.serve_forever)
        thread.start()
        try:
            yield remote
        finally:
            remote.shutdown()
            thread.join()


@pytest.fixture
def remote() -> Iterator[Remote]:
    with serving() as found:
        found.store.load(ELSEWHERE.encode(), format=RdfFormat.TURTLE)
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The valid sample, whose Beijing and Tianjin have items elsewhere."""
    with Home(tmp_path / "home").change("the sample") as draft:
        draft.add(iter(valid_base()))
        draft.add(Quad(each, ITEM_OF, item, LINKS) for each, item in ITEMS.items())
    return open_home(tmp_path / "home")


def run(home: Home, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        lianghui, ["--home", str(home.path), "federate", *arguments], catch_exceptions=True
    )
    return result.exit_code, str(result.exception or "") + result.output


def pull(home: Home, remote: Remote, *more: str) -> tuple[int, str]:
    return run(home, remote.url, "--recipe", "wikidata-provinces", "--pause", "0", *more)


def facts(home: Home) -> set[tuple[str, str]]:
    graph = NamedNode("https://w3id.org/lianghui/graph/curated/wikidata-provinces")
    quads = home.require().store.quads_for_pattern(None, None, None, graph)
    return {(quad.predicate.value.removeprefix(LH), str(quad.object)) for quad in quads}


def test_what_elsewhere_is_said_goes_into_a_graph_of_its_own(home: Home, remote: Remote) -> None:
    status, said = pull(home, remote)
    assert status == 0, said
    assert home.require().manifest.parent == 1
    assert "on 1 of 2 things in https://w3id.org/lianghui/graph/curated/wikidata-provinces" in said
    integer, decimal = (
        f"^^<http://www.w3.org/2001/XMLSchema#{each}>" for each in ("integer", "decimal")
    )
    assert facts(home) == {
        ("population", f'"12345678"{integer}'),
        ("areaSquareKilometres", f'"156000"{decimal}'),
        ("capitalItem", "<http://www.wikidata.org/entity/Q1>"),
        ("coordinates",
         '"Point(112.5 37.8)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'),
    }  # fmt: skip
    used = NamedNode("http://www.w3.org/ns/prov#used")
    store = home.require().store
    assert next(store.quads_for_pattern(None, used, NamedNode(remote.url)), None)
    assert all(agent.startswith("lianghui/") for agent in remote.agents)


def test_things_are_asked_about_in_batches(home: Home, remote: Remote) -> None:
    assert pull(home, remote, "--batch", "1")[0] == 0
    assert [query.count("/id/province/") for query in remote.queries] == [1, 1]
    first = facts(home)
    assert pull(home, remote)[0] == 0
    assert remote.queries[-1].count("/id/province/") == 2
    assert facts(home) == first


def test_a_busy_endpoint_is_asked_again_after_as_long_as_it_says(remote: Remote) -> None:
    remote.plan = [(503, {"Retry-After": "7"}), (429, {}), (500, {})]
    waited: list[float] = []
    endpoint = Endpoint(remote.url, Manners(), waited.append)
    assert endpoint.construct("CONSTRUCT WHERE { ?s ?p ?o }")
    assert waited == [7, 2, 4]


def test_what_is_no_address_is_told() -> None:
    with pytest.raises(InputError, match="http://x y: is no address"):
        Endpoint("http://x y", Manners()).construct("CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("plan", "said"),
    [([(404, {})], "404"), ([(400, {})], "refused the query"), ([(503, {})] * 2, "try again"),
     ([(200, {})], "text/html, which is no RDF"),
     ([(200, {"Content-Type": "text/turtle", "Content-Length": "99"})], "broke off 95 bytes"),
     ([(200, {"Content-Type": "text/turtle", "Transfer-Encoding": "chunked"})], "try again")],
)  # fmt: skip
def test_an_endpoint_without_a_usable_answer_changes_nothing(
    home: Home, remote: Remote, plan: list[tuple[int, dict[str, str]]], said: str
) -> None:
    remote.plan = plan
    before = home.number()
    status, told = pull(home, remote, "--retries", "0")
    assert status != 0
    assert said in told
    assert home.number() == before


def test_an_endpoint_that_knows_nothing_of_ours_or_speaks_of_others_is_an_error(
    home: Home, remote: Remote, tmp_path: Path
) -> None:
    remote.store.clear()
    assert "knows none of the 2 things" in pull(home, remote)[1]
    recipe = tmp_path / "of-others.rq"
    recipe.write_text(
        '#+ title.en: a\n#+ title.zh: b\n#+ endpoint: https://example.org/\n'
        "#+ identifiers: SELECT ?a ?b { ?a lh:wikidataItem ?b }\n\n"
        "CONSTRUCT { ?b <x:p> 1 } WHERE {\n  # identifiers\n}\n"
    )  # fmt: skip
    status, told = run(home, remote.url, "--recipe", str(recipe), "--pause", "0")
    assert status != 0
    assert "does not ask about" in told


def test_nothing_answers_there(home: Home) -> None:
    with serving() as gone:
        url = gone.url
    told = run(home, url, "--recipe", "wikidata-provinces", "--retries", "0")[1]
    assert "cannot be reached" in told


def test_every_shipped_recipe_is_one() -> None:
    found = sorted(SHIPPED.glob("*.rq"))
    assert found
    for path in found:
        recipe = load(path.stem)
        assert recipe.endpoint.startswith("https://")
        assert set(recipe.titles) == {"en", "zh"}
        query = recipe.query(["province", "item"], [(BEIJING, NamedNode(ITEM))])
        assert not list(Store().query(query))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [("SELECT * {}", "its header lacks"), ("", "its header lacks")],
)
def test_what_is_no_recipe_is_said(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse(Path("made-up.rq"), text)
    with pytest.raises(InputError, match="there is wikidata-provinces"):
        load("volcanoes")
