"""Texts put beside what was read in them: recognised by digest, every span verified."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from graph import describe, standoff
from graph.documents import key_of, value
from graph.errors import InputError, LianghuiError
from graph.home.publish import publishing
from graph.intake import COUNTED_LANGUAGE, Candidate, take_in
from graph.mint import text_digest, text_key
from graph.readers.containers import Document
from graph.readers.shelf import Shelf
from graph.releases import Draft, Home
from graph.sentences import sentences
from graph.standoff import StandOff
from graph.texts import HeldText
from ontology import names
from ontology.names import BASE, LH, OA

ASKS = re.compile(r"(?:give|say with) --")
"""How a remedy begins that asks for an option of ``ingest``."""
SAME_SHARE = 0.9
"""From this share of common passages on, two texts are taken for one text cut or cleaned anew."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What became of one file.

    ``outcome`` is ``attached``, ``held`` (it was there already), ``another extraction``,
    ``another version`` or ``unknown``; ``verified`` of ``spans`` passages and mentions stand in
    the text where they should, or, for another text, ``verified`` of ``spans`` passages anywhere.
    """

    place: str
    report: str
    outcome: str
    spans: int = 0
    verified: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """What became of all files; ``release`` is None where nothing changed."""

    release: int | None
    files: tuple[Attached, ...]
    skipped: tuple[str, ...]
    problems: tuple[LianghuiError, ...]

    def as_dict(self) -> dict[str, object]:
        """The outcome as JSON knows it."""
        told = [str(each) for each in self.problems]
        return asdict(replace(self, problems=())) | {"problems": told}


def attach(home: Home, paths: Iterable[Path]) -> Attachment:
    """Take in the texts under the paths whose digests the shipped extraction names.

    Their passages get their words; a text that is not the one that was read is told of, with
    how near it comes, and left for ``ingest``. Raises NoReleaseError, and what
    :func:`graph.home.publish.publishing` raises.
    """
    home.require().close()
    known = {(each.report.code, each.report.year): each for each in standoff.shipped()}
    with Shelf() as texts, publishing(home, "attach texts") as draft:
        intake = take_in(paths, texts)
        reports = (
            _attach(draft, each, texts, known.get((each.report.code, each.report.year)))
            for each in intake.candidates
            if each.document.language == COUNTED_LANGUAGE
        )
        files = (*reports, *(_attach_article(draft, each.document) for each in intake.articles))
        if not draft.changed:
            draft.cancel()
    release = draft.published.number if draft.published else None
    return Attachment(release, files, tuple(intake.skipped), tuple(map(_told, intake.problems)))


def _told(problem: LianghuiError) -> LianghuiError:
    """What stands in the way; of an option that only ``ingest`` has, that it is for that."""
    if not isinstance(problem, InputError) or not ASKS.match(problem.remedy):
        return problem
    said = f"{problem.problem}, so it is none of the texts that were read"
    remedy = "`lianghui ingest --province CODE --year YEAR` reads it as new"
    return InputError(problem.place, said, remedy)


def _attach(draft: Draft, candidate: Candidate, texts: Shelf, known: StandOff | None) -> Attached:
    text = HeldText(texts.text(candidate.key))
    place, name = candidate.document.place, f"{candidate.report.code}/{candidate.report.year}"
    if known is None:
        return Attached(place, name, "unknown")
    if text.sha256 != known.text.sha256:
        return _compare(text, known, place, name)
    wanted = _spans(known)
    verified = sum(text.quote(*span) == word for span, word in known.text.terms.items())
    verified += sum(
        text_digest(text.words[start:end])[:12] == digest for start, end, digest in _digests(known)
    )
    if candidate.key in draft.texts:
        return Attached(place, name, "held", wanted, verified)
    _light_up(draft, text, known)
    return Attached(place, name, "attached", wanted, verified)


def _attach_article(draft: Draft, document: Document) -> Attached:
    """The text of an article that the graph knows, as of those that are shipped.

    It is letter for letter the one that was read: what is verified is that each span lies in it.
    """
    digest, text = text_digest(document.text), names.text(text_key(document.text))
    owner, known = value(draft.store, text, LH.textOf), value(draft.store, text, LH.sha256)
    if not isinstance(owner, NamedNode) or known != Literal(digest):
        return Attached(document.place, "article", "unknown")
    name = owner.value.removeprefix(f"{BASE}id/")
    found = [each.subject for each in draft.store.quads_for_pattern(None, LH.inText, text)]
    ends = [
        int(each.object.value)
        for span in found
        for each in draft.store.quads_for_pattern(span, OA.end, None)
        if isinstance(each.object, Literal)
    ]
    verified = sum(end <= len(document.text) for end in ends)
    outcome = "held" if key_of(text) in draft.texts else "attached"
    if outcome == "attached":
        draft.add_text(document.text)
    return Attached(document.place, name, outcome, len(found), verified)


def _light_up(draft: Draft, text: HeldText, known: StandOff) -> None:
    draft.add_text(text.words)
    there = set(draft.store.quads_for_pattern(None, None, None, known.graph))
    wanted = set(describe.extracted(known.report, text, known.extraction))
    draft.remove(there - wanted)  # a graph is quicker changed than written again
    draft.add(wanted - there)


def _compare(text: HeldText, known: StandOff, place: str, name: str) -> Attached:
    stands = {text_digest(text.words[start:end])[:12] for start, end in sentences(text.words)}
    wanted = {digest for _, _, digest in _digests(known)}
    common = len(wanted & stands)
    near = bool(wanted) and common >= SAME_SHARE * len(wanted)
    outcome = "another extraction" if near else "another version"
    return Attached(place, name, outcome, len(wanted), common)


def _digests(known: StandOff) -> set[tuple[int, int, str]]:
    """Passages by span, with the digits of their words' digest that statements' keys bear."""
    return {
        (passage.start, passage.end, statement.claim.partition("-")[0])
        for passage in known.extraction.passages
        for statement in passage.statements
    }


def _spans(known: StandOff) -> int:
    return len(known.text.terms) + len(_digests(known))
