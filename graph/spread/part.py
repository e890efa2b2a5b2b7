"""The two pure steps of spread extraction: what a file holds, and what its texts say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad

from graph import describe
from graph.describe import Run
from graph.direct import judge
from graph.errors import InputError
from graph.home.files import sync
from graph.intake import COUNTED_LANGUAGE, Candidate, Intake, take_file
from graph.lexicon import load
from graph.mint import text_key
from graph.read import Document, documents, read
from graph.readers.shelf import Shelf
from graph.texts import HeldText
from graph.traditional import extract


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: its reports without their words, what was skipped, what was wrong."""

    reports: tuple[Candidate, ...]
    skipped: tuple[str, ...]
    problems: tuple[str, ...]


Kept = Mapping[tuple[str, str], Candidate]
"""What is to be read, by place and key."""


def look(path: Path, data: bytes | None = None) -> Found:
    """What a file holds (these bytes, if they are known); nothing of one that cannot be read."""
    with Shelf() as texts:
        intake = Intake(texts)
        take_file(path, intake, None, None, data)
    articles = (f"{each.document.place}: is an article; ingest it" for each in intake.articles)
    problems = map(str, intake.problems)
    return Found(tuple(intake.candidates), (*intake.skipped, *articles), tuple(problems))


def write_part(number: int, files: Iterable[Path], kept: Kept, run: Run, folder: Path) -> int:
    """Write what the kept texts of some files say as N-Quads; the number of texts.

    The part is there whole or not at all.
    """
    target = folder / f"part-{number:05}.nq"
    fresh = target.with_suffix(".new")
    texts = 0
    with fresh.open("w", encoding="utf-8", newline="\n") as out:
        for file in files:
            for said in sayings(file, kept, run):
                out.writelines(f"{line}\n" for line in said)
                texts += 1
    sync(fresh)
    fresh.replace(target)
    return texts


def sayings(file: Path, kept: Kept, run: Run, data: bytes | None = None) -> Iterator[Iterator[str]]:
    """What each kept text of a file says, as lines of N-Quads without their line feeds."""
    for document in _documents(file, data):
        each = kept.get((document.place, text_key(document.text)))
        if each is not None:
            yield (f"{quad} ." for quad in _said(each, document, run))


def _documents(file: Path, data: bytes | None) -> Iterator[Document]:
    """What the first look found; a file that could not be read was told of then."""
    try:
        yield from read(file) if data is None else documents(data, file)
    except InputError:
        return


def _said(each: Candidate, document: Document, run: Run) -> Iterator[Quad]:
    what, text = each.report, HeldText(document.text)
    version = describe.text_version(
        what, text, language=document.language, current=each.current, page=document.source
    )
    known = chain(describe.report(what), version)
    if not each.current or document.language != COUNTED_LANGUAGE:
        return known
    found = extract(document.text, load(), judge)
    return chain(
        known, describe.extracted(what, text, found), describe.activity(what, text, found, run)
    )
