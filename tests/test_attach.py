"""Texts put beside what was read in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.attach import attach
from graph.ingest import ingest
from graph.releases import Home
from made import report, write
from ontology import names
from ontology.names import BASE, LH, OA, RDF
from server.app import create_app
from server.config import Config


def quotes(home: Home) -> int:
    store = home.require().store
    passages = {q.subject for q in store.quads_for_pattern(None, RDF.type, LH.Passage)}
    quoted = {q.subject for q in store.quads_for_pattern(None, OA.exact, None)}
    return len(passages & quoted)


@pytest.mark.slow
def test_all_spans_of_the_reports_are_verified(home: Home, shared: Path) -> None:
    assert quotes(home) == 0
    done = attach(home, [shared / "corpus" / "provincial"])
    assert (done.problems, done.release, len(done.files)) == ((), 2, 62)
    assert {each.outcome for each in done.files} == {"attached"}
    assert all(each.spans == each.verified > 10 for each in done.files)
    assert quotes(home) > 1500
    again = attach(home, [shared / "corpus" / "provincial" / "2026"])
    assert {each.outcome for each in again.files} == {"held"}
    assert again.release is None


@pytest.mark.slow
def test_attached_texts_read_again_give_the_same_graphs(home: Home, shared: Path) -> None:
    folder = shared / "corpus" / "provincial" / "2026"
    attach(home, [folder])
    before = {key: entry.sha256 for key, entry in home.require().manifest.graphs.items()}
    ingest(home, [folder])
    after = {key: entry.sha256 for key, entry in home.require().manifest.graphs.items()}
    assert {key for key in after if after[key] != before[key]} <= {
        "https://w3id.org/lianghui/graph/provenance"
    }


def test_the_article_gets_its_words(home: Home, shared: Path) -> None:
    done = attach(home, [shared / "corpus" / "article"])
    assert done.problems == ()
    (found,) = done.files
    assert (found.outcome, found.report) == ("attached", "article/finance-no1-2020")
    assert found.spans == found.verified > 5
    release = home.require()
    assert done.release == release.number == 2
    text = next(
        release.store.quads_for_pattern(None, LH.textOf, names.thing("article", "finance-no1-2020"))
    )
    assert release.text(text.subject.value.rpartition("/")[2])  # type: ignore[union-attr]
    (again,) = attach(home, [shared / "corpus" / "article"]).files
    assert again.outcome == "held"


def test_one_changed_character_is_noticed(home: Home, shared: Path, tmp_path: Path) -> None:
    (path,) = (shared / "corpus" / "provincial" / "2026").glob("北京.txt")
    text = path.read_text("utf-8")
    changed = write(tmp_path, "b.txt", text.replace("人工智能", "人工智慧", 1))
    (found,) = attach(home, [changed]).files
    assert found.outcome == "another extraction"
    assert found.verified == found.spans - 1
    assert home.require().number == 1


def test_another_text_of_a_known_report_is_another_version(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2026, "发展区块链。"))
    (found,) = attach(home, [path]).files
    assert (found.outcome, found.verified) == ("another version", 0)


def test_a_text_of_an_unknown_report_is_said(home: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    (found,) = attach(home, [path]).files
    assert found.outcome == "unknown"


def test_pages_say_that_words_appear_once_a_text_is_attached(home: Home) -> None:
    app = create_app(Config(home=home.path, isolated=False, cache=False))
    store = home.require().store
    passage = next(store.quads_for_pattern(None, RDF.type, LH.Passage)).subject
    page = app.test_client().get(str(getattr(passage, "value", "")).replace(BASE + "id", "/page"))
    assert "lianghui attach" in page.get_data(as_text=True)
    asked = app.test_client().get("/page/question/province-directions?year=2026")
    assert "lianghui attach" in asked.get_data(as_text=True)
