"""Search: the index of a release, what is found in it first, and how it is told."""

from __future__ import annotations

import random
import shutil
import statistics
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.ingest import ingest
from graph.open import open_home
from graph.releases import Home
from graph.search.find import Found, search
from graph.search.index import FACETS, FILE, NAMES, UNNAMED, type_of
from graph.search.script import fold
from ontology import names
from tests.made import report, write
from tests.served import client, problem

PROMISE = "推动区块链技术与电子政务融合发展，建设一个小小的试验园区。"
OTHER = "大力发展乡村旅游，<b>人工智能</b>也要跟上。"


@pytest.fixture(scope="module")
def _told(_small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("told")
    shutil.copytree(_small, path / "home", symlinks=True)
    text = report("山西省", 2019, PROMISE, OTHER)
    ingest(open_home(path / "home"), [write(path, "s.txt", text)])
    return path / "home"


@pytest.fixture
def told(_told: Path, tmp_path: Path) -> Home:
    """The shipped facts, and one made-up report that is held."""
    shutil.copytree(_told, tmp_path / "told", symlinks=True)
    return open_home(tmp_path / "told")


def found(home: Home, query: str, **filters: str) -> Found:
    with home.require() as release:
        return search(release.path, query, filters)


def first(home: Home, query: str) -> str:
    return found(home, query).hits[0].iri.removeprefix(f"{names.BASE}id/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("区块链", "theme/blockchain"),
        ("區塊鏈", "theme/blockchain"),
        ("链", "theme/blockchain"),
        ("blockchain", "theme/blockchain"),
        ("BLOCKCH", "theme/blockchain"),
        ("粤", "province/440000"),
        ("粵", "province/440000"),
        ("Guangdong", "province/440000"),
        ("guǎngdōng", "province/440000"),
        ("Ｇｕａｎｇｄｏｎｇ", "province/440000"),
        ("440000", "province/440000"),
        ("CN-GD", "province/440000"),
        ("5G", "theme/5g"),
    ],
)
def test_a_name_in_any_script_finds_its_thing_first(home: Home, query: str, expected: str) -> None:
    assert first(home, query) == expected


def test_traditional_characters_find_simplified_names(home: Home) -> None:
    hits = found(home, "電子政務").hits
    assert {hit.iri for hit in hits} >= {names.theme("digital-government").value}
    assert [hit.words for hit in hits[:2]] == ["电子政务"] * 2


@pytest.mark.parametrize(
    "fragment",
    ["技术与电子政务融合", "小小的试验", "融合发展，建设", "技術與電子政務融合", "链技术"],
)
def test_a_fragment_of_a_sentence_finds_its_passage_first(told: Home, fragment: str) -> None:
    (hit, *_) = found(told, fragment).hits
    assert (hit.type, hit.words) == ("passage", PROMISE)
    ((start, end),) = hit.marks
    assert fold(hit.words[start:end]) == fold(fragment)


def test_words_apart_must_all_be_there(told: Home) -> None:
    assert found(told, "试验 政务").hits[0].words == PROMISE
    assert len(found(told, "试验 政务").hits[0].marks) == 2
    assert found(told, "试验 旅游").total == 0
    assert found(told, "务电").total == 0


def test_facets_count_what_was_found_and_narrow_it(told: Home) -> None:
    everything = found(told, "区块链")
    assert everything.facets["type"]["passage"] >= 1
    assert sum(everything.facets["type"].values()) == everything.total
    for facet in ("year", "province", "theme"):
        for value, count in everything.facets[facet].items():
            assert found(told, "区块链", **{facet: value}).total == count
    (hit,) = found(told, "区块链", type="passage", year="2019", province="140000").hits
    assert hit.words == PROMISE
    assert hit.facets["theme"] == ("blockchain", "digital-government")


def test_pages_are_parts_of_the_whole(home: Home) -> None:
    with home.require() as release:
        whole = search(release.path, "a", limit=1000)
        assert whole.total == len(whole.hits) > 50
        parts = [search(release.path, "a", limit=7, offset=at).hits for at in range(0, 49, 7)]
    assert tuple(hit for part in parts for hit in part) == whole.hits[:49]


@pytest.mark.parametrize("query", ["", " ", "，", '"', "*", "___", "\0"])
def test_a_query_without_words_finds_nothing(home: Home, query: str) -> None:
    assert found(home, query).total == 0


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text() | st.sampled_from(['a" OR "b', "NEAR(a b)", "words:a", "a*", "^a", "-a", "a\x00b"])
)
def test_any_query_is_only_words(home: Home, query: str) -> None:
    hits = found(home, query)
    assert len(hits.hits) <= hits.total


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_99_of_100_labels_drawn_at_random_are_found_first(home: Home) -> None:
    with home.require() as release:
        labels = sorted(
            {
                (quad.object.value, quad.subject.value)
                for predicate in NAMES
                for quad in release.store.quads_for_pattern(None, predicate, None)
                if type_of(quad.subject.value) not in UNNAMED
            }
        )
        bearers: dict[str, set[str]] = {}
        for label, iri in labels:
            bearers.setdefault(fold(label).strip(), set()).add(iri)
        drawn = random.Random(7).sample(labels, 500)
        times, good = [], 0
        for label, _ in drawn:
            start = time.perf_counter()
            hits = search(release.path, label).hits
            times.append(time.perf_counter() - start)
            good += bool(hits) and hits[0].iri in bearers[fold(label).strip()]
    assert good >= 495
    assert statistics.median(times) < 0.1


