"""Report texts into the graph."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pyoxigraph import Store

from graph.build import build
from graph.documents import current_text, texts_of
from graph.errors import InputError
from graph.ingest import Outcome, ingest
from graph.mint import text_digest
from graph.open import open_home
from graph.provinces import code
from graph.releases import Home, Release
from made import report, write
from ontology import names
from ontology.names import LH, OA, PROV

BEIJING, SHANXI = names.report("110000", 2093), names.report("140000", 2093)


def graph_hashes(home: Home) -> dict[str, str]:
    return {key: entry.sha256 for key, entry in home.require().manifest.graphs.items()}


def problem(outcome: Outcome) -> str:
    (found,) = outcome.problems
    assert isinstance(found, InputError)
    assert "\n" not in str(found)
    return str(found)


def test_a_folder_becomes_one_release(small: Home, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    write(folder, "a.txt", report("北京市", 2093, "发展区块链，再谈区块链。", "建设算力网。"))
    write(folder, "b.txt", report("山西省", 2093, "今年不谈别的。"))
    outcome = ingest(small, [folder])
    assert (outcome.release, outcome.problems, outcome.skipped) == (2, (), ())
    assert [(each.report, each.mentions, each.statements) for each in outcome.taken] == [
        ("110000/2093", 3, 2),
        ("140000/2093", 0, 0),
    ]
    release = small.require()
    assert names.graph("extracted", "140000", 2093).value in release.manifest.graphs
    assert {each.text for each in outcome.taken} == set(release.texts)


@pytest.mark.slow
def test_reading_again_leaves_other_reports_as_they_are(home: Home, tmp_path: Path) -> None:
    one = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    two = write(tmp_path, "b.txt", report("山西省", 2093, "发展大数据。"))
    ingest(home, [one, two])
    before = graph_hashes(home)
    one.write_text(report("北京市", 2093, "发展量子科技。"), "utf-8")
    ingest(home, [one])
    after = graph_hashes(home)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {
        names.graph(*layer).value
        for layer in (
            ("analytics", "counts"),
            ("analytics", "figures"),
            ("analytics", "likeness"),
            ("documents",),
            ("extracted", "110000", 2093),
            ("inferred",),
            ("provenance",),
        )
    }


def test_a_corrected_text_is_another_version(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    first = ingest(small, [path]).taken[0].text
    path.write_text(report("北京市", 2093, "发展区块链！"), "utf-8")
    outcome = ingest(small, [path])
    (second,) = (each.text for each in outcome.taken)
    store = small.require().store
    assert current_text(store, BEIJING, "zh") == names.text(second)
    assert set(texts_of(store, BEIJING)) == {names.text(first), names.text(second)}
    revised = store.quads_for_pattern(names.text(second), PROV.wasRevisionOf, None)
    assert [quad.object for quad in revised] == [names.text(first)]
    assert len(outcome.warnings) == 1


@pytest.mark.slow
def test_the_first_text_can_come_back(small: Home, tmp_path: Path) -> None:
    texts = [report("北京市", 2093, end) for end in ("发展区块链。", "发展区块链！")]
    for text in (*texts, texts[0]):
        outcome = ingest(small, [write(tmp_path, "a.txt", text)])
    assert current_text(small.require().store, BEIJING, "zh") == names.text(outcome.taken[0].text)


def test_the_same_text_under_a_second_province_is_refused(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    ingest(small, [path])
    outcome = ingest(small, [path], code="140000")
    assert "held for 110000/2093" in problem(outcome)
    assert (outcome.release, small.require().number) == (None, 2)


def test_one_text_for_two_reports_in_one_call(small: Home, tmp_path: Path) -> None:
    text = "政府工作报告\n各位代表：\n发展区块链。\n"
    write(tmp_path / "in", "2093年北京市.txt", text)
    write(tmp_path / "in", "2093年山西省.txt", text)
    outcome = ingest(small, [tmp_path / "in"])
    assert "letter for letter" in problem(outcome)
    assert len(outcome.taken) == 1


def test_a_text_in_traditional_characters_says_what_the_simplified_one_says(
    small: Home, tmp_path: Path
) -> None:
    text = """廣東省政府工作報告
