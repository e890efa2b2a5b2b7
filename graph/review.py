"""A person's verdict on a statement, kept in a graph of its own beside it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.errors import InputError, NotFoundError
from graph.home.publish import publishing
from graph.releases import Draft, Home, Release
from ontology import names
from ontology.names import BASE, LH, PROV, RDF, SCHEMA, SKOS, XSD

VERDICTS = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}
GROUPINGS = {
    "direction": LH.hasDirection,
    "province": LH.ofProvince,
    "theme": LH.aboutTheme,
    "year": LH.year,
}
STATEMENT = BASE + "id/statement/"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says: ``verdict`` is accept, reject or correct.

    ``directions`` (slugs) are those that a correction gives instead; ``reviewer`` is an IRI or
    a name; ``note`` tells why.
    """

    statement: str
    verdict: str
    reviewer: str
    directions: tuple[str, ...] = ()
    note: str = ""


def review(home: Home, said: Verdict, *, now: dt.datetime | None = None) -> Release:
    """Write a verdict into the graph of the reviewer, and publish.

    A later verdict of the same reviewer on the same statement takes the place of the earlier. Of
    several reviewers' the last that finds it wrong counts: one correction at most stands instead
    (:func:`graph.corrections.settle`), and one who accepts it overrules nobody.
    Raises InputError for what names no statement or verdict, NotFoundError for a statement that
    is not there, and what :func:`graph.home.publish.publishing` raises.
    """
    at = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC)
    _check(said)
    with publishing(home, f"review {said.verdict}") as draft:
        _write(draft, said, at)
    return home.require()


def sample(store: Store, number: int, by: str | None = None) -> Sequence[str]:
    """Extracted statements that nobody reviewed, by their digest: the same draw every time.

    ``by`` (theme, direction, province or year) draws from each group in turn, so that rare ones
    are not drowned. Raises InputError for another grouping.
    """
    if by is not None and by not in GROUPINGS:
        raise InputError(by, "is no grouping", f"say {', '.join(GROUPINGS)}")
    reviewed = {quad.object for quad in store.quads_for_pattern(None, LH.reviews, None)}
    groups: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, LH.basis, names.thing("basis", "extracted")):
        if quad.subject not in reviewed and isinstance(quad.subject, NamedNode):
            groups[_group(store, quad.subject, by)].append(quad.subject.value)
    rounds = zip_longest(*(sorted(own, key=_digest) for _, own in sorted(groups.items())))
    drawn = (statement for each in rounds for statement in each if statement)
    return list(islice(drawn, number))


def _group(store: Store, statement: NamedNode, by: str | None) -> str:
    if by is None:
        return ""
    quad = next(store.quads_for_pattern(statement, GROUPINGS[by], None), None)
    return str(quad.object) if quad else ""


def _check(said: Verdict) -> None:
    if said.verdict not in VERDICTS:
        raise InputError(said.verdict, "is no verdict", f"say {', '.join(VERDICTS)}")
    if not said.statement.startswith(STATEMENT) or not _is_iri(said.statement):
        raise InputError(said.statement, "is no statement's IRI", f"it begins with {STATEMENT}")
    try:
        _reviewer(said.reviewer)
    except ValueError as error:
        raise InputError("--by", f"{said.reviewer!r} is no IRI", "give a name or an IRI") from error
    if (said.verdict == "correct") != bool(said.directions):
        raise InputError(
            "--direction", "goes with correct, and correct with it", "say which directions hold"
        )


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _write(draft: Draft, said: Verdict, at: dt.datetime) -> None:
    statement = NamedNode(said.statement)
    if not any(draft.store.quads_for_pattern(statement, RDF.type, LH.PolicyStatement)):
        raise NotFoundError(f"{said.statement}: no such statement; nothing was reviewed")
    slug = _digest(said.reviewer)[:12]
    batch = names.graph("curated", f"reviews-{slug}")
    node = names.thing("review", f"{slug}-{_digest(said.statement)[:12]}")
    draft.remove(list(draft.store.quads_for_pattern(node, None, None, batch)))
    draft.add(_review(said, at, node, batch))


def _review(said: Verdict, at: dt.datetime, node: NamedNode, batch: NamedNode) -> Iterator[Quad]:
    reviewer = _reviewer(said.reviewer)
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, LH.Review),
        (LH.reviews, NamedNode(said.statement)),
        (LH.verdict, names.thing("verdict", VERDICTS[said.verdict])),
        (PROV.wasAttributedTo, reviewer),
        (PROV.generatedAtTime, _exactly(at)),
    ]
    facts += [(LH.hasDirection, names.thing("direction", slug)) for slug in said.directions]
    facts += [(SKOS.note, Literal(said.note))] if said.note else []
    yield from (Quad(node, predicate, value, batch) for predicate, value in facts)
    if reviewer.value.startswith(BASE):
        yield Quad(reviewer, RDF.type, PROV.Agent, batch)
        yield Quad(reviewer, SCHEMA.name, Literal(said.reviewer), batch)


def _exactly(at: dt.datetime) -> Literal:
    """The time to its last digit: of two verdicts within a second the later one counts."""
    digits = f"{at:%Y-%m-%dT%H:%M:%S.%f}".rstrip("0").rstrip(".")
    return Literal(f"{digits}Z", datatype=XSD.dateTime)


def _reviewer(name: str) -> NamedNode:
    if "://" in name or name.startswith("mailto:"):
        return NamedNode(name)
    return names.thing("agent", f"reviewer-{_digest(name)[:12]}")


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
