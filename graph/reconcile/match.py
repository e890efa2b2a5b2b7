"""Candidates for a name, best first, and whether the best one is safe to take unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from graph.reconcile.entity import (
    PLAIN,
    PREFERRED,
    SPELT,
    Entity,
    Name,
    accented,
    exact,
    plain,
    squeezed,
)

NEAR = 60
"""How alike (0 to 100) a name must be to make a candidate."""
NEAREST = 80.0
"""What a name is worth at most that is only like the one asked for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a name may mean: ``score`` from 0 to 100; ``match``: safe to take unseen."""

    entity: Entity
    score: float
    match: bool = False


@dataclass(slots=True)
class _Index:
    """Where each spelling leads, with what it is worth there."""

    exact: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    plain: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))


class Matcher:
    """The names of some things, ready to be asked for any number of times."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities: Mapping[str, Entity] = {each.id: each for each in entities}
        self._index = _Index()
        own = {exact(n.text): e.id for e in self.entities.values() for n in _preferred(e)}
        for entity in self.entities.values():
            for name in entity.spellings():
                key = exact(name.text)
                taken = name.worth == SPELT and own.get(key, entity.id) != entity.id
                _put(self._index.exact[key], entity.id, NEAREST if taken else name.worth)
                if not taken:
                    for key in {plain(name.text), squeezed(name.text)}:
                        _put(self._index.plain[key], entity.id, PLAIN)
        self._index.plain.pop("", None)
        self._spelt = list(self._index.plain)

    def candidates(self, name: str, types: Collection[str] = (), limit: int = 5) -> list[Candidate]:
        """The things of those types (IRIs; none: of any) that a name may mean, best first.

        The best one is a ``match`` where the whole name is one of its names, and of no other
        thing that could be meant. A name that is only like one is never a match.
        """
        scores = self._scores(name)
        found = [
            Candidate(self.entities[key], score)
            for key, score in scores.items()
            if not types or self.entities[key].type in types
        ]
        found.sort(key=lambda each: (-each.score, each.entity.id))
        if found and _safe(found):
            found[0] = Candidate(found[0].entity, found[0].score, match=True)
        return found[:limit]

    def _scores(self, name: str) -> dict[str, float]:
        scores = dict(self._near(plain(name)))
        for spelling in (plain(name), squeezed(name)):
            for key, worth in self._index.plain.get(spelling, {}).items():
                # Accents that no name has are tones that say another: only likeness is left.
                _put(scores, key, NEAREST if accented(name) else worth)
        for key, worth in self._index.exact.get(exact(name), {}).items():
            _put(scores, key, worth)
        return scores

    def _near(self, spelt: str) -> Iterable[tuple[str, float]]:
        if not spelt:
            return
        near = process.extract(spelt, self._spelt, scorer=fuzz.ratio, score_cutoff=NEAR, limit=20)
        best: dict[str, float] = {}
        for spelling, likeness, _ in near:
            for key in self._index.plain[spelling]:
                _put(best, key, round(likeness * NEAREST / 100, 1))
        yield from best.items()


def _preferred(entity: Entity) -> list[Name]:
    return [name for name in entity.names if name.worth == PREFERRED]


def _put(scores: dict[str, float], key: str, worth: float) -> None:
    scores[key] = max(worth, scores.get(key, 0.0))


def _safe(found: list[Candidate]) -> bool:
    """Whether the best candidate is the only one whose whole name this is.

    A preferred name or a code is safe beside a lesser name of another thing.
    """
    best, *others = found
    if best.score < PLAIN:
        return False
    rivals = [each for each in others if each.score >= PLAIN]
    return not rivals or (best.score >= PREFERRED > max(each.score for each in rivals))
