"""Saved questions asked of a store, their parameters read by type, and the questions as triples."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from graph.errors import NotFoundError, ParameterError
from ontology import names
from ontology.names import BASE, DCTERMS, LH, OWL, RDF, RDFS, SCHEMA, SH, SKOS, XSD
from queries import Parameter, Question, bind, load, paged
from queries.bind import Term
from queries.header import LANGUAGES
from queries.parameters import NAMES

QUERIES = names.graph("queries")
PARAMETERS = NamedNode(BASE + "parameter")
"""What the questions can be asked with, as a vocabulary."""
TITLES = {"en": "The parameters of the saved questions", "zh": "常见问题的参数"}
CLASSES = {"province": LH.Province, "theme": LH.Theme, "direction": LH.PolicyDirection}
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, LH.gbCode, LH.isoCode)
EXECUTABLES = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}
_THINGS = BASE + "id/"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_YEAR = re.compile(r"[0-9]{4}")


def question(name: str) -> Question:
    """The saved question of that name; raises :class:`graph.errors.NotFoundError`."""
    found = load().get(name)
    if found is None:
        raise NotFoundError(f"{name}: no saved question; there are {', '.join(load())}")
    return found


def ask(
    store: Store,
    asked: Question,
    values: Mapping[str, str],
    *,
    limit: int | None = None,
    offset: int = 0,
) -> QuerySolutions | QueryTriples | QueryBoolean:
    """The answer of the store, or that many rows of it; raises as :func:`bound` does."""
    sparql = bound(store, asked, values)
    if limit is not None:
        sparql = paged(sparql, limit, offset)
    return store.query(sparql, use_default_graph_as_union=True)


def bound(store: Store | Things, asked: Question, values: Mapping[str, str]) -> str:
    """The question's SPARQL for these values, defaults standing in for those left out.

    An empty value counts as left out. Raises :class:`graph.errors.ParameterError` for a value
    that does not fit its type, and for a parameter that the question does not have.
    """
    return bind(asked.sparql, terms(store, asked, values))


def terms(
    store: Store | Things, asked: Question, values: Mapping[str, str]
) -> dict[str, Term | None]:
    """What the values mean to the question, None for nothing; raises as :func:`bound`."""
    known = [parameter.name for parameter in asked.parameters]
    for name in values:
        if name not in known:
            raise ParameterError(name, f"no parameter of {asked.name}", known)
    things = store if isinstance(store, Things) else Things(store)
    return {each.name: _term(things, each, values.get(each.name, "")) for each in asked.parameters}


def quads() -> Iterator[Quad]:
    """The saved questions as SHACL executables, run with their defaults, for ``graph/queries``."""
    yield from _parameters()
    for each in load().values():
        node = names.thing("question", each.name)
        kind, property_ = EXECUTABLES[each.form]
        sparql = bind(each.sparql, {one.name: _default(one) for one in each.parameters})
        facts: list[tuple[NamedNode, NamedNode | Literal]] = [
            (RDF.type, SH.SPARQLExecutable),
            (RDF.type, kind),
            (property_, Literal(sparql)),
            *((SKOS.prefLabel, Literal(text, language=tag)) for tag, text in each.title.items()),
            *(
                (DCTERMS.description, Literal(text, language=tag))
                for tag, text in each.description.items()
            ),
            *((SCHEMA.keywords, Literal(word)) for word in each.keywords),
        ]
        for predicate, value in facts:
            yield Quad(node, predicate, value, QUERIES)
        for order, parameter in enumerate(each.parameters):
            yield from _described(each, order, parameter)


def _parameters() -> Iterator[Quad]:
    """What the parameters are called: their names stand for the same in all questions."""
    yield Quad(PARAMETERS, RDF.type, OWL.Ontology, QUERIES)
    for tag, text in TITLES.items():
        yield Quad(PARAMETERS, DCTERMS.title, Literal(text, language=tag), QUERIES)
    used = {parameter.name for each in load().values() for parameter in each.parameters}
    for name in sorted(used):
        node = _parameter(name)
        yield Quad(node, RDF.type, RDF.Property, QUERIES)
        yield Quad(node, RDFS.isDefinedBy, PARAMETERS, QUERIES)
        for tag, text in NAMES.get(name, {"en": name}).items():
            yield Quad(node, SKOS.prefLabel, Literal(text, language=tag), QUERIES)


def _parameter(name: str) -> NamedNode:
    return NamedNode(f"{PARAMETERS.value}#{name}")


def _described(asked: Question, order: int, parameter: Parameter) -> Iterator[Quad]:
    """A parameter as SHACL's own parameters are described."""
    node = names.thing("question", asked.name, parameter.name)
    default = _default(parameter)
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, SH.Parameter),
        (SH.path, _parameter(parameter.name)),
        (SH.order, Literal(order)),
        (SH.optional, Literal(parameter.optional)),
        (DCTERMS.type, Literal(parameter.type)),
    ]
    if parameter.type in CLASSES:
        facts.append((SH["class"], CLASSES[parameter.type]))
    if default is not None:
        facts.append((SH.defaultValue, default))
    yield Quad(names.thing("question", asked.name), SH.parameter, node, QUERIES)
    for predicate, value in facts:
        yield Quad(node, predicate, value, QUERIES)


