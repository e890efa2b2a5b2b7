"""Runs a recipe: our identifiers, another dataset's answers, a curated graph with provenance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from graph.describe import PROVENANCE, Run
from graph.errors import InputError
from graph.federation.endpoint import Endpoint
from graph.federation.recipe import Recipe, Row
from graph.home.publish import publishing
from graph.provenance import built, of, record
from graph.releases import Home
from ontology import names
from ontology.names import DCTERMS, PREFIXES, PROV

BATCH = 20
"""Things that one request asks about."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came: triples in the graph, things asked about and things told of."""

    graph: str
    triples: int
    asked: int
    told: int


def federate(
    home: Home,
    endpoint: Endpoint,
    recipe: Recipe,
    run: Run,
    *,
    batch: int = BATCH,
    progress: Callable[[int, int], None] | None = None,
) -> Pulled:
    """Ask an endpoint about our things, and publish its answer in ``graph/curated/{recipe}``.

    What the graph held is replaced. Only triples about the things asked about are taken; others
    are an error, as no answer at all is, and then nothing is changed. Raises InputError, and what
    :func:`graph.home.publish.publishing` raises.
    """
    with home.require() as release:
        variables, rows = _identifiers(recipe, release.store)
    found: set[Triple] = set()
    for start in range(0, len(rows), batch):
        if start:
            endpoint.rest()
        some = rows[start : start + batch]
        answer = endpoint.construct(recipe.query(variables, some))
        found |= set(_about(endpoint, recipe, some, answer))
        if progress:
            progress(min(start + batch, len(rows)), len(rows))
    if not found:
        raise InputError(
            endpoint.url, f"knows none of the {len(rows)} things", "nothing was changed"
        )
    graph = names.graph("curated", recipe.name)
    with publishing(home, f"federate by {recipe.name}") as draft:
        draft.replace_graph(graph, (Quad(t.subject, t.predicate, t.object, graph) for t in found))
        record(draft, _activity(graph, endpoint, recipe, run))
    told = len({triple.subject for triple in found})
    return Pulled(graph.value, len(found), len(rows), told)


def _identifiers(recipe: Recipe, store: Store) -> tuple[list[str], list[Row]]:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    try:
        answer = store.query(prefixes + recipe.identifiers, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise InputError(recipe.name, f"its identifiers are no query ({error})") from error
    if not isinstance(answer, QuerySolutions):
        raise InputError(recipe.name, "its identifiers are no SELECT")
    variables = [each.value for each in answer.variables]
    rows = [tuple(row) for row in answer]
    if not all(isinstance(each, NamedNode | Literal) for row in rows for each in row):
        raise InputError(recipe.name, "a row of its identifiers has no IRI or literal in a column")
    if not rows:
        raise InputError(recipe.name, "nothing of ours has such identifiers")
    return variables, sorted(set(rows), key=str)


def _about(
    endpoint: Endpoint, recipe: Recipe, rows: Sequence[Row], triples: Sequence[Triple]
) -> Iterator[Triple]:
    ours = {row[0] for row in rows}
    for triple in triples:
        if triple.subject not in ours:
            raise InputError(
                endpoint.url,
                f"speaks of {triple.subject}, which {recipe.name} does not ask about",
                "let the CONSTRUCT tell of the first column of its identifiers only",
            )
        yield triple


def _activity(graph: NamedNode, endpoint: Endpoint, recipe: Recipe, run: Run) -> Iterator[Quad]:
    yield from built(graph, run)
    activity = of(graph)
    yield Quad(activity, PROV.used, NamedNode(endpoint.url), PROVENANCE)
    for language, title in recipe.titles.items():
        yield Quad(activity, DCTERMS.title, Literal(title, language=language), PROVENANCE)
