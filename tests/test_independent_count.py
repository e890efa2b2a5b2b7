"""The shipped counts against a plain search with the same words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from pathlib import Path

from rdflib import Graph, Namespace
from rdflib.namespace import SKOS

from graph.direct import judge
from graph.judgement import Context
from graph.standoff import shipped

THEMES = Path(__file__).parents[1] / "ontology" / "schemes" / "themes.ttl"
LH = Namespace("https://w3id.org/lianghui/ontology#")
Span = tuple[int, int, str]


def words() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Every theme's words and false friends, lower-case, read with rdflib."""
    graph = Graph().parse(THEMES)
    terms: dict[str, set[str]] = {}
    friends: dict[str, set[str]] = {}
    for theme in set(graph.subjects(SKOS.notation)):
        slug = str(theme).rpartition("/")[2]
        for predicate, into in (
            (SKOS.prefLabel, terms),
            (SKOS.altLabel, terms),
            (SKOS.hiddenLabel, terms),
            (LH.negativeLabel, friends),
        ):
            for label in graph.objects(theme, predicate):
                if getattr(label, "language", None) in ("zh", "en") and "/theme/" in str(theme):
                    into.setdefault(slug, set()).add(str(label).lower())
    return terms, friends


def places(text: str, theme: str, sought: set[str]) -> set[Span]:
    found = set()
    for word in sought:
        left = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        right = r"(?![a-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        for match in re.finditer(f"(?=({left}{re.escape(word)}{right}))", text):
            found.add((match.start(), match.start() + len(word), theme))
    return found


def plain_search(text: str) -> set[Span]:
    terms, friends = words()
    folded = "".join(
        wide if len(wide := unicodedata.normalize("NFKC", char).lower()) == 1 else char
        for char in text
    )
    hits = {span for theme, own in terms.items() for span in places(folded, theme, own)}
    false = {span for theme, own in friends.items() for span in places(folded, theme, own)}
    return {
        (start, end, theme)
        for start, end, theme in hits
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in hits)
        and not any(s <= start and end <= e and t == theme for s, e, t in false)
    }


def test_counts_equal_a_plain_search(shared: Path) -> None:
    total, dropped = 0, Counter[str]()
    for each in shipped():
        if each.report.code == "000000":
            continue
        (path,) = [
            path
            for path in (shared / "corpus" / "provincial" / str(each.report.year)).glob("*.txt")
            if len(text := _text(path)) == each.text.length and _digest(text) == each.text.sha256
        ]
        text = _text(path)
        ours = {(hit.start, hit.end, hit.theme) for hit in each.extraction.mentions}
        theirs = plain_search(text)
        assert ours <= theirs
        for start, end, theme in theirs - ours:
            first = max(text.rfind(stop, 0, start) for stop in "。！？；\n") + 1
            last = min(at for stop in "。！？；\n" if (at := text.find(stop, end)) >= 0)
            sentence = text[first : last + 1]
            lead = len(sentence) - len(sentence.lstrip())
            verdict = judge(
                sentence.strip(), start - first - lead, end - first - lead, theme, Context()
            )
            assert not verdict.mention, (path.name, start, sentence)
            dropped[theme] += 1
        total += len(ours)
    assert total > 2500
    assert 0 < sum(dropped.values()) < total / 50


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
