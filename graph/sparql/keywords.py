"""Finds SERVICE, LOAD and FROM for certain, by asking the engine's own parser.

A lexer beside the engine's can be led astray (``?a<#>`` is an IRI to one and a comparison with a
comment to the other), and a SERVICE that it misses is a request to any address. So every
occurrence of the word, wherever it stands, is spelt wrong by one letter: what still parses had no
such keyword. Where it does not, the word before the error is tried as the keyword, by putting in
its place a construct of the same grammar and length that fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from pyoxigraph import Store

from graph.errors import QueryTooComplexError, RemoteRefusedError
from graph.remote.allowed import listed
from graph.sparql.remember import TEXTS, remembered
from graph.sparql.sound import Probe
from graph.sparql.syntax import offset, refine
from graph.sparql.tokens import outline

_GAP = r"(?:\s|\#[^\r\n]*(?:[\r\n]|$))*"
_PART = r"[^\s<>?${}()\[\],;|^*/+!=&:]*"
_NAME = rf"(?P<name><[^<>]*>|[?$]\w+|{_PART}:(?:{_PART}|:)*)"
_SILENT = rf"(?:(?P<silent>SILENT){_GAP})?"
_INTO = rf"(?P<into><[^<>]*>|{_PART}:(?:{_PART}|:)*)"
_NOWHERE = "<urn:x-lianghui:refused>"
_EMPTY = Store()


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that starts with a keyword, and what may stand in for it."""

    word: str
    pattern: re.Pattern[str]
    stand_in: str


