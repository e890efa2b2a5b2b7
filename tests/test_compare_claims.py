"""What sources claim beside what the reports say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from forms import corpus, zipped
from graph.ingest import ingest
from graph.questions import ask, question
from graph.readers.corpus import PROVINCES
from graph.releases import Home
from made import report, write

NAMING, SILENT = "发展区块链，再谈区块链。", "今年修路。"


def outcomes(home: Home, **values: str) -> dict[str, tuple[str, str | None]]:
    rows = ask(home.require().store, question("compare-claims"), values)
    return {
        row["provinceLabel"].value: (
            row["outcome"].value,
            row["mentions"].value if row["mentions"] else None,
        )
        for row in rows
    }


def test_without_texts_all_is_unknown(home: Home) -> None:
    """Shaanxi too, which an open list of as many names as "at least 22" leaves out."""
    found = outcomes(home)
    assert len(found) == 31
    assert set(found.values()) == {("unknown", None)}


def with_list(home: Home, *, whole: str = "closed", says: str = "value", issued: str) -> Store:
    """The home's facts and an article that counts one province and lists Guizhou alone."""
    store = Store()
    store.bulk_extend(home.require().store)
    told = f"""
@base <https://w3id.org/lianghui/> .
@prefix lh: <https://w3id.org/lianghui/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<g> {{
  <id/article/made> a lh:SourceArticle ;
    <http://purl.org/dc/terms/issued> "{issued}"^^xsd:date .
  <id/claim-list/made/named> a lh:ClaimList ; lh:assertedIn <id/article/made> ;
    lh:completeness <id/completeness/{whole}> ; lh:lists <id/statement/made> .
  <id/statement/made> a lh:PolicyStatement ; lh:assertedIn <id/article/made> ;
    lh:aboutTheme <id/theme/blockchain> ; lh:year "2020"^^xsd:gYear ;
    lh:ofProvince <id/province/520000> .
  <id/observation/made> a lh:StatisticObservation ; lh:assertedIn <id/article/made> ;
    lh:measure <id/measure/reports-naming-theme> ; lh:year "2020"^^xsd:gYear ;
    lh:aboutTheme <id/theme/blockchain> ; lh:{says} 1 .
}}"""
    store.extend(parse(told, format=RdfFormat.TRIG))
    return store


def conflicts(store: Store) -> set[str]:
    rows = list(ask(store, question("compare-claims"), {"year": "2020", "theme": "blockchain"}))
    assert len(rows) == 31
    return {row["provinceLabel"].value for row in rows if row["outcome"].value == "conflict"}


def test_only_a_list_given_as_whole_leaves_a_province_out(home: Home) -> None:
    found = conflicts(with_list(home, issued="2020-06-01"))
    assert {"Beijing", "Shaanxi"} <= found
    assert "Guizhou" not in found
    assert conflicts(with_list(home, issued="2020-06-01", whole="open")) == set()
    assert conflicts(with_list(home, issued="2020-06-01", says="minValue")) == set()


def test_a_list_leaves_out_no_report_that_was_delivered_after_it(home: Home) -> None:
    assert "Beijing" not in conflicts(with_list(home, issued="2020-01-01"))


def test_a_report_of_which_only_an_english_text_is_there_is_no_silence(home: Home) -> None:
    store = Store()
    store.bulk_extend(home.require().store)
    told = """
@base <https://w3id.org/lianghui/id/> .
@prefix lh: <https://w3id.org/lianghui/ontology#> .
<g> {
  <report/140000/2020> lh:currentText <text/made> .
  <text/made> <http://purl.org/dc/terms/language> "en" .
}"""
    store.extend(parse(told, format=RdfFormat.TRIG))
    rows = list(ask(store, question("compare-claims"), {"year": "2020", "theme": "blockchain"}))
    assert {row["outcome"].value for row in rows} == {"unknown"}


def test_all_outcomes_stand_side_by_side(small: Home, tmp_path: Path) -> None:
    for number, (province, sentence) in enumerate(
        {
            "北京市": NAMING,
            "山西省": SILENT,
            "陕西省": NAMING,
            "河南省": NAMING,
            "浙江省": SILENT,
        }.items()
    ):
        write(tmp_path / "in", f"{number}.txt", report(province, 2020, sentence))
    assert ingest(small, [tmp_path / "in"]).problems == ()
    found = outcomes(small, year="2020", theme="区块链")
    assert found["Beijing"] == ("claimed-and-found", "2")
    assert found["Shanxi"] == ("claimed-and-silent", "0")
    assert found["Shaanxi"] == ("claimed-and-found", "2")
    assert found["Henan"] == ("found-and-unclaimed", "2")
    assert found["Zhejiang"] == ("unclaimed-and-silent", "0")
    assert found["Hebei"] == ("unknown", None)


def test_a_year_without_claims_shows_what_the_texts_say(home: Home) -> None:
    found = outcomes(home, year="2026", theme="blockchain")
    named = {name: count for name, (_, count) in found.items() if count != "0"}
    assert list(named.values()) == ["1"]


@pytest.mark.slow
def test_the_published_corpus_is_compared_whole(home: Home, tmp_path: Path) -> None:
    silent = {"140000", "330000"}
    texts = [
        (
            f"{year}P{number:02}.txt",
            f"政府工作报告\n各位代表：\n{year}年，{SILENT if code in silent else NAMING}\n{code}\n",
        )
        for year in (2019, 2020, 2021)
        for number, code in enumerate(PROVINCES, 1)
        if (year, code) != (2020, "130000")
    ]
    path = tmp_path / "s001.zip"
    path.write_bytes(zipped({"compessed gov report.xz": corpus(texts)}))
    outcome = ingest(home, [path])
    assert (len(outcome.taken), outcome.problems) == (92, ())
    found = outcomes(home, year="2020", theme="blockchain")
    assert found["Beijing"] == ("claimed-and-found", "2")
    assert found["Shanxi"] == ("claimed-and-silent", "0")
    assert found["Shaanxi"] == ("claimed-and-found", "2")
    assert found["Henan"] == ("found-and-unclaimed", "2")
    assert found["Zhejiang"] == ("unclaimed-and-silent", "0")
    assert found["Hebei"] == ("unknown", None)
