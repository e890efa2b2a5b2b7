"""Report texts into the graph: read, extract, describe, gate, publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pyoxigraph import Quad

from graph import describe
from graph.articles.entering import enter_article
from graph.describe import Run
from graph.direct import judge
from graph.documents import admit, enter
from graph.errors import InputError, LianghuiError
from graph.extract import Extraction
from graph.home.publish import publishing
from graph.intake import COUNTED_LANGUAGE, Article, Candidate, Intake, take_in
from graph.judging.judgement import Judge
from graph.lexicon import load
from graph.progress import Advance, silent
from graph.provenance import record
from graph.readers.shelf import Shelf
from graph.releases import Draft, Home
from graph.texts import HeldText
from graph.traditional import extract
from graph.version import TOOL
from ontology import names

AT_ONCE = 20_000
"""Quads that are held until they are written: those of some thirty reports."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A text that was taken in, and what was read in it (nothing, unless counts come from it)."""

    place: str
    report: str
    text: str
    language: str
    current: bool
    passages: int = 0
    mentions: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an ingest; ``release`` is None where nothing was taken."""

    release: int | None
    taken: tuple[Taken, ...]
    warnings: tuple[str, ...]
    skipped: tuple[str, ...]
    problems: tuple[LianghuiError, ...]

    @property
    def mentions(self) -> int:
        """Mentions in all texts taken."""
        return sum(each.mentions for each in self.taken)

    @property
    def statements(self) -> int:
        """Statements from all texts taken."""
        return sum(each.statements for each in self.taken)

    def to_json(self) -> dict[str, object]:
        """The outcome as JSON knows it."""
        told = [str(each) for each in self.problems]
        return asdict(replace(self, problems=())) | {"problems": told}


@dataclass(slots=True)
class _Reading:
    """An ingest under way: what is read, how, and what came of it so far."""

    intake: Intake
    run: Run
    judge: Judge | None
    advance: Advance
    warnings: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    read: list[Quad] = field(default_factory=list)
    """What was read in the last reports, to be written at once."""

    def write(self, draft: Draft) -> None:
        """Write what was read: many quads go into table files, not through the store's memory."""
        draft.add(self.read)
        self.read.clear()

    def done(self, taken: Taken) -> None:
        """Note what was taken, and tell."""
        self.taken.append(taken)
        total = len(self.intake.candidates) + len(self.intake.articles)
        self.advance(total, taken.place)

    def outcome(self, draft: Draft | None) -> Outcome:
        """All that came of it."""
        release = draft.published.number if draft and draft.published else None
        skipped, problems = tuple(self.intake.skipped), tuple(self.intake.problems)
        return Outcome(release, tuple(self.taken), tuple(self.warnings), skipped, problems)


def ingest(
    home: Home,
    paths: Iterable[Path],
    *,
    code: str | None = None,
    year: int | None = None,
    article: str | None = None,
    judge: Judge | None = judge,
    now: dt.datetime | None = None,
    advance: Advance = silent,
) -> Outcome:
    """Read the reports and articles under the paths and publish what they say, in one release.

    ``code`` (GB/T 2260, ``000000`` for the State Council) and ``year`` override what the texts
    say of themselves; ``article`` is the key of an article among them. A file that cannot be
    used is told of in the outcome and leaves the others alone. Raises InputError for an ``article``
    where there is none, NoReleaseError, and what :func:`graph.home.publish.publishing` raises.
    """
    home.require().close()  # without what is shipped, no rule would know what is read
    with Shelf() as texts:
        intake = take_in(paths, texts, code=code, year=year)
        if article and not intake.articles:
            raise InputError("--article", "no file is an article about reports", "leave it out")
        reading = _Reading(intake, Run(TOOL, now or dt.datetime.now(dt.UTC)), judge, advance)
        if not intake.candidates and not intake.articles:
            return reading.outcome(None)
        with publishing(home, _reason(intake)) as draft:
            for candidate in intake.candidates:
                _read_report(draft, candidate, reading)
            reading.write(draft)
            for each in intake.articles:
                _read_article(draft, each, reading, article, year)
            if not reading.taken:
                draft.cancel()
        return reading.outcome(draft)


def _reason(intake: Intake) -> str:
    reports = [f"{each.report.code}/{each.report.year}" for each in intake.candidates]
    first, *others = reports + [each.document.place for each in intake.articles]
    return f"ingest {first}" + (f" and {len(others)} more" if others else "")


def _read_report(draft: Draft, candidate: Candidate, reading: _Reading) -> None:
    """Take a report in; one that cannot be is told of and leaves the others alone."""
    try:
        admitted = admit(draft.store, candidate)
    except InputError as error:
        reading.intake.problems.append(error)
        return
    reading.warnings += enter(draft, admitted)
    reading.done(_read_text(draft, admitted, reading))


def _read_article(
    draft: Draft, article: Article, reading: _Reading, slug: str | None, year: int | None
) -> None:
    """Take an article in; one that cannot be is told of and leaves the others alone."""
    document = article.document
    try:
        found = enter_article(draft, document, article.head, reading.run, slug=slug, year=year)
    except InputError as error:
        reading.intake.problems.append(error)
        return
    reading.warnings += found.warnings
    counts = (found.passages, 0, found.statements)
    name = f"article/{found.slug}"
    reading.done(Taken(document.place, name, found.text, document.language, True, *counts))


def _read_text(draft: Draft, candidate: Candidate, reading: _Reading) -> Taken:
    """Keep the text; where it is the one that counts, read it and describe what was found."""
    what, words = candidate.report, reading.intake.texts.text(candidate.key)
    draft.add_text(words)
    if not candidate.current or candidate.document.language != COUNTED_LANGUAGE:
        return _taken(candidate, None)
    found, text = extract(words, load(), reading.judge), HeldText(words)
    graph = names.graph("extracted", what.code, what.year)
    draft.replace_graph(graph, ())
    reading.read += describe.extracted(what, text, found)
    if len(reading.read) >= AT_ONCE:
        reading.write(draft)
    record(draft, describe.activity(what, text, found, reading.run))
    return _taken(candidate, found)


def _taken(candidate: Candidate, found: Extraction | None) -> Taken:
    what, document = candidate.report, candidate.document
    passages = found.passages if found else ()
    return Taken(
        document.place,
        f"{what.code}/{what.year}",
        candidate.key,
        document.language,
        candidate.current,
        len(passages),
        sum(len(each.mentions) for each in passages),
        sum(len(each.statements) for each in passages),
    )
