"""What one text says of the themes: passages, mentions, and what is judged of them.

Pure and picklable, so that it can run in other processes; nothing here knows of IRIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.judging.judgement import Context, Judge, Judgement
from graph.judging.parks import PlanFound, curated_parks, park_plans
from graph.judging.roles import Section, section_at, sections
from graph.judging.scenarios import scenarios
from graph.lexicon import Lexicon
from graph.mention import Hit, find
from graph.mint import claims
from graph.sentences import sentences


@dataclass(frozen=True, slots=True)
class StatementFound:
    """What a passage says of one theme.

    ``claim`` is the last part of its key; directions, role, stance and confidence are empty
    where nothing was judged.
    """

    theme: str
    claim: str
    mentions: tuple[Hit, ...]
    directions: tuple[str, ...] = ()
    role: str | None = None
    stance: str | None = None
    confidence: float | None = None
    scenarios: tuple[str, ...] = ()
    plans: tuple[PlanFound, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageFound:
    """A sentence that names a theme, at code points ``start`` to ``end``."""

    start: int
    end: int
    statements: tuple[StatementFound, ...]
    section_role: str | None = None

    @property
    def mentions(self) -> tuple[Hit, ...]:
        """All mentions in the passage, in the order of the text."""
        return tuple(sorted(hit for each in self.statements for hit in each.mentions))


@dataclass(frozen=True, slots=True)
class Extraction:
    """All passages of a text, in its order, and the version of the words that found them."""

    passages: tuple[PassageFound, ...]
    lexicon: str

    @property
    def mentions(self) -> tuple[Hit, ...]:
        """All mentions, in the order of the text."""
        return tuple(hit for passage in self.passages for hit in passage.mentions)


@dataclass(frozen=True, slots=True)
class _Named:
    """A theme's mentions in one sentence, each with its judgement where there is a judge."""

    theme: str
    mentions: tuple[Hit, ...]
    judgements: tuple[Judgement, ...]
    scenarios: tuple[str, ...] = ()
    plans: tuple[PlanFound, ...] = ()


def extract(text: str, lexicon: Lexicon, judge: Judge | None = None) -> Extraction:
    """Find the themes' mentions in a text, sentence by sentence, and have each judged.

    A mention that the judge does not take for its theme is left out.
    """
    parts = sections(text)
    found = [
        (start, end, context, named)
        for start, end, hits in _by_sentence(text, find(text, lexicon))
        if (context := _context(parts, start))
        and (named := _named(text[start:end], start, hits, context, judge))
    ]
    keys = iter(
        claims((text[start:end], each.theme) for start, end, _, named in found for each in named)
    )
    passages = tuple(
        PassageFound(
            start,
            end,
            tuple(_statement(each, next(keys)) for each in named),
            context.section_role,
        )
        for start, end, context, named in found
    )
    return Extraction(passages, lexicon.version)


def _context(parts: list[Section], start: int) -> Context:
    part = section_at(parts, start)
    return Context(part.role, part.heading) if part else Context()


def _by_sentence(text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int, list[Hit]]]:
    """Sentences that hold a hit; a hit across the end of a sentence belongs to none."""
    waiting = iter(hits)
    hit = next(waiting, None)
    for start, end in sentences(text):
        inside = []
        while hit and hit.start < end:
            if start <= hit.start and hit.end <= end:
                inside.append(hit)
            hit = next(waiting, None)
        if inside:
            yield start, end, inside


def _named(
    sentence: str, offset: int, hits: list[Hit], context: Context, judge: Judge | None
) -> list[_Named]:
    named = []
    for theme in sorted({hit.theme for hit in hits}):
        own = [hit for hit in hits if hit.theme == theme]
        if judge is None:
            named.append(_Named(theme, tuple(own), ()))
            continue
        pairs = [
            (hit, judge(sentence, hit.start - offset, hit.end - offset, theme, context))
            for hit in own
        ]
        if kept := [pair for pair in pairs if pair[1].mention]:
            mentions, judgements = zip(*kept, strict=True)
            fields = {
                slug
                for hit in mentions
                for slug in scenarios(sentence, hit.start - offset, hit.end - offset)
            }
            plans = _plans(sentence, offset, kept)
            named.append(_Named(theme, mentions, judgements, tuple(sorted(fields)), plans))
    return named


def _plans(
    sentence: str, offset: int, judged: list[tuple[Hit, Judgement]]
) -> tuple[PlanFound, ...]:
    """The parks that the sentence plans for a theme, each once."""
    found = {
        (plan.slug, plan.code): plan
        for hit, judgement in judged
        if judgement.role == "plan"
        and any(each.direction == "industrial-parks" for each in judgement.directions)
        for plan in park_plans(
            sentence, hit.start - offset, hit.end - offset, hit.theme, curated_parks()
        )
    }
    return tuple(found.values())


def _statement(named: _Named, claim: str) -> StatementFound:
    """One statement of all mentions of a theme in a sentence.

    It has every direction that one of them has, the first telling role and stance, and the
    least confidence.
    """
    if not (judged := named.judgements):
        return StatementFound(named.theme, claim, named.mentions)
    slugs = dict.fromkeys(finding.direction for each in judged for finding in each.directions)
    return StatementFound(
        named.theme,
        claim,
        named.mentions,
        tuple(sorted(slugs)),
        next((each.role for each in judged if each.role != "other"), "other"),
        next((each.stance for each in judged if each.stance != "neutral"), "neutral"),
        min(each.confidence for each in judged),
        named.scenarios,
        named.plans,
    )
