"""Why a mention was judged as it was: the rules that speak, each with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from graph.direct import Judgement, judge
from graph.errors import InputError, NotFoundError
from graph.home.release import Release
from graph.judging.cues import Wording
from graph.judging.cues import load as load_cues
from graph.judging.judgement import Context
from graph.judging.roles import section_at, sections
from graph.lexicon import load
from graph.search.script import simplified
from ontology import names
from ontology.names import LH, OA, PROV

MENTION = re.compile(
    r"(?:.*/mention/)?(?P<text>[0-9a-f]{16})-(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})"
    r"-(?P<theme>[a-z0-9-]+)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A cue that speaks: what for, its name and pattern, and its words with their span.

    ``start`` and ``end`` are code points of the text.
    """

    target: str
    name: str
    pattern: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person said of a statement that rests on the mention.

    ``verdict`` is accepted, corrected or rejected, ``reviewer`` an IRI, and ``directions`` those
    that a correction gives instead.
    """

    statement: str
    verdict: str
    reviewer: str
    directions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mention with its sentence and what was made of it, by which versions of the rules.

    ``reviews`` is what persons said of that since.
    """

    mention: str
    term: str
    sentence: str
    heading: str
    is_mention: bool
    directions: dict[str, float]
    role: str
    stance: str
    confidence: float
    rules: tuple[Rule, ...]
    lexicon: str
    cues: str
    reviews: tuple[Standing, ...]


def explain(release: Release, mention: str) -> Explanation:
    """Judge a stored mention once more, and keep what spoke for it.

    ``mention`` is its IRI or key; white space around it, as a line of CSV ends in, counts for
    nothing. Raises InputError for another form, NotFoundError for a mention that the release
    does not hold or whose text is not attached.
    """
    given = MENTION.fullmatch(mention.strip())
    if given is None:
        raise InputError(mention, "names no mention", "give its IRI, or text-start-end-theme")
    start, end = int(given["start"]), int(given["end"])
    node = names.mention(given["text"], start, end, given["theme"])
    first, last = _passage(release, node)
    text = release.find_text(given["text"])
    if text is None:
        raise NotFoundError(f"{node.value}: its text is not held; `lianghui attach` takes it in")
    sentence, (context, heading) = text[first:last], _context(text, first)
    found = judge(simplified(sentence), start - first, end - first, given["theme"], context)
    return Explanation(
        node.value,
        text[start:end],
        sentence,
        heading,
        found.mention,
        {each.direction: round(each.confidence, 3) for each in found.directions},
        found.role,
        found.stance,
        found.confidence,
        tuple(_rules(found, sentence, first)),
        load().version,
        load_cues().version,
        tuple(_reviews(release.store, node)),
    )


def _reviews(store: Store, mention: NamedNode) -> Iterator[Standing]:
    """Every review of a statement that rests on it, in the order of their names."""
    resting = store.quads_for_pattern(None, LH.restsOn, mention)
    for statement in sorted({str(quad.subject)[1:-1] for quad in resting}):
        found = store.quads_for_pattern(None, LH.reviews, NamedNode(statement))
        for review in sorted({quad.subject for quad in found}, key=str):
            (verdict,) = _values(store, review, LH.verdict)
            (reviewer,) = _values(store, review, PROV.wasAttributedTo)
            told = (review, *map(NamedNode, _values(store, review, LH.replacedBy)))
            given = {_key(each) for node in told for each in _values(store, node, LH.hasDirection)}
            yield Standing(statement, _key(verdict), reviewer, tuple(sorted(given)))


def _values(store: Store, subject: Any, predicate: NamedNode) -> list[str]:
    found = store.quads_for_pattern(subject, predicate, None)
    return sorted({str(getattr(quad.object, "value", quad.object)) for quad in found})


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _passage(release: Release, node: NamedNode) -> tuple[int, int]:
    quad = next(release.store.quads_for_pattern(node, LH.inPassage, None), None)
    if quad is None or not isinstance(quad.object, NamedNode):
        raise NotFoundError(f"{node.value}: release {release.number} holds no such mention")
    return _offset(release, quad.object, OA.start), _offset(release, quad.object, OA.end)


def _offset(release: Release, node: NamedNode, predicate: NamedNode) -> int:
    value = next(release.store.quads_for_pattern(node, predicate, None)).object
    return int(value.value) if isinstance(value, Literal) else 0


def _context(text: str, start: int) -> tuple[Context, str]:
    """What the judge is told of the section, and its heading as it stands in the text."""
    part = section_at(sections(simplified(text)), start)
    if part is None:
        return Context(), ""
    heading = text[part.start :].lstrip()[: len(part.heading)]
    return Context(part.role, part.heading), heading


def _rules(found: Judgement, sentence: str, offset: int) -> Iterable[Rule]:
    wordings: dict[Wording, None] = dict.fromkeys(found.cues)
    for finding in found.directions:
        wordings |= dict.fromkeys(finding.cues)
    for each in wordings:
        yield Rule(
            each.cue.target,
            each.cue.name,
            each.cue.pattern,
            offset + each.start,
            offset + each.end,
            sentence[each.start : each.end],
        )
