"""Which two themes a passage gives the same direction, among all passages that name several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from graph.counts.facts import Facts
from graph.counts.tally import COUNTS, key_of
from ontology import names
from ontology.names import LH, RDF


class ThemePair(NamedTuple):
    """Two themes and a direction, by IRI, the themes in the order of theirs."""

    first: str
    second: str
    direction: str


def pairs(facts: Facts) -> Iterator[Quad]:
    """The pairs, and links to them from the passages that standing statements cite."""
    known: dict[ThemePair, NamedNode] = {}
    about = facts.values(LH.aboutReport)
    for passage, statements in _cited_by_several(facts).items():
        joined = set(_joined(facts, statements))
        for pair in joined - known.keys():
            known[pair] = names.thing("theme-pair", *map(key_of, pair))
            yield from _quads(known[pair], pair)
        for pair in joined:
            yield Quad(NamedNode(passage), LH.pairsThemes, known[pair], COUNTS)
        for report in {each for said in statements if joined for each in about.get(said, ())}:
            yield Quad(NamedNode(passage), LH.citedFor, NamedNode(report), COUNTS)


def _cited_by_several(facts: Facts) -> dict[str, list[str]]:
    """The standing statements of each passage that several cite."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for statement, passages in facts.values(LH.evidence).items():
        if statement not in facts.overruled:
            for passage in passages:
                found[passage].append(statement)
    return {passage: statements for passage, statements in found.items() if len(statements) > 1}


def _joined(facts: Facts, statements: Iterable[str]) -> Iterator[ThemePair]:
    themes, directions = facts.values(LH.aboutTheme), facts.values(LH.hasDirection)
    for one, two in permutations(statements, 2):
        for direction in directions.get(one, set()) & directions.get(two, set()):
            for first in themes.get(one, ()):
                for second in themes.get(two, ()):
                    if first < second:
                        yield ThemePair(first, second, direction)


def _quads(node: NamedNode, pair: ThemePair) -> Iterator[Quad]:
    yield Quad(node, RDF.type, LH.ThemePair, COUNTS)
    yield Quad(node, LH.firstTheme, NamedNode(pair.first), COUNTS)
    yield Quad(node, LH.secondTheme, NamedNode(pair.second), COUNTS)
    yield Quad(node, LH.pairDirection, NamedNode(pair.direction), COUNTS)
