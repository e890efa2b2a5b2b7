"""What is derived at each release is written by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph import derived
from graph.counts.tally import COUNTS
from graph.errors import InputError, RefusedError
from graph.home.dump import dump_release
from graph.home.load import load_files
from graph.home.publish import publishing
from graph.infer import INFERRED
from graph.ingest import ingest
from graph.networks.analytics import analysis
from graph.networks.catalogue import network, read
from graph.networks.publish import publish_network
from graph.open import open_home
from graph.releases import Home
from made import report, write
from ontology import names
from ontology.names import LH, RDFS
from served import client as served
from served import problem

MINE = "<http://example.org/a> <http://example.org/b> 1 ."
FIGURES = names.graph("analytics", "figures")
NETWORK = names.graph("analytics", "provinces-by-themes")
NT = "application/n-triples"


@pytest.fixture
def read_one(small: Home, tmp_path: Path) -> Home:
    """A home in which something was derived and counted."""
    ingest(small, [write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))])
    return small


@pytest.fixture
def client(read_one: Home) -> FlaskClient:
    return served(read_one.path, anonymous_writes=True)


def store(graph: object) -> str:
    return f"/store?graph={str(graph).strip('<>')}"


def dumped(home: Home, path: Path, graph: str | None = None) -> Path:
    with path.open("wb") as file, home.require() as release:
        dump_release(release, file, form="nq", graphs=None if graph is None else [graph])
    return path


def test_a_derived_graph_is_put_posted_and_deleted_by_nobody(client: FlaskClient) -> None:
    for graph in (INFERRED, COUNTS, FIGURES, NETWORK):
        for method in ("PUT", "POST"):
            sent = client.open(store(graph), method=method, data=MINE, content_type="text/turtle")
            assert sent.status_code == 400
            told = str(problem(sent)["detail"])
            assert told.startswith(graph.value)
            assert "derived" in told
            assert "write to the graphs" in told
    assert client.delete(store(INFERRED)).status_code == 400
    assert client.get("/readyz").json["release"] == 2


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_what_the_software_judges_by_is_put_posted_and_deleted_by_nobody(
    client: FlaskClient, name: str
) -> None:
    graph = names.graph(name)
    sent = [
        client.open(store(graph), method=method, data=MINE, content_type="text/turtle")
        for method in ("PUT", "POST", "DELETE")
    ]
    sent.append(
        client.post("/update", data={"update": f"INSERT DATA {{ GRAPH {graph} {{ {MINE} }} }}"})
    )
    for each in sent:
        assert each.status_code == 400
        assert str(problem(each)["detail"]).startswith(f"{graph.value}: is the software's own")
    assert client.get(f"/{name}").status_code == 200


def test_what_the_software_judges_by_can_be_put_back(client: FlaskClient) -> None:
    held = {
        name: client.get(store(names.graph(name)), headers={"Accept": NT}).data
        for name in ("ontology", "reference", "shapes")
    }
    assert client.post("/update", data={"update": "CLEAR ALL"}).status_code == 204
    assert put(client, "shapes", held["shapes"][: held["shapes"].index(b"\n") + 1]) == 400
    both = (f"GRAPH {names.graph(n)} {{ {held[n].decode()} }}" for n in ("ontology", "reference"))
    back = client.post("/update", data={"update": f"INSERT DATA {{ {' '.join(both)} }}"})
    assert back.status_code == 204, back.text
    assert put(client, "shapes", held["shapes"]) in {201, 204}
    assert put(client, "shapes", held["ontology"]) == 400
    assert client.delete(store(names.graph("ontology"))).status_code == 400


def put(client: FlaskClient, name: str, data: bytes) -> int:
    return client.put(store(names.graph(name)), data=data, content_type=NT).status_code


def test_who_takes_the_ontology_out_or_comes_without_it_is_told_so(
    small: Home, tmp_path: Path
) -> None:
    ontology = names.graph("ontology")
    with pytest.raises(RefusedError) as refused, publishing(small, "x") as draft:
        draft.remove_graph(ontology)
    assert (
        refused.value.hint
        == f"nothing of the graph {ontology} may be taken out, which declares the terms"
    )
    with (
        pytest.raises(RefusedError, match="without the ontology of this version"),
        publishing(open_home(tmp_path / "other"), "x") as draft,
    ):
        draft.add([Quad(names.province("110000"), LH.gbCode, Literal("110000"), names.graph("x"))])


def test_what_is_there_already_may_be_put(client: FlaskClient) -> None:
    held = client.get(store(INFERRED), headers={"Accept": "application/n-triples"}).data
    assert held
    for method in ("PUT", "POST"):
        sent = client.open(
            store(INFERRED), method=method, data=held, content_type="application/n-triples"
        )
        assert sent.status_code == 204
        assert sent.headers["X-Release"] == "2"


@pytest.mark.parametrize(
    "text",
    [
        f"INSERT DATA {{ GRAPH {INFERRED} {{ {MINE} }} }}",
        f"INSERT {{ GRAPH ?g {{ {MINE} }} }} WHERE {{ VALUES ?g {{ {INFERRED} }} }}",
        f"WITH {COUNTS} DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"DROP GRAPH {COUNTS}",
        f"ADD {names.graph('reference')} TO {INFERRED}",
        f"DROP ALL ; INSERT DATA {{ GRAPH {INFERRED} {{ {MINE} }} }}",
    ],
)
def test_an_update_of_a_derived_graph_is_refused(client: FlaskClient, text: str) -> None:
    sent = client.post("/update", data={"update": text})
    assert sent.status_code == 400
    assert "derived" in str(problem(sent)["detail"])
    assert client.get("/readyz").json["release"] == 2


@pytest.mark.parametrize(
    "text", [f"DELETE WHERE {{ GRAPH ?g {{ ?s {RDFS.label} ?o }} }}", "CLEAR ALL", "DROP NAMED"]
)
def test_what_takes_out_of_every_graph_is_made(client: FlaskClient, text: str) -> None:
    sent = client.post("/update", data={"update": text})
    assert sent.status_code == 204, sent.text
    assert sent.headers["X-Release"] == "3"


def test_a_published_network_may_be_dropped_but_not_emptied(read_one: Home) -> None:
    asked = network("provinces-by-themes")
    with publishing(read_one, "publish") as draft:
        publish_network(draft, asked, read(asked, {"year": "2093"}))
    client = served(read_one.path, anonymous_writes=True)
    assert NETWORK.value in read_one.require().manifest.graphs
    assert client.post("/update", data={"update": f"CLEAR GRAPH {NETWORK}"}).status_code == 400
    assert client.delete(store(NETWORK)).status_code == 204
    assert NETWORK.value not in read_one.require().manifest.graphs


def test_where_nothing_is_derived_every_graph_may_be_written(tmp_path: Path) -> None:
    client = served(tmp_path / "home", anonymous_writes=True)
    sent = client.put(store(COUNTS), data=MINE, content_type="text/turtle")
    assert sent.status_code == 201


def test_a_dump_is_loaded_with_its_derived_graphs_and_tells_which_changed(
    small: Home, read_one: Home, tmp_path: Path
) -> None:
    path, said = dumped(read_one, tmp_path / "all.nq"), list[str]()
    other = open_home(tmp_path / "other")
    release = load_files(other, [path], say=said.append)
    assert not said
    assert (
        release.manifest.graphs[INFERRED.value]
        == (read_one.require().manifest.graphs[INFERRED.value])
    )
    mine = tmp_path / "mine.nq"
    mine.write_text(
        f"<http://example.org/a> <http://example.org/b> <http://example.org/c> {INFERRED} .\n"
        "<http://example.org/a> <http://example.org/b> <http://example.org/c> <x:mine> .\n"
    )
    load_files(other, [mine], say=said.append)
    assert [each.split(":")[0:2] for each in said] == [INFERRED.value.split(":")]
    assert load_files(other, [path]).number == 3, "nothing of it was new"


def test_a_load_of_nothing_new_makes_no_release_and_says_so(small: Home, tmp_path: Path) -> None:
    mine, empty, said = tmp_path / "mine.nq", tmp_path / "empty.ttl", list[str]()
    mine.write_text("<http://example.org/a> <http://example.org/b> <x:c> <x:mine> .\n")
    empty.touch()
    first = load_files(small, [mine], say=said.append).number
    assert not said
    for path in (mine, empty):
        assert load_files(small, [path], graph="x:mine", say=said.append).number == first
        assert said.pop().startswith("nothing changed")


def test_files_of_nothing_but_derived_graphs_are_not_loaded(read_one: Home, tmp_path: Path) -> None:
    path = dumped(read_one, tmp_path / "inferred.nq", INFERRED.value)
    with pytest.raises(InputError, match="derived from the other graphs"):
        load_files(open_home(tmp_path / "other"), [path])
    turtle = write(tmp_path, "mine.ttl", MINE)
    with pytest.raises(InputError, match=f"--graph: {COUNTS.value}"):
        load_files(read_one, [turtle], graph=COUNTS.value)
    assert read_one.require().number == 2


def test_the_derived_graphs_are_those_that_a_release_makes(home: Home) -> None:
    made = {key for key in home.require().manifest.graphs if "/analytics/" in key}
    assert made | {INFERRED.value} == derived.ALWAYS


CLAIMS = names.graph("analytics", "claims")


def foreign(path: Path, *parameters: str) -> Path:
    """A graph under the name of a published network, its run asked with that."""
    run = analysis("claims")
    said = [Quad(run, RDFS.comment, Literal("of somebody else"), CLAIMS)]
    said += [Quad(run, LH.parameters, Literal(each), CLAIMS) for each in parameters]
    mine = Quad(
        names.theme("quantum"), RDFS.seeAlso, NamedNode("http://x/a"), NamedNode("http://x")
    )
    path.write_bytes(serialize([*said, mine], format=RdfFormat.N_QUADS) or b"")
    return path


@pytest.mark.parametrize(
    "parameters", [(), ("{}", '{"seed": "1"}'), ("none",), ("[]",), ('{"seed": 1}',)]
)
def test_a_network_that_does_not_tell_what_it_was_asked_is_named(
    small: Home, tmp_path: Path, parameters: tuple[str, ...]
) -> None:
    with pytest.raises(InputError, match=f"{CLAIMS.value}: no run tells.*--publish"):
        load_files(small, [foreign(tmp_path / "foreign.nq", *parameters)])
    assert small.require().number == 1


@pytest.mark.parametrize("value", ['{"colour": "red"}', '{"seed": "many"}'])
def test_a_network_of_values_that_it_does_not_take_is_named(
    small: Home, tmp_path: Path, value: str
) -> None:
    with pytest.raises(InputError, match=f"{CLAIMS.value}: the network cannot be made anew"):
        load_files(small, [foreign(tmp_path / "foreign.nq", value)])


def test_a_network_that_does_not_tell_is_replaced_by_publishing_it(
    small: Home, tmp_path: Path
) -> None:
    with small.change("of somebody else") as draft:
        draft.load(foreign(tmp_path / "foreign.nq"))
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    with pytest.raises(InputError, match="--publish"):
        ingest(small, [path])
    asked = network("claims")
    with publishing(small, "publish") as draft:
        publish_network(draft, asked, read(asked, {}))
    ingest(small, [path])
