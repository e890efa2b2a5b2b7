"""The words of the themes."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path

import pytest

from graph.errors import DamagedHomeError
from graph.lexicon import Form, Lexicon, load

THEMES = """
@prefix lh: <https://w3id.org/lianghui/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/lianghui/id/theme/smart-city>
  skos:inScheme <https://w3id.org/lianghui/id/scheme/themes> ;
  skos:prefLabel "Smart city"@en , "智慧城市"@zh , "智慧城市"@zh-hant ;
  skos:hiddenLabel "智城"@zh , "ville"@fr ;
  skos:definition "x"@en ;
  lh:negativeLabel "智城大道"@zh .
<https://w3id.org/lianghui/id/direction/governance>
  skos:inScheme <https://w3id.org/lianghui/id/scheme/directions> ;
  skos:prefLabel "governance"@en .
"""


def test_only_labels_of_themes_in_chinese_and_english_count(tmp_path: Path) -> None:
    path = tmp_path / "themes.ttl"
    path.write_text(THEMES, "utf-8")
    assert set(load(path).forms) == {
        Form("smart-city", "Smart city", "Smart city"),
        Form("smart-city", "Smart cities", "Smart city"),
        Form("smart-city", "智慧城市", "智慧城市"),
        Form("smart-city", "智城", "智城"),
        Form("smart-city", "智城大道", "智城大道", false=True),
    }


def test_a_file_without_themes_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "themes.ttl"
    path.write_text("", "utf-8")
    with pytest.raises(DamagedHomeError, match="no word of a theme"):
        load(path)


@pytest.mark.parametrize(
    ("word", "plural"),
    [
        ("semiconductor", "semiconductors"),
        ("digital currency", "digital currencies"),
        ("distributed ledger", "distributed ledgers"),
        ("box", "boxes"),
        ("chips", None),
        ("AI", None),
        ("Internet Plus 2.0", None),
    ],
)
def test_english_plurals(tmp_path: Path, word: str, plural: str | None) -> None:
    path = tmp_path / "themes.ttl"
    path.write_text(THEMES.replace("Smart city", word), "utf-8")
    plurals = {form.word for form in load(path).forms if form.label == word} - {word}
    assert plurals == ({plural} if plural else set())


def test_the_version_follows_the_words_and_not_their_order() -> None:
    one, two = Form("a", "x", "x"), Form("b", "y", "y")
    assert Lexicon.of([one, two]).version == Lexicon.of([two, one, one]).version
    assert Lexicon.of([one, two]).version != Lexicon.of([one]).version
    false = Form("b", "y", "y", false=True)
    assert Lexicon.of([one, two]).version != Lexicon.of([one, false]).version


def test_the_shipped_lexicon_has_all_themes_and_travels() -> None:
    lexicon = load()
    assert len(lexicon.themes) == 27
    assert load() is lexicon
    assert pickle.loads(pickle.dumps(lexicon)) == lexicon


def test_the_shipped_lexicon_has_every_word_of_the_facts(shared: Path) -> None:
    words = {(form.theme, form.word.lower()) for form in load().forms if not form.false}
    with (shared / "facts" / "themes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        for word in filter(None, f"{row['zh_terms']};{row['en_terms']}".split(";")):
            assert (row["theme"].replace("_", "-"), word.lower()) in words
