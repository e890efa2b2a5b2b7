"""Networks from saved questions to files, over HTTP and on the command line."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import igraph
import networkx as nx
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Store, Triple

from graph.errors import NotFoundError, ParameterError, UnprocessableError
from graph.networks import project
from graph.networks.catalogue import FORMATS, NETWORKS, network, read
from graph.networks.draw import draw
from graph.networks.export import written
from graph.questions import ask
from graph.releases import Home
from ontology.names import LH, RDF
from questions_world import world
from server import networks
from server.cli import lianghui
from tests.served import client, problem

ROOT = "/api/v1/networks"
NAMES = sorted(NETWORKS)
ID = "https://w3id.org/lianghui/id/"


@pytest.fixture(scope="module")
def store(request: pytest.FixtureRequest) -> object:
    """The shipped facts, built."""
    built = request.getfixturevalue("_built")
    return Home(built).require().store


def made(store: object, name: str, **given: str) -> nx.Graph:
    asked = network(name)
    values = read(asked, given)
    return draw(asked, ask(store, asked.question, values.question), values)  # type: ignore[arg-type]


@pytest.fixture
def served(home: Home) -> FlaskClient:
    return client(home.path)


@pytest.mark.parametrize("name", NAMES)
def test_every_network_of_the_shipped_facts_is_drawn_and_says_what_it_counts(
    store: object, name: str
) -> None:
    drawn = made(store, name)
    assert drawn.number_of_edges() > 20
    for _, told in drawn.nodes(data=True):
        assert {"iri", "kind", "label_en", "label_zh", "x", "y", "degree", "strength"} <= set(told)
        assert 0 <= told["x"] <= 1
        assert 0 <= told["y"] <= 1
    for _, _, told in drawn.edges(data=True):
        assert {"weight", "count", "total"} <= set(told)
        if name == "first-years":  # mentions and silent reports are no parts of each other
            assert "ratio" not in told
        else:
            assert told["ratio"] == pytest.approx(told["count"] / told["total"], rel=1e-5)
            assert 0 <= told["ratio"] <= 1


def test_counts_are_those_of_the_statements_themselves(store: object) -> None:
    """Straight from the quads, without SPARQL."""
    year, mentions = (
        Literal("2026", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
        {},
    )
    for quad in store.quads_for_pattern(None, LH.year, year):  # type: ignore[attr-defined]
        of, about, rests = (
            [q.object.value for q in store.quads_for_pattern(quad.subject, each, None)]  # type: ignore[attr-defined]
            for each in (LH.ofProvince, LH.aboutTheme, LH.restsOn)
        )
        if of and about and rests:
            mentions.setdefault((of[0], about[0]), set()).update(rests)
    drawn = made(store, "province-themes", year="2026")
    assert {(u, v): told["count"] for u, v, told in drawn.edges(data=True)} == {
        pair: len(found) for pair, found in mentions.items()
    }
    assert Counter(kind for _, kind in drawn.nodes(data="kind")) == {"Province": 31, "Theme": 27}


def test_rates_and_specialisation_are_weights_of_the_same_counts(store: object) -> None:
    counts = made(store, "province-themes")
    rates = made(store, "province-themes", measure="rate")
    special = made(store, "province-themes", measure="specialisation")
    pair = (ID + "province/520000", ID + "theme/data-center-computing")
    told = counts.edges[pair]
    assert rates.edges[pair]["weight"] == pytest.approx(
        10_000 * told["count"] / told["total"], 1e-5
    )
    weights = dict(counts.degree(weight="count"))
    everything = sum(each["count"] for _, _, each in counts.edges(data=True))
    expected = told["count"] * everything / (weights[pair[0]] * weights[pair[1]])
    assert special.edges[pair]["weight"] == pytest.approx(expected, abs=1e-6)
    assert special.edges[pair]["count"] == told["count"]


def test_a_role_narrows_and_a_province_that_is_silent_stays(store: object) -> None:
    plans = made(store, "province-themes", role="role/plan")
    everything = made(store, "province-themes")
    assert plans.size("count") < everything.size("count")
    assert set(plans) == set(everything)


def of_world(name: str, **given: str) -> nx.Graph:
    store = Store()
    store.extend(world())
    return made(store, name, **given)


def edges(drawn: nx.Graph, *told: str) -> dict[tuple[str, ...], tuple[object, ...]]:
    found = {}
    for u, v, data in drawn.edges(data=True):
        key = tuple(each.removeprefix(ID).split("/", 1)[1] for each in (u, v))
        found[key] = tuple(data.get(name) for name in told)
    return found


def test_networks_of_made_up_reports_are_those_worked_out_by_hand() -> None:
    assert edges(of_world("themes-in-reports", year="2093"), "count", "total") == {
        ("artificial-intelligence", "big-data"): (1, 1),
        ("artificial-intelligence", "blockchain"): (1, 3),
        ("big-data", "blockchain"): (1, 3),
    }
    assert edges(of_world("themes-in-passages", year="2093"), "count", "total") == {
        ("artificial-intelligence", "big-data"): (1, 1)
    }
    found = edges(of_world("province-directions", year="2093"), "count", "total")
    assert found[("110000", "research-transfer")] == (1, 4)
    assert found[("110000", "digital-economy")] == (2, 4)
    theme = of_world("province-directions", year="2093", theme="blockchain")
    assert edges(theme, "count", "total")[("110000", "research-transfer")] == (1, 2)
    claims = edges(of_world("claims", year="2094"), "count", "total")
    assert claims == {("made-article", "110000"): (1, 2), ("made-article", "140000"): (1, 2)}


def test_an_order_of_adoption_tells_silent_from_unknown() -> None:
    found = of_world("first-years", theme="big-data")
    assert edges(found, "year", "silent_year", "order", "known") == {
        ("110000", "big-data"): (2093, None, 1, False),
        ("140000", "big-data"): (2094, 2093, 2, True),
    }
    assert ID + "province/520000" in found  # read, and silent
    assert ID + "province/370000" not in found  # not read


def test_the_same_facts_and_seed_give_the_same_bytes(store: object) -> None:
    asked = network("provinces-by-themes")
    values = read(asked, {"seed": "7"})
    triples = list(ask(store, asked.question, values.question))  # type: ignore[arg-type]
    drawn = draw(asked, triples, values)
    random.Random(1).shuffle(triples)
    again = draw(asked, triples, values)
    for form in FORMATS:
        assert written(drawn, form) == written(again, form)
    other = draw(asked, triples, read(asked, {"seed": "8"}))
    assert written(other, "json") != written(drawn, "json")


SAME = ("weight", "count", "total", "ratio")


def same(one: nx.Graph, other: nx.Graph) -> None:
    assert {n: dict(d) for n, d in one.nodes(data=True)}.keys() == set(other)
    for node, told in one.nodes(data=True):
        for name in ("iri", "kind", "label_en", "label_zh", "x", "y", "degree", "strength"):
            assert other.nodes[node][name] == told[name]
    assert one.number_of_edges() == other.number_of_edges()
    for u, v, told in one.edges(data=True):
        for name in told.keys() & set(SAME):
            assert other.edges[u, v][name] == pytest.approx(told[name])


QUICK = "provinces-by-themes"


@pytest.mark.parametrize(
    "name",
    [each if each == QUICK else pytest.param(each, marks=pytest.mark.slow) for each in NAMES],
)
def test_files_open_in_networkx_and_igraph_with_nothing_lost(
    store: object, name: str, tmp_path: Path
) -> None:
    drawn = made(store, name)
    same(drawn, nx.parse_graphml(written(drawn, "graphml").decode()))
    same(drawn, nx.read_gexf(io.BytesIO(written(drawn, "gexf"))))
    same(drawn, nx.node_link_graph(json.loads(written(drawn, "json")), edges="edges"))
    file = tmp_path / "network.graphml"
    file.write_bytes(written(drawn, "graphml"))
    theirs = igraph.Graph.Read_GraphML(str(file))
    assert (theirs.vcount(), theirs.ecount()) == (len(drawn), drawn.number_of_edges())
    assert sum(theirs.es["weight"]) == pytest.approx(drawn.size("weight"))
    assert theirs.vs["label_zh"] == [told for _, told in drawn.nodes(data="label_zh")]
    assert theirs.degree() == [degree for _, degree in drawn.degree()]
    assert np_close(theirs.strength(weights="weight"), dict(drawn.degree(weight="weight")).values())
    # It has no reader of GEXF, so it gets what networkx reads of it.
    theirs = igraph.Graph.from_networkx(nx.read_gexf(io.BytesIO(written(drawn, "gexf"))))
    assert (theirs.vcount(), theirs.ecount()) == (len(drawn), drawn.number_of_edges())
    assert np_close(theirs.es["weight"], [weight for *_, weight in drawn.edges(data="weight")])
    assert theirs.vs["label_zh"] == [told for _, told in drawn.nodes(data="label_zh")]


def np_close(one: object, two: object) -> bool:
    return list(one) == pytest.approx(list(two))  # type: ignore[call-overload]


def test_cytoscape_has_places_and_csv_every_edge_and_lone_node(store: object) -> None:
    drawn = made(store, "claims")
    elements = json.loads(written(drawn, "cyjs"))["elements"]
    assert len(elements["nodes"]) == len(drawn)
    assert len({each["data"]["id"] for each in elements["edges"]}) == drawn.number_of_edges()
    for each in elements["nodes"]:
        assert each["position"]["x"] == drawn.nodes[each["data"]["id"]]["x"]
    rows = list(csv.DictReader(io.StringIO(written(drawn, "csv").decode())))
    linked = [row for row in rows if row["target_iri"]]
    assert len(linked) == drawn.number_of_edges()
    assert len(rows) - len(linked) == sum(not degree for _, degree in drawn.degree()) > 0
    for row in linked:
        told = drawn.edges[row["source_iri"], row["target_iri"]]
        assert [float(row[name]) for name in SAME] == [told[name] for name in SAME]


def test_every_format_but_a_table_tells_how_the_network_was_made(store: object) -> None:
    drawn = made(store, "provinces-by-themes", year="2026", top="3", seed="7", level=".01")
    told = nx.parse_graphml(written(drawn, "graphml").decode()).graph
    assert (told["seed"], told["top"], told["level"]) == (7, 3, 0.01)
    gexf = written(drawn, "gexf").decode()
    assert gexf.index("<meta>") < gexf.index("<graph")
    for each in ("name=provinces-by-themes", "year=2026", "top=3", "modularity=", "seed=7"):
        assert each in gexf.split("<description>")[1].split("</description>")[0]


def test_gexf_bears_no_date(store: object) -> None:
    assert b"lastmodified" not in written(made(store, "neighbours"), "gexf")


def test_values_that_do_not_fit_are_refused_with_those_that_do() -> None:
    asked = network("provinces-by-themes")
    for name, value, allowed in (
        ("likeness", "best", "jaccard"),
        ("level", "2", "0 to below 1"),
        ("level", "1", "0 to below 1"),
        ("level", "½", "0 to below 1"),
        ("top", "1000", "0 to 100"),
        ("colour", "red", "likeness"),
    ):
        with pytest.raises(ParameterError) as raised:
            read(asked, {name: value})
        assert allowed in raised.value.allowed
    with pytest.raises(NotFoundError, match="provinces-by-themes"):
        network("friends")


def test_only_the_strongest_edges_are_kept_where_asked(store: object) -> None:
    few = made(store, "provinces-by-themes", top="2")
    assert min(degree for _, degree in few.degree()) >= 2
    assert few.number_of_edges() < 31 * 2


def test_communities_are_those_of_the_network_before_its_weaker_edges_go(store: object) -> None:
    """The strongest edges of each node alone have a modularity above 0.3 whatever the weights."""
    whole, few = (made(store, "provinces-by-themes", year="2026", top=top) for top in ("0", "3"))
    for told in ("modularity", "stability", "communities"):
        assert few.graph[told] == whole.graph[told]
    assert few.graph["communities"] == "no structure"
    assert not any("community" in told for _, told in few.nodes(data=True))


@pytest.mark.slow
def test_over_http_every_network_is_there_in_every_format(served: FlaskClient) -> None:
    listed = served.get(ROOT).get_json()["networks"]
    assert [each["name"] for each in listed] == list(NETWORKS)
    for each in listed:
        answer = served.get(each["formats"]["graphml"])
        assert answer.status_code == 200
        assert answer.mimetype == FORMATS["graphml"]
        assert len(nx.parse_graphml(answer.text)) > 20
    for ending, media_type in FORMATS.items():
        answer = served.get(f"{ROOT}/neighbours.{ending}")
        assert answer.mimetype == media_type
        assert served.get(f"{ROOT}/neighbours?format={ending}").data == answer.data
        assert served.get(f"{ROOT}/neighbours", headers={"Accept": media_type}).data == answer.data
        again = served.get(
            f"{ROOT}/neighbours.{ending}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("?year=20", 422, "four digits, such as 2020"),
        ("?role=a b", 422, "an absolute IRI"),
        ("?likeness=best", 422, "cosine"),
        ("?format=docx", 422, "graphml"),
        ("?colour=red", 422, "likeness"),
        ("?year=2025&year=2026", 400, ""),
        (".docx", 404, ""),
    ],
)
def test_over_http_what_does_not_fit_is_refused(
    served: FlaskClient, query: str, status: int, told: str
) -> None:
    answer = served.get(f"{ROOT}/provinces-by-themes{query}")
    assert answer.status_code == status
    assert told in str(problem(answer).get("allowed"))
    assert served.get(f"{ROOT}/nothing").status_code == 404
    accepted = served.get(f"{ROOT}/neighbours", headers={"Accept": "image/png"})
    assert accepted.status_code == 406


def test_over_http_a_network_too_large_is_refused_with_the_remedy(
    served: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "MOST_TRIPLES", 50)
    answer = served.get(f"{ROOT}/neighbours.json")
    assert answer.status_code == 422
    assert "lianghui network" in str(problem(answer)["detail"])


def test_the_command_line_gives_what_the_service_gives(home: Home, served: FlaskClient) -> None:
    given = ("network", "provinces-by-themes", "year=2025", "top=3", "--format", "gexf")
    told = CliRunner().invoke(lianghui, ["--home", str(home.path), *given])
    assert told.exit_code == 0
    answer = served.get(f"{ROOT}/provinces-by-themes.gexf?year=2025&top=3")
    assert told.stdout_bytes == answer.data


def actors(rows: int, columns: int, seed: int = 1) -> list[Triple]:
    chance = random.Random(seed)
    found = []
    for n in range(rows):
        node = NamedNode(f"{ID}province/{n:06}")
        found.append(Triple(node, RDF.type, LH.Province))
        for k in chance.sample(range(columns), chance.randint(2, columns // 4)):
            edge, theme = NamedNode(f"{ID}e/{n}-{k}"), NamedNode(f"{ID}theme/t{k}")
            said = {
                RDF.subject: node,
                RDF.object: theme,
                LH.count: Literal(chance.randint(1, 9)),
                LH.total: Literal(9000),
            }
            found += [Triple(edge, predicate, value) for predicate, value in said.items()]
            found.append(Triple(theme, RDF.type, LH.Theme))
    return found


def test_more_edges_than_can_be_told_are_refused(
    store: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "MOST_EDGES", 400)
    with pytest.raises(UnprocessableError, match="edges=backbone"):
        made(store, "provinces-by-themes")


@pytest.mark.slow
def test_a_network_of_the_provinces_takes_under_a_second(store: object) -> None:
    """By the processor's time: what else the machine does is not the network's."""
    made(store, "provinces-by-themes", edges="backbone")
    started = time.process_time()
    drawn = made(store, "provinces-by-themes", edges="backbone")
    written(drawn, "graphml")
    assert time.process_time() - started < 1


LARGE = """
import resource, sys, time
sys.path[:0] = ["tests", "."]
from test_networks import actors
from graph.networks.catalogue import network, read
from graph.networks.draw import draw
from graph.networks.export import written
triples = actors(3000, 200)
started = time.process_time()
for name, given in (("province-themes", {}), ("provinces-by-themes", {"edges": "backbone"})):
    asked = network(name)
    written(draw(asked, triples, read(asked, given)), "graphml")
print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_3000_actors_by_200_themes_take_under_30_s_and_2_gb() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LARGE], capture_output=True, text=True, check=True, timeout=240
    )
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 30
    assert kilobytes < 2 * 2**20
