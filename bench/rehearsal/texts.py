"""Made-up texts in the shape of real reports: a real one's length, passages, terms and sections.

The shape is that of the shipped extraction (``graph/data/extracted.jsonl``: spans, themes and
directions), the terms are the lexicon's, all other words are those of ``words``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from bench.rehearsal import words
from bench.rehearsal.keys import Key
from graph import standoff
from graph.extract import PassageFound
from ontology.names import COUNTRY_CODE

LISTED = 4
"""Terms that one clause lists."""
PARAGRAPHS = (60, 150, 300, 450, 600, 900)
"""Characters after which a paragraph ends, one as likely as another."""
SUBHEADED = 0.2
"""Share of the paragraphs that begin with a heading of their own."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A passage of a real report: filler before it, its length, direction and terms, in order."""

    before: int
    length: int
    role: str | None
    direction: str | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A real report without its words: its length and its passages."""

    length: int
    slots: tuple[Slot, ...]


def write(key: Key, seed: int = 0) -> str:
    """The text of a made-up report, the same for the same key and seed."""
    random = Random(f"{seed}/{key.place.code}/{key.year}")
    shape = random.choice(shapes())
    return "\n".join((*_head(key, random), *_sections(shape, key.stands_in, random))) + "\n"


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes of the provinces' reports that the package ships the extraction of."""
    return tuple(
        Shape(each.text.length, tuple(_slots(each.extraction.passages)))
        for each in standoff.shipped()
        if each.extraction.passages and each.report.code != COUNTRY_CODE
    )


def _slots(passages: tuple[PassageFound, ...]) -> Iterator[Slot]:
    last = 0
    for each in passages:
        hits = sorted({(hit.start, hit.end, hit.form) for hit in each.mentions})
        directions = [slug for said in each.statements for slug in said.directions]
        yield Slot(
            max(0, each.start - last),
            each.end - each.start,
            each.section_role,
            directions[0] if directions else None,
            tuple(form for _, _, form in hits),
        )
        last = each.end


def _head(key: Key, random: Random) -> Iterator[str]:
    name, place = key.province.zh[0], key.place
    yield words.TITLE.format(year=key.stands_in, name=name)
    yield words.NOTE.format(level=place.level, code=place.code, own=key.year)
    yield words.DELIVERED.format(year=key.stands_in, name=name, day=random.randint(5, 28))
    yield words.SALUTATION
    yield words.OPENING


def _sections(shape: Shape, year: int, random: Random) -> Iterator[str]:
    """Headings and paragraphs; the passages keep their order within review, plan and notes."""
    review = [slot for slot in shape.slots if slot.role == "review"]
    notes = [slot for slot in shape.slots if slot.role == "other"]
    plan = [slot for slot in shape.slots if slot.role not in ("review", "other")]
    rest = shape.length - sum(slot.before + slot.length for slot in shape.slots)
    yield words.REVIEW.format(last=year - 1)
    yield from _paragraphs(review, max(0, rest // 3), random)
    yield words.PLAN.format(year=year)
    yield from _paragraphs(plan, max(0, rest // 3), random)
    yield words.CLOSING
    yield from _paragraphs([], max(0, rest // 3), random)
    if notes:
        yield words.NOTES
        yield from _paragraphs(notes, 0, random)


def _paragraphs(slots: list[Slot], after: int, random: Random) -> Iterator[str]:
    text, until, headed = "", random.choice(PARAGRAPHS), 0
    for sentence in _sentences(slots, after, random):
        text += sentence
        if len(text) >= until:
            yield text
            text, until = "", random.choice(PARAGRAPHS)
            if random.random() < SUBHEADED and headed < len(words.NUMBERS):
                text = f"（{words.NUMBERS[headed]}）{random.choice(words.SUBHEADINGS)}。"
                headed += 1
    if text:
        yield text


def _sentences(slots: list[Slot], after: int, random: Random) -> Iterator[str]:
    for slot in slots:
        yield from _filling(slot.before, random)
        yield _passage(slot, random)
    yield from _filling(after, random)


def _filling(length: int, random: Random) -> Iterator[str]:
    """Sentences without a theme, of about that length together."""
    while length > 0:
        sentence = _filled(random.choice(words.FILLERS), random) + "。"
        length -= len(sentence)
        yield sentence


def _passage(slot: Slot, random: Random) -> str:
    """A sentence that names the terms, a few a clause, about as long as the real one."""
    said = words.DONE if slot.role == "review" else words.TO_DO
    wordings = said[slot.direction] if slot.direction else words.PLAIN
    clauses = [
        _filled(random.choice(wordings), random).replace("{t}", "、".join(listed))
        for listed in _lists(slot.terms)
    ]
    while sum(map(len, clauses)) + len(clauses) < slot.length:
        clauses.append(_filled(random.choice(words.FILLERS), random))
    return "，".join(clauses) + "。"


def _lists(terms: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(terms), LISTED):
        yield terms[start : start + LISTED]


def _filled(wording: str, random: Random) -> str:
    numbers = {"{n}": str(random.randint(10, 990)), "{m}": str(random.randint(2, 48))}
    for mark, number in numbers.items():
        wording = wording.replace(mark, number)
    return wording