——2093年1月20日在廣東省第三十届人民代表大會第二次會議上
各位代表：
一、2092年工作回顧
區塊鏈產業快速發展，人工智能產業壯大。
二、2093年重點工作
加強區塊鏈監管，建設物聯網基礎設施。
"""
    own = ingest(small, [write(tmp_path, "a.txt", text)]).taken[0]
    store = small.require().store
    assert small.require().text(own.text) == text
    graph = names.graph("extracted", "440000", 2093)
    said = {
        (quad.subject, quad.predicate): quad.object
        for quad in store.quads_for_pattern(None, None, None, graph)
    }
    quotes = {each.value for (_, what), each in said.items() if what == OA.exact}
    assert {"區塊鏈", "人工智能", "物聯網"} < quotes
    roles = [str(each).rpartition("/")[2] for (_, what), each in said.items() if what == LH.role]
    assert sorted(roles) == ["plan>", "plan>", "review>", "review>"]
    stated = {str(node) for node, what in said if what == LH.role}
    digest = text_digest("加強區塊鏈監管，建設物聯網基礎設施。")[:12]
    assert sum(digest in each for each in stated) == 2


def test_two_texts_for_one_report_in_one_call_are_both_refused(small: Home, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a.txt", report("北京市", 2093, "发展区块链。"))
    write(folder, "b.txt", report("北京市", 2093, "发展区块链！"))
    write(folder, "c.txt", report("山西省", 2093, "发展区块链。"))
    outcome = ingest(small, [folder])
    assert "a.txt" in problem(outcome)
    assert "b.txt" in problem(outcome)
    assert [each.report for each in outcome.taken] == ["140000/2093"]


def test_the_same_file_twice_is_read_once(small: Home, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", report("北京市", 2093, "发展区块链。"))
    outcome = ingest(small, [path, path])
    assert (len(outcome.taken), outcome.problems) == (1, ())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("scan.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
        ("nowhere.txt", "2093年某某省政府工作报告\n发展区块链。\n".encode()),
    ],
)
def test_a_bad_file_is_named_and_the_others_are_read(
    small: Home, tmp_path: Path, name: str, data: bytes
) -> None:
    folder = tmp_path / "in"
    write(folder, "good.txt", report("北京市", 2093, "发展区块链。"))
    (folder / name).write_bytes(data)
    outcome = ingest(small, [folder])
    assert name in problem(outcome)
    assert [each.report for each in outcome.taken] == ["110000/2093"]


def test_a_text_of_200_mb_is_refused_at_once(small: Home, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    started = time.process_time()
    assert "long.txt" in problem(ingest(small, [path]))
    assert time.process_time() - started < 1


def test_a_folder_without_reports_is_said(small: Home, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert "holds no report" in problem(ingest(small, [tmp_path / "none"]))


@pytest.mark.slow
def test_the_62_reports(home: Home, shared: Path) -> None:
    folders = [shared / "corpus" / "provincial" / year for year in ("2025", "2026")]
    outcome = ingest(home, folders)
    assert (len(outcome.taken), outcome.problems, outcome.release) == (62, (), 2)
    release = home.require()
    _right_provinces(outcome)
    assert _blockchain(release.store) == {"2025": (6, 5), "2026": (1, 1)}
    _terms_given_back(release)


def _right_provinces(outcome: Outcome) -> None:
    for each in outcome.taken:
        path = Path(each.place)
        assert each.report == f"{code(path.stem)}/{path.parent.name}"


def _blockchain(store: Store) -> dict[str, tuple[int, int]]:
    rows = store.query(
        "SELECT ?year (COUNT(DISTINCT ?m) AS ?mentions) (COUNT(DISTINCT ?r) AS ?reports) {"
        f" ?s lh:aboutTheme {names.theme('blockchain')} ; lh:restsOn ?m ; lh:aboutReport ?r ;"
        f" lh:year ?year ; lh:basis {names.thing('basis', 'extracted')} }} GROUP BY ?year",
        prefixes={"lh": LH.iri},
        use_default_graph_as_union=True,
    )
    return {
        row["year"].value: (int(row["mentions"].value), int(row["reports"].value)) for row in rows
    }


def _national(store: Store, theme: str) -> set[str]:
    """The years from 2014 to 2025 in which the State Council's report names the theme."""
    rows = store.query(
        f"SELECT ?year {{ ?s lh:aboutTheme {names.theme(theme)} ;"
        " lh:ofCountry ?country ; lh:year ?year }",
        prefixes={"lh": LH.iri},
        use_default_graph_as_union=True,
    )
    return {row["year"].value for row in rows if "2014" <= row["year"].value <= "2025"}


def _terms_given_back(release: Release) -> None:
    texts = {key: release.text(key) for key in release.texts}
    rows = release.store.query(
        "SELECT ?text ?start ?end ?exact { ?m a lh:ThemeMention ; lh:inText ?text ;"
        " oa:start ?start ; oa:end ?end ; oa:exact ?exact }",
        prefixes={"lh": LH.iri, "oa": OA.iri},
        use_default_graph_as_union=True,
    )
    count = 0
    for row in rows:
        text = texts.get(row["text"].value.rpartition("/")[2])
        if text is None:
            continue
        assert text[int(row["start"].value) : int(row["end"].value)] == row["exact"].value
        count += 1
    assert count > 2000


@pytest.mark.slow
def test_another_version_beside_what_is_shipped_stays_through_a_build(
    tmp_path: Path, shared: Path
) -> None:
    home = open_home(tmp_path / "home")
    build(home)
    report = names.report("000000", 2008)
    shipped = current_text(home.require().store, report, "zh")
    assert ingest(home, [shared / "corpus" / "national" / "GR2008.tmx"]).problems == ()
    before = set(texts_of(home.require().store, report))
    build(home)
    assert current_text(home.require().store, report, "zh") == shipped
    assert set(texts_of(home.require().store, report)) == before > {shipped}


@pytest.mark.slow
def test_the_state_council(home: Home, shared: Path) -> None:
    outcome = ingest(home, [shared / "corpus" / "national"])
    assert outcome.problems == ()
    assert {each.report.split("/")[0] for each in outcome.taken} == {"000000"}
    assert len(outcome.skipped) == 20
    both = [each for each in outcome.taken if each.report == "000000/2018"]
    assert sorted((each.language, each.current) for each in both) == [
        ("en", True),
        ("zh", False),
        ("zh", True),
    ]
    assert sum("another version" in warning for warning in outcome.warnings) == 7
    assert not _national(home.require().store, "blockchain")
    assert len(_national(home.require().store, "artificial-intelligence")) > 5
    again = ingest(home, [shared / "corpus" / "national" / "GR2018.tmx"])
    assert again.problems == ()
    assert current_text(home.require().store, names.report("000000", 2018), "zh") == names.text(
        next(each.text for each in both if each.current and each.language == "zh")
    )
