"""How often each report names each theme, and in which manner."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from graph.counts.facts import Facts
from ontology import names
from ontology.names import BASE, LH, QB, RDF

COUNTS = names.graph("analytics", "counts")
CUBE = names.thing("cube", "tallies")
_THINGS = f"{BASE}id/"

Pair = tuple[str, str]
"""The IRIs of a report and a theme."""


class Manner(NamedTuple):
    """The roles and the directions of what is said: IRIs."""

    roles: frozenset[str]
    directions: frozenset[str]

    @property
    def key(self) -> str:
        """12 hex digits of the SHA-256 of its IRIs."""
        return _digest("\n".join(sorted(self.roles | self.directions)))


class Cell(NamedTuple):
    """What is counted together: a report and a theme, by IRI, and a manner."""

    report: str
    theme: str
    manner: Manner


@dataclass
class Tallies:
    """Standing statements that rest on mentions, and these mentions, by cell."""

    statements: Counter[Cell] = field(default_factory=Counter)
    mentions: Counter[Cell] = field(default_factory=Counter)
    counted: list[tuple[str, Cell]] = field(default_factory=list)
    """The IRI of each statement, with each cell that it counts in."""
    named: defaultdict[Pair, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The IRIs of the mentions, by report and theme."""


def tally(facts: Facts) -> Tallies:
    """Count; a mention of several statements counts once, in the manner of all together."""
    found = Tallies()
    rests, about = facts.values(LH.restsOn), facts.values(LH.aboutReport)
    themes, roles = facts.values(LH.aboutTheme), facts.values(LH.role)
    directions = facts.values(LH.hasDirection)
    manners: defaultdict[tuple[str, str, str], set[Manner]] = defaultdict(set)
    for statement, mentions in rests.items():
        if statement in facts.overruled:
            continue
        manner = Manner(*(frozenset(each.get(statement, ())) for each in (roles, directions)))
        for report, theme in product(about.get(statement, ()), themes.get(statement, ())):
            cell = Cell(report, theme, manner)
            found.statements[cell] += 1
            found.counted.append((statement, cell))
            for mention in mentions:
                manners[report, theme, mention].add(manner)
    for (report, theme, mention), said in manners.items():
        found.mentions[Cell(report, theme, _together(said))] += 1
        found.named[report, theme].add(mention)
    return found


def quads(found: Tallies) -> Iterator[Quad]:
    """The tallies as observations of a data cube, their manners, and links that lead to them."""
    cells = found.statements.keys() | found.mentions.keys()
    for manner in {cell.manner for cell in cells}:
        node = names.thing("manner", manner.key)
        yield Quad(node, RDF.type, LH.Manner, COUNTS)
        for role in manner.roles:
            yield Quad(node, LH.mannerRole, NamedNode(role), COUNTS)
        for direction in manner.directions:
            yield Quad(node, LH.mannerDirection, NamedNode(direction), COUNTS)
    nodes = {
        cell: names.thing("tally", key_of(cell.report), key_of(cell.theme), cell.manner.key)
        for cell in cells
    }
    for statement, cell in found.counted:
        yield Quad(NamedNode(statement), LH.countedIn, nodes[cell], COUNTS)
    for report, theme in {(cell.report, cell.theme) for cell in cells}:
        yield Quad(NamedNode(report), LH.namesTheme, NamedNode(theme), COUNTS)
    for cell, node in nodes.items():
        yield Quad(node, RDF.type, LH.Tally, COUNTS)
        yield Quad(node, QB.dataSet, CUBE, COUNTS)
        yield Quad(node, LH.countedReport, NamedNode(cell.report), COUNTS)
        yield Quad(node, LH.countedTheme, NamedNode(cell.theme), COUNTS)
        yield Quad(node, LH.countedManner, names.thing("manner", cell.manner.key), COUNTS)
        yield Quad(node, LH.mentionsCounted, Literal(found.mentions[cell]), COUNTS)
        yield Quad(node, LH.statementsCounted, Literal(found.statements[cell]), COUNTS)


def _together(manners: set[Manner]) -> Manner:
    return Manner(
        frozenset(role for each in manners for role in each.roles),
        frozenset(direction for each in manners for direction in each.directions),
    )


def key_of(iri: str) -> str:
    """The key of a thing of ours; of another, a digest of its IRI."""
    own = iri.startswith(_THINGS) and iri.removeprefix(_THINGS).partition("/")[2]
    return own or _digest(iri)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