def _default(parameter: Parameter) -> Term | None:
    """The default as a term; the header gives places and concepts by their key."""
    if parameter.default is None:
        return None
    if parameter.type in CLASSES:
        return names.thing(parameter.type, parameter.default)
    return READERS[parameter.type](parameter.name, parameter.default)


def _term(things: Things, parameter: Parameter, value: str) -> Term | None:
    if not value:
        return _default(parameter)
    if parameter.type in CLASSES:
        return things.find(parameter, value)
    return READERS[parameter.type](parameter.name, value)


class Things:
    """What the places and concepts of a store are called, read once for each kind of them.

    For a store that nobody writes to: what it reads it keeps.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kinds: dict[str, dict[str, set[NamedNode]]] = {}

    def find(self, parameter: Parameter, value: str) -> NamedNode:
        """The one place or concept with that IRI, key, code or label, in any language or script."""
        kind = parameter.type
        if kind not in self._kinds:
            self._kinds[kind] = self._named(kind)
        named = self._kinds[kind]
        matches = sorted(named.get(_folded(value), ()), key=str)
        if len(matches) == 1:
            return matches[0]
        things = matches or sorted(set().union(*named.values()), key=str)
        several = f"names more than one {kind}"
        problem = several if matches else f"is no {kind}"
        allowed = [thing.value.rsplit("/", 1)[1] for thing in things]
        raise ParameterError(parameter.name, f"{value!r} {problem}", allowed)

    def _named(self, kind: str) -> dict[str, set[NamedNode]]:
        found = defaultdict(set)
        for quad in self._store.quads_for_pattern(None, RDF.type, CLASSES[kind]):
            thing = quad.subject
            if not isinstance(thing, NamedNode):
                continue
            key = thing.value.rsplit("/", 1)[1]
            for text in (thing.value, thing.value.removeprefix(_THINGS), key):
                found[_folded(text)].add(thing)
            for label in LABELS:
                for each in self._store.quads_for_pattern(thing, label, None):
                    if isinstance(each.object, Literal):
                        found[_folded(each.object.value)].add(thing)
        return dict(found)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _year(name: str, value: str) -> Literal:
    if not _YEAR.fullmatch(value):
        raise ParameterError(name, f"{value!r} is no year", ["four digits, such as 2020"])
    return Literal(value, datatype=XSD.gYear)


def _integer(name: str, value: str) -> Literal:
    if not _INTEGER.fullmatch(value):
        raise ParameterError(name, f"{value!r} is no whole number", ["a whole number, such as 100"])
    return Literal(str(int(value)), datatype=XSD.integer)


def _language(name: str, value: str) -> Literal:
    if value.lower() not in LANGUAGES:
        raise ParameterError(name, f"{value!r} is no language of the labels", LANGUAGES)
    return Literal(value.lower())


def _text(name: str, value: str) -> Literal:
    try:
        return Literal(value)
    except ValueError as error:
        raise ParameterError(name, "not Unicode text", ["Unicode text"]) from error


def _iri(name: str, value: str) -> NamedNode:
    try:
        return NamedNode(value if _ABSOLUTE.match(value) else _THINGS + value)
    except ValueError as error:
        allowed = ["an absolute IRI", "the kind and key of a thing, such as report/110000/2020"]
        raise ParameterError(name, f"{value!r} is no IRI", allowed) from error


READERS: dict[str, Callable[[str, str], Term]] = {
    "IRI": _iri,
    "integer": _integer,
    "language": _language,
    "text": _text,
    "year": _year,
}
