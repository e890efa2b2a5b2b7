"""From paths to reports with their texts, with everything that stands in the way said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.articles.found import ArticleHead
from graph.articles.head import recognise
from graph.broken import broken
from graph.errors import InputError, LianghuiError, NotAReportError
from graph.identify import Report, identify, remarks
from graph.lexicon import load
from graph.mint import text_digest
from graph.read import documents, others, paths, read
from graph.readers.containers import Document
from graph.readers.shelf import Shelf
from graph.texts import KnownText, key

COUNTED_LANGUAGE = "zh"
"""Counts come from the Chinese text (the model's rule)."""
SHOWN = 3
"""Names of files, or words, that a message gives."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that is a report's text, without its words: ``text`` is what is known of them.

    ``current`` tells whether it is the text that the report's counts come from, or only
    another version of it; ``notes`` are warnings for whoever gave it.
    """

    document: Document
    report: Report
    text: KnownText
    current: bool = True
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The text's key."""
        return key(self.text)


@dataclass(frozen=True, slots=True)
class Article:
    """A document that is an article about reports."""

    document: Document
    head: ArticleHead


@dataclass(slots=True)
class Intake:
    """What a set of paths came to; the candidates' words are on the shelf ``texts``."""

    texts: Shelf
    candidates: list[Candidate] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    problems: list[LianghuiError] = field(default_factory=list)


def take_in(
    given: Iterable[Path], texts: Shelf, *, code: str | None = None, year: int | None = None
) -> Intake:
    """Read and identify everything under the paths; a file that fails leaves the others alone.

    The words of the reports go onto the shelf, so that memory never holds them all.
    """
    intake = Intake(texts)
    for path in given:
        try:
            files = paths([path])
        except InputError as error:
            intake.problems.append(error)
            continue
        if path.is_dir() and (left := others(path)):
            intake.skipped.append(_left(path, left))
        for file in files:
            take_file(file, intake, code, year)
    intake.candidates = settle(intake.candidates, intake.problems)
    return intake


def _left(folder: Path, files: list[Path]) -> str:
    names = ", ".join(file.name for file in files[:SHOWN]) + (", ..." if files[SHOWN:] else "")
    return f"{folder}: {len(files)} of its files are of no kind that is read ({names})"


def take_file(
    file: Path, intake: Intake, code: str | None, year: int | None, data: bytes | None = None
) -> None:
    """Read and identify what one file holds, into the intake; ``data`` are its bytes, if known."""
    try:
        for document in read(file) if data is None else documents(data, file):
            _take_document(document, intake, code, year)
    except InputError as error:
        intake.problems.append(error)


def _take_document(document: Document, intake: Intake, code: str | None, year: int | None) -> None:
    if code is None and (head := recognise(document)):
        intake.articles.append(Article(document, head))
        return
    try:
        report = identify(document, code=code, year=year)
    except NotAReportError as error:
        intake.skipped.append(str(error))
    except InputError as error:
        intake.problems.append(error)
    else:
        intake.candidates.append(_candidate(document, report, intake.texts))


def _candidate(document: Document, report: Report, texts: Shelf) -> Candidate:
    known = KnownText(text_digest(document.text), len(document.text))
    texts.put(key(known), document.text)
    notes = (*remarks(document, report), *_broken(document))
    return Candidate(replace(document, text=""), report, known, notes=notes)


def _broken(document: Document) -> Iterator[str]:
    """A warning of words that are not read, since something stands inside them."""
    words = broken(document.text, load()) if document.language == COUNTED_LANGUAGE else []
    if not words:
        return
    names = list(dict.fromkeys(words))
    shown = ", ".join(names[:SHOWN]) + (", ..." if names[SHOWN:] else "")
    told = "1 word is" if len(words) == 1 else f"{len(words):,} words are"
    yield (
        f"{document.place}: {told} broken by line ends or blanks and not read ({shown}); "
        "rejoin what is one word (not two cells or items), and ingest again"
    )


def settle(found: list[Candidate], problems: list[LianghuiError]) -> list[Candidate]:
    """Each text once and under one report, each report with at most one current text."""
    by_report: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for candidate in _once(found, problems):
        by_report[candidate.report.code, candidate.report.year].append(candidate)
    return [settled for group in by_report.values() for settled in _rank(group, problems)]


def _once(found: list[Candidate], problems: list[LianghuiError]) -> list[Candidate]:
    first: dict[str, Candidate] = {}
    for candidate in found:
        held = first.setdefault(candidate.key, candidate)
        if _same_report(held, candidate):
            continue
        problems.append(
            InputError(
                candidate.document.place,
                f"is letter for letter the text of {held.document.place}, which was taken for "
                f"{held.report.code}/{held.report.year}",
                "remove the wrong one, or say --province and --year",
            )
        )
    return list(first.values())


def _same_report(one: Candidate, other: Candidate) -> bool:
    return (one.report.code, one.report.year) == (other.report.code, other.report.year)


def _rank(group: list[Candidate], problems: list[LianghuiError]) -> list[Candidate]:
    """The plain Chinese text is the report's current one; a bitext's sides are other versions."""
    counted = [one for one in group if one.document.language == COUNTED_LANGUAGE]
    plain = [one for one in counted if one.document.container != "tmx"]
    if len(plain) > 1:
        problems.append(_conflict(plain))
        return []
    chosen = (plain or counted)[:1]
    return [
        one if one in chosen or one.document.language != COUNTED_LANGUAGE else _version(one, chosen)
        for one in group
    ]


def _version(one: Candidate, chosen: list[Candidate]) -> Candidate:
    note = (
        f"{one.document.place}: kept as another version of "
        f"{one.report.code}/{one.report.year}; counts come from {chosen[0].document.place}"
    )
    return replace(one, current=False, notes=(*one.notes, note))


def _conflict(rivals: list[Candidate]) -> InputError:
    places = " and ".join(str(one.document.place) for one in rivals)
    report = rivals[0].report
    return InputError(
        places,
        f"are different texts of one report ({report.code}/{report.year}); none was taken",
        "give the right one only, or the later version in a call of its own",
    )
