"""A plain search with the themes' words, apart from the extractor, and where the two differ.

Run as ``python -m tools.plain_search [CORPUS]`` to make ``docs/counts.md``.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import Graph, Namespace
from rdflib.namespace import SKOS

from graph.direct import judge
from graph.judging.judgement import Context
from graph.read import read
from graph.sentences import sentences
from graph.standoff import shipped
from graph.texts import HeldText
from ontology.names import COUNTRY_CODE

ROOT = Path(__file__).resolve().parents[1]
THEMES = ROOT / "ontology" / "schemes" / "themes.ttl"
CORPUS = ROOT.parent / "shared" / "corpus" / "provincial"
PAGE = ROOT / "docs" / "counts.md"
LH = Namespace("https://w3id.org/lianghui/ontology#")
Span = tuple[int, int, str]
HEAD = """\
# Where the counts differ from a plain search

Made by `python -m tools.plain_search`; a test holds it against the texts. A plain search with the
same words (longest match, false friends out) finds {theirs:,} mentions in the 62 provincial
reports of 2025 and 2026, the graph holds {ours:,}. The others are these: the extractor judges that
the words stand for something else there, and the rule that says so is named.

| report | theme | code points | word | rule |
|---|---|---|---|---|
"""


@cache
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
    """Where the words stand in a folded text."""
    found: set[Span] = set()
    for word in sought:
        left = r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        right = r"(?![a-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        for match in re.finditer(f"(?=({left}{re.escape(word)}{right}))", text):
            found.add((match.start(), match.start() + len(word), theme))
    return found


def plain_search(text: str) -> set[Span]:
    """Every mention of every theme: start, end and theme."""
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


def texts(corpus: Path) -> dict[str, str]:
    """The stored texts below a folder, by digest."""
    found = (each.text for path in sorted(corpus.glob("*/*.txt")) for each in read(path))
    return {HeldText(text).sha256: text for text in found}


def compare(corpus: Path) -> Iterator[tuple[str, str, set[Span], set[Span]]]:
    """For each shipped provincial report: its name, its text, our mentions and the search's."""
    held = texts(corpus)
    for each in shipped():
        if each.report.code != COUNTRY_CODE:
            text = held[each.text.sha256]
            ours = {(hit.start, hit.end, hit.theme) for hit in each.extraction.mentions}
            yield f"{each.report.code}/{each.report.year}", text, ours, plain_search(text)


def rule(text: str, span: Span) -> str | None:
    """The cue that says that the words stand for something else; None where none does."""
    start, end, theme = span
    first, last = next(each for each in sentences(text) if each[0] <= start < each[1])
    found = judge(text[first:last], start - first, end - first, theme, Context())
    if found.mention:
        return None
    return next(each.cue.name for each in found.cues if each.cue.target == "stance/neutral")


def page(corpus: Path) -> str:
    """The page of differences, in Markdown."""
    rows, ours, theirs = [], 0, 0
    for name, text, held, plain in compare(corpus):
        ours, theirs = ours + len(held), theirs + len(plain)
        for start, end, theme in sorted(plain - held):
            why = rule(text, (start, end, theme))
            rows.append(f"| {name} | {theme} | {start}-{end} | {text[start:end]} | {why} |")
    return HEAD.format(ours=ours, theirs=theirs) + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS), "utf-8")
