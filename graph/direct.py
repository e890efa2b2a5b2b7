"""What a sentence says about a term: whether it is meant, directions, role and stance.

The codebook of the gold file defines the values. The rules are data (``graph.judging.cues``);
learned weights decide what they come to (``graph.judging.learned``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from graph.judging import learned
from graph.judging.cues import Wording, left_open
from graph.judging.features import Reading, read
from graph.judging.judgement import Context

__all__ = ["Context", "Finding", "Judgement", "judge"]

PLAN, REVIEW, OTHER = "plan", "review", "other"
WIDEST = 600
"""How far around a term a text without stops is read; no sentence of a report is as long."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """A direction by slug, its probability, and the cues that speak for it."""

    direction: str
    confidence: float
    cues: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of one term; ``confidence`` is the probability that all directions are right.

    ``cues`` holds the rules that bear on anything but a direction: stance, role, no mention.
    """

    directions: tuple[Finding, ...]
    role: str
    stance: str
    mention: bool
    confidence: float
    cues: tuple[Wording, ...] = ()


def judge(sentence: str, start: int, end: int, theme: str, context: Context) -> Judgement:
    """Judge the term at code points ``start`` to ``end`` of ``sentence``.

    ``theme`` is a slug with hyphens. The section's role in ``context`` settles the role; without
    it the sentence's own wording does. The cues are Chinese: of a sentence in another language
    nothing is told, with a confidence of 0.
    """
    return judge_by(learned.shipped(), sentence, start, end, theme, context)


def judge_by(
    models: learned.Models, sentence: str, start: int, end: int, theme: str, context: Context
) -> Judgement:
    """Judge as ``judge`` does, by models of one's own."""
    if not _CHINESE.search(sentence):
        return Judgement((), context.section_role or OTHER, "neutral", True, 0.0)
    model = models.directions
    if end + WIDEST < len(sentence) or start > WIDEST:
        begin = max(0, start - WIDEST)
        sentence = sentence[begin : end + WIDEST]
        start, end = start - begin, end - begin
    reading = read(sentence, start, end, theme, model.kinds.get(theme, ""))
    cues = tuple(cue for cue in reading.bound if not cue.cue.target.startswith("direction/"))
    role = _role(models.roles, sentence, context, cues)
    if _has(cues, "stance/neutral"):
        return Judgement((), role, "neutral", False, 1.0, cues)
    chances = _chances(model, reading)
    chosen = model.chosen(chances)
    findings = tuple(Finding(name, chances[name], _speaking(reading, name)) for name in chosen)
    sure = prod((each if name in chosen else 1 - each for name, each in chances.items()), start=1.0)
    return Judgement(findings, role, _stance(cues, role), True, round(sure, 4), cues)


def _chances(model: learned.Directions, reading: Reading) -> dict[str, float]:
    """The probability of each direction that the cues leave open."""
    left = left_open(reading.bound, model.names)
    chances = model.probabilities(reading.features).items()
    return {name: chance for name, chance in chances if name in left}


def _role(roles: learned.Roles, sentence: str, context: Context, cues: Iterable[Wording]) -> str:
    if context.section_role == OTHER or _has(cues, "role/other"):
        return OTHER
    if context.section_role in (PLAN, REVIEW):
        return str(context.section_role)
    return REVIEW if roles.review(sentence) >= 0.5 else PLAN


def _stance(cues: Iterable[Wording], role: str) -> str:
    if _has(cues, "stance/restrict"):
        return "restrict"
    return "neutral" if role == OTHER else "promote"


def _has(cues: Iterable[Wording], target: str) -> bool:
    return any(wording.cue.target == target for wording in cues)


def _speaking(reading: Reading, direction: str) -> tuple[Wording, ...]:
    """The cues for a direction: those bound to the term, else wordings around it."""
    target = f"direction/{direction}"
    bound = tuple(wording for wording in reading.bound if wording.cue.target == target)
    return bound or tuple(wording for wording in reading.loose if wording.cue.target == target)