def test_equal_graphs_have_equal_indexes(told: Home) -> None:
    with told.require() as release:
        before = (release.path / FILE).read_bytes()
        index_of_old = (release.path / FILE).stat().st_ino
    with told.change("touch everything", fresh=False) as draft:
        quad = Quad(names.theme("x"), NAMES[0], Literal("x"), names.graph("reference"))
        draft.add([quad])
        draft.remove([quad])
        draft.replace_graph(names.graph("documents"), list(_graph(draft, "documents")))
    with told.require() as release:
        assert (release.path / FILE).read_bytes() == before
        assert release.number == 3
    assert index_of_old


def _graph(draft: object, layer: str) -> list[Quad]:
    return list(draft.store.quads_for_pattern(None, None, None, names.graph(layer)))  # type: ignore[attr-defined]


def test_a_change_that_names_nothing_takes_the_index_over(told: Home) -> None:
    with told.require() as release:
        inode = (release.path / FILE).stat().st_ino
    other = NamedNode("http://example.org/a")
    with told.change("data of somebody") as draft:
        draft.add([Quad(other, other, other, NamedNode("http://example.org/g"))])
    with told.require() as release:
        assert (release.path / FILE).stat().st_ino == inode


def test_a_new_name_is_found_in_the_next_release_and_a_withdrawn_one_no_more(home: Home) -> None:
    thing, graph = NamedNode("http://example.org/a"), NamedNode("http://example.org/g")
    quad = Quad(thing, NAMES[0], Literal("Quizzaciously", language="en"), graph)
    with home.change("name") as draft:
        draft.add([quad])
    assert found(home, "quizzaciously").hits[0].iri == thing.value
    with home.change("take it back") as draft:
        draft.remove([quad])
    assert found(home, "quizzaciously").total == 0


def test_a_search_leaves_the_release_as_it_is(home: Home) -> None:
    with home.require() as release:
        before = sorted((str(p), p.stat().st_mtime_ns) for p in release.path.rglob("*"))
        assert search(release.path, "a").total
        assert before == sorted((str(p), p.stat().st_mtime_ns) for p in release.path.rglob("*"))


@pytest.fixture
def served(told: Home) -> FlaskClient:
    return client(told.path)


def test_the_api_tells_hits_with_marks_and_escaped_html(served: FlaskClient) -> None:
    document = served.get("/api/v1/search", query_string={"q": "人工智能", "type": "passage"})
    (hit,) = document.get_json()["hits"]
    assert hit["words"] == OTHER
    ((start, end),) = hit["marks"]
    assert hit["words"][start:end] == "人工智能"
    assert "&lt;b&gt;<mark>人工智能</mark>&lt;/b&gt;" in hit["html"]
    assert hit["href"].startswith("/page/passage/")
    assert served.get(hit["href"]).status_code == 200
    assert document.get_json()["facets"].keys() == set(FACETS)


def test_the_api_pages_and_tags_its_hits(served: FlaskClient) -> None:
    answer = served.get("/api/v1/search?q=a&limit=3")
    document = answer.get_json()
    assert len(document["hits"]) == 3
    further = served.get(document["next"]).get_json()
    assert further["offset"] == 3
    assert f'<{document["next"]}>; rel="next"' in answer.headers.getlist("Link")
    assert not {hit["iri"] for hit in further["hits"]} & {hit["iri"] for hit in document["hits"]}
    again = served.get(
        "/api/v1/search?q=a&limit=3", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "wrong",
    ["theme=nothing", "year=1800", "limit=0", "limit=101", "offset=x", "lang=fr", "query=a"],
)
def test_the_api_refuses_what_does_not_fit(served: FlaskClient, wrong: str) -> None:
    answer = served.get(f"/api/v1/search?q=a&{wrong}")
    assert answer.status_code == 422
    assert "allowed" in problem(answer)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_hits_and_facets(served: FlaskClient, language: str) -> None:
    answer = served.get("/search", query_string={"q": "人工智能", "lang": language})
    assert answer.status_code == 200
    assert "&lt;b&gt;<mark>人工智能</mark>&lt;/b&gt;" in answer.text
    assert "/page/theme/artificial-intelligence" in answer.text
    assert "year=2019" in answer.text
    narrowed = served.get("/search", query_string={"q": "人工智能", "year": "2019"})
    assert "✕" in narrowed.text


def test_the_page_without_a_query_is_a_form(served: FlaskClient) -> None:
    assert 'type="search"' in served.get("/search").text


def test_a_release_without_an_index_says_how_to_get_one(tmp_path: Path) -> None:
    answer = client(tmp_path / "bare").get("/api/v1/search?q=a")
    assert answer.status_code == 404
    assert "lianghui build" in str(problem(answer)["detail"])


def test_a_home_that_is_opened_anew_finds_the_same(told: Home) -> None:
    assert found(open_home(told.path), "区块链") == found(told, "区块链")