_SERVICE = _Clause("SERVICE", re.compile(rf"SERVICE{_GAP}{_SILENT}{_NAME}", re.I), "GRAPH")
_FROM = _Clause("FROM", re.compile(rf"FROM{_GAP}(?:(?P<named>NAMED){_GAP})?{_NAME}", re.I), "")
_LOAD = _Clause(
    "LOAD",
    re.compile(rf"LOAD{_GAP}{_SILENT}{_NAME}(?:{_GAP}INTO{_GAP}GRAPH{_GAP}{_INTO})?", re.I),
    "DROP ALL",
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query's FROM and FROM NAMED clauses name, as IRIs."""

    default: tuple[str, ...]
    named: tuple[str, ...]


@lru_cache(TEXTS)
def query_probe(base: str | None) -> Probe:
    """Parses queries."""
    return Probe(lambda text: _EMPTY.query(text, base_iri=base), update=False)


@lru_cache(TEXTS)
def update_probe(base: str | None) -> Probe:
    """Parses updates."""
    return Probe(lambda text: Store().update(text, base_iri=base), update=True)


@dataclass(frozen=True, slots=True)
class Service:
    """A SERVICE clause up to its pattern: its IRI (None: a variable) and where it stands."""

    iri: str | None
    silent: bool
    start: int
    end: int


def services(text: str, probe: Probe, base: str | None) -> list[Service]:
    """The SERVICE clauses of a query, in their order, without those aimed at nowhere.

    Raises :class:`QuerySyntaxError`.
    """
    found = [each for each in _find(text, _SERVICE, probe) if each["name"] != _NOWHERE]
    iris = _iris(text, found, base)
    return sorted(
        (
            Service(iri, bool(match["silent"]), match.start(), match.end())
            for match, iri in zip(found, iris, strict=True)
        ),
        key=lambda each: each.start,
    )


@remembered
def without_services(
    text: str, probe: Probe, base: str | None = None, remote: tuple[str, ...] = ()
) -> str:
    """The text with every SERVICE SILENT aimed at nowhere, which gives one empty solution.

    Those to an address that ``remote`` lists stay. Raises :class:`RemoteRefusedError` for another
    SERVICE that is not silent, and :class:`QuerySyntaxError`.
    """
    found = _find(text, _SERVICE, probe)
    iris = _iris(text, found, base)
    refused = [
        match
        for match, iri in zip(found, iris, strict=True)
        if iri is None or not listed(iri, remote)
    ]
    for match in refused:
        if not match["silent"]:
            raise RemoteRefusedError(
                f"SERVICE {match['name']}: queries are not passed on to "
                f"{'services that are not listed' if remote else 'other services'}; "
                "ask that service itself, or use SERVICE SILENT to go on without it"
            )
    return _replace_names(text, refused)


@dataclass(frozen=True, slots=True)
class Load:
    """A LOAD: its IRI (None: not listed, and silent), its graph as spelt, and where it stands.

    ``into`` is empty for the default graph.
    """

    iri: str | None
    silent: bool
    into: str
    start: int
    end: int


def loads(text: str, probe: Probe, base: str | None, remote: Sequence[str] = ()) -> list[Load]:
    """The LOADs of an update, in their order.

    Raises :class:`RemoteRefusedError` for one that is not silent and not from an address that
    ``remote`` lists.
    """
    matches = sorted(_find(text, _LOAD, probe), key=lambda each: each.start())
    found = []
    for match, iri in zip(matches, _iris(text, matches, base), strict=True):
        kept = iri if iri is not None and listed(iri, remote) else None
        if kept is None and not match["silent"]:
            raise RemoteRefusedError(
                f"LOAD {match['name']}: nothing is fetched from "
                f"{'addresses that are not listed' if remote else 'other addresses'}; "
                "send the data itself to /store"
            )
        found.append(Load(kept, bool(match["silent"]), match["into"] or "", *match.span()))
    return found


@remembered
def dataset(text: str, base: str | None) -> Dataset | None:
    """What the query's FROM clauses name; None where it has none."""
    found = _find(text, _FROM, query_probe(base))
    if not found:
        return None
    pairs = [
        (match, iri)
        for match, iri in zip(found, _iris(text, found, base), strict=True)
        if iri is not None
    ]
    return Dataset(
        tuple(iri for match, iri in pairs if not match["named"]),
        tuple(iri for match, iri in pairs if match["named"]),
    )


def _iris(text: str, found: Sequence[re.Match[str]], base: str | None) -> list[str | None]:
    """The IRI that each clause names, None where it names a variable."""
    constant = [match for match in found if match["name"][0] not in "?$"]
    if not constant:
        return [None] * len(found)
    names = " ".join(match["name"] for match in constant)
    prologue = text[: outline(text).prologue]
    rows = _EMPTY.query(f"{prologue} SELECT ?g {{ VALUES ?g {{ {names} }} }}", base_iri=base)
    values = iter([row["g"].value for row in rows])  # type: ignore[union-attr]
    return [next(values) if match in constant else None for match in found]


def _find(text: str, clause: _Clause, probe: Probe) -> list[re.Match[str]]:
    starts = [match.start() for match in re.finditer(clause.word, text, re.I)]
    if not starts:
        return []
    masked = _mask(text, starts, clause.word)
    found: list[re.Match[str]] = []
    error = probe(masked)
    while error is not None:
        at = offset(masked, error)
        start = max((each for each in starts if each < at), default=-1)
        match = clause.pattern.match(text, start) if start >= 0 else None
        if match is None:
            raise refine(text, error, probe)
        trial = _stand_in(masked, match, clause)
        following = probe(trial)
        if following is not None and offset(trial, following) <= at:
            raise refine(text, error, probe)
        masked, error = trial, following
        found.append(match)
    return found


def _mask(text: str, starts: Sequence[int], word: str) -> str:
    """Every occurrence of the word with its last letter but one changed.

    Raises QueryTooComplexError where the text has a word for every letter.
    """
    lower = text.lower()
    spelt = (f"{word[:-2].lower()}{each}{word[-1].lower()}" for each in ascii_lowercase)
    letter = next((each[-2] for each in spelt if each not in lower), None)
    if letter is None:
        raise QueryTooComplexError(
            f"the query spells {word.upper()} in every way that differs by one letter; take these"
            " words out of its comments and strings"
        )
    letters = list(text)
    for start in starts:
        letters[start + len(word) - 2] = letter
    return "".join(letters)


def _stand_in(masked: str, match: re.Match[str], clause: _Clause) -> str:
    """The text with the clause's keyword replaced by one of the same grammar and length."""
    start, end = match.span()
    if clause is _SERVICE:
        silent = match.span("silent")
        masked = f"{masked[:start]}{clause.stand_in.ljust(len(clause.word))}{masked[start + 7 :]}"
        return masked[: silent[0]] + " " * 6 + masked[silent[1] :] if silent[0] >= 0 else masked
    blank = re.sub(r"[^\n]", " ", masked[start:end])
    return masked[:start] + clause.stand_in + blank[len(clause.stand_in) :] + masked[end:]


def _replace_names(text: str, found: Sequence[re.Match[str]]) -> str:
    for match in sorted(found, key=lambda each: each.start(), reverse=True):
        text = text[: match.start("name")] + _NOWHERE + text[match.end("name") :]
    return text
