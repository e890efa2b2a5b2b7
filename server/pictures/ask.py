"""A picture for what a request says: its question asked once, its answer drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from graph.errors import AnswerTooLargeError, NotFoundError
from graph.questions import question, terms
from graph.sparql.query import QueryRequest
from server import api
from server.api_request import Asked, known, one_of
from server.api_rows import Table, labels
from server.current import release, things
from server.formats import JSON
from server.language import LANGUAGES, language
from server.links import address, short
from server.parameters import Parameters
from server.pictures.frame import Drawn, Look, Subject
from server.pictures.kinds import KINDS, ROLES, Kind

NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that is asked for: the request for its question, and its own options."""

    kind: Kind
    asked: Asked
    options: Mapping[str, str]
    lang: str


def read(name: str, parameters: Parameters, *more: str) -> Wanted:
    """The picture that a request asks for, with any of ``more`` left to the caller.

    Raises :class:`graph.errors.NotFoundError` and :class:`graph.errors.ParameterError`.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise NotFoundError(f"{name}: no picture; there are {', '.join(KINDS)}")
    given = {key: parameters.one(key) or "" for key, _ in parameters.pairs}
    options = {
        option: one_of(option, given.get(option) or values[0], values)
        for option, values in kind.options.items()
    }
    found = question(kind.question(options))
    kept_back = ("language", *kind.without)
    own = [each.name for each in found.parameters if each.name not in kept_back]
    known(parameters, [*own, *options, "lang", *more], f"the picture {name}")
    lang = one_of("lang", given.get("lang") or language(), LANGUAGES)
    values = {**kind.defaults, **{key: given[key] for key in own if given.get(key)}}
    values["language"] = lang
    if role := values.get("role"):
        values["role"] = f"role/{one_of('role', role.removeprefix('role/'), ROLES)}"
    return Wanted(kind, Asked(found, values, JSON), options, lang)


def query(wanted: Wanted) -> QueryRequest:
    """The query for it; raises :class:`graph.errors.ParameterError`."""
    return api.prepared(wanted.asked)


def rows(wanted: Wanted, asked: QueryRequest) -> Table:
    """The rows that it draws, all of them.

    Raises :class:`graph.errors.AnswerTooLargeError` rather than leave some out.
    """
    found, _ = api.rows(wanted.asked, asked)
    if found.more:
        raise AnswerTooLargeError(f"more than {len(found.rows)} rows: narrow the picture")
    return found


def drawn(wanted: Wanted, found: Table, look: Look, known: Mapping[str, str] = NONE) -> Drawn:
    """The picture of the rows; ``known`` are labels, by IRI, that need no query any more."""
    return wanted.kind.compose(found.rows, _subject(wanted, known), look)


def _subject(wanted: Wanted, known: Mapping[str, str]) -> Subject:
    given = terms(things(), wanted.asked.question, wanted.asked.values)
    meant = {name: term.value for name, term in given.items() if isinstance(term, NamedNode)}
    asked = [iri for iri in meant.values() if iri not in known]
    called = labels(release(), asked, wanted.lang) if asked else {}
    keys = {name: term.value if term else "" for name, term in given.items()}
    keys |= {name: iri.rsplit("/", 1)[1] for name, iri in meant.items()}
    names = keys | {
        name: str(called[iri]["value"]) if iri in called else known.get(iri) or short(iri)
        for name, iri in meant.items()
    }
    return Subject(keys, names, wanted.options)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a page: its markup, what it is called, its table, and where to save it."""

    drawn: Drawn
    files: Mapping[str, str]


def picture(
    name: str, values: Mapping[str, str], prefix: str = "", known: Mapping[str, str] = NONE
) -> Shown:
    """A picture to stand in a page in the reader's language; ``values`` as its address has them.

    Without title and notes, which :class:`server.pictures.frame.Titled` gives the page to say.
    ``prefix`` sets the ids of two pictures of a kind in one page apart, ``known`` are labels by
    IRI. Raises as :func:`read`.
    """
    pairs = [(key, value) for key, value in values.items() if value]
    wanted = read(name, Parameters(pairs))
    look = Look(wanted.lang, address, bare=True, name=prefix + name)
    found = rows(wanted, query(wanted))
    return Shown(drawn(wanted, found, look, known), files(wanted))


def files(wanted: Wanted) -> dict[str, str]:
    """The addresses at which the picture can be saved, by their ending."""
    given = {key: value for key, value in wanted.asked.values.items() if key != "language"}
    asked = urlencode({**given, **wanted.options, "lang": wanted.lang})
    return {each: f"{address(f'/picture/{wanted.kind.name}.{each}')}?{asked}" for each in ENDINGS}


ENDINGS = ("svg", "png", "csv")
