"""Networks and their measures as ``qb:Observation``s, each graph with the run that made it.

The run (a ``prov:Activity``) names its parameters, its seed and the hash of its inputs, and no
time: the same facts give the same quads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import cast

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from graph.networks.again import given, remaking
from graph.networks.analytics import MADE, analysis, input_hash
from graph.networks.build import short
from graph.networks.catalogue import Network, Values, network
from graph.networks.draw import draw
from graph.networks.figures import Figure, figures
from graph.networks.likeness import KEPT, LEAST, Alike, likenesses
from graph.questions import ask, question
from graph.releases import Draft
from graph.version import TOOL
from ontology import names
from ontology.names import DCTERMS, LH, PROV, QB, RDF, SKOS, XSD

SEED = 0
Asking = Callable[..., tuple[Triple, ...]]
Fact = tuple[NamedNode, NamedNode | Literal]
Reports = Mapping[tuple[str, str], NamedNode]
"""By the IRI of the province, and the year."""
METHODS = {
    "figures": {
        "en": "Modularity, nestedness, neighbourhood and backbone of each measured year's provinces"
        " and themes, beside what chance gives: docs/method.",
        "zh": "各年份省份与主题网络的模块度、嵌套度、相邻效应和骨干，"
        "并与随机情形比较：见 docs/method。",
    },
    "likeness": {
        "en": "The provinces most alike in the themes they name, and in the directions they take on"
        " each theme: docs/method/likeness.md.",
        "zh": "所提主题最相似的省份，以及在各主题上政策方向最相似的省份："
        "见 docs/method/likeness.md。",
    },
}


def publish(draft: Draft, analyses: Iterable[str], years: list[str], digest: str) -> None:
    """Make graphs of analytics anew, and take out those where there is nothing to tell.

    Raises InputError for a network that cannot be made anew.
    """
    edges = _asking(draft.view)
    for name in analyses:
        graph = names.graph("analytics", name)
        if name in MADE:
            quads = list(_measures(name, years, edges, _reports(draft.view)))
            run = _run(name, {"years": years, "kept": KEPT, "least": LEAST}, METHODS[name], digest)
        else:
            asked = network(name)
            with remaking(name):
                values = given(draft.view, name)
                quads = list(_edges(graph, asked, _drawn(draft.view, asked, values)))
            run = _run(name, {**values.question, **values.options}, asked.title, digest)
        draft.remove_graph(graph)
        if quads:
            draft.replace_graph(graph, [*quads, *run])


def publish_network(draft: Draft, asked: Network, values: Values) -> int:
    """Put a network into ``graph/analytics/{name}``; gives the number of its edges.

    Later releases make it anew where the facts change. Raises what drawing it raises.
    """
    made = _drawn(draft.view, asked, values)
    graph = names.graph("analytics", asked.name)
    told = {**values.question, **values.options}
    run = _run(asked.name, told, asked.title, input_hash(draft))
    draft.replace_graph(graph, [*_edges(graph, asked, made), *run])
    return int(made.number_of_edges())


def _drawn(store: Store, asked: Network, values: Values) -> nx.Graph:
    return draw(asked, cast(QueryTriples, ask(store, asked.question, values.question)), values)


def _asking(store: Store) -> Asking:
    """What asks a question of edges for a year, each once: two measures share some."""

    @cache
    def edges(asked: str, year: str | None = None) -> tuple[Triple, ...]:
        values = {"year": year} if year else {}
        return tuple(cast(QueryTriples, ask(store, question(asked), values)))

    return edges


def _reports(store: Store) -> Reports:
    return {
        (place.object.value, year.object.value): place.subject
        for place in store.quads_for_pattern(None, LH.reportProvince, None)
        for year in store.quads_for_pattern(place.subject, LH.reportYear, None)
        if isinstance(place.subject, NamedNode)
        and isinstance(place.object, NamedNode)
        and isinstance(year.object, Literal)
    }


def _measures(name: str, years: list[str], edges: Asking, reports: Reports) -> Iterator[Quad]:
    for year in years:
        themes = edges("network-province-themes", year)
        if name == "figures":
            for figure in figures(themes, edges("network-neighbours"), SEED):
                yield from _figure(year, figure)
        else:
            for alike in likenesses(themes, edges("network-direction-profiles", year)):
                yield from _alike(year, alike, reports[alike.province, year])


def _figure(year: str, told: Figure) -> Iterator[Quad]:
    facts: list[Fact] = [
        (QB.dataSet, names.thing("cube", "network-figures")),
        (LH.measure, names.thing("measure", told.measure)),
        (LH.year, _year(year)),
        (LH.score, _decimal(told.score)),
    ]
    for predicate, value in {
        LH.expected: told.expected,
        LH.deviation: told.deviation,
        LH.chance: told.chance,
    }.items():
        if value is not None:
            facts.append((predicate, _decimal(value)))
    if told.conclusion:
        facts.append((LH.conclusion, names.thing("conclusion", told.conclusion)))
    yield from _observed("figures", facts, told.measure, year)


def _alike(year: str, told: Alike, report: NamedNode) -> Iterator[Quad]:
    theme = [(LH.aboutTheme, NamedNode(told.theme))] if told.theme else []
    cube, measure = (
        ("province-likeness-on-theme", "likeness-of-directions")
        if told.theme
        else ("province-likeness", "likeness-of-themes")
    )
    facts: list[Fact] = [
        (QB.dataSet, names.thing("cube", cube)),
        (LH.measure, names.thing("measure", measure)),
        (LH.year, _year(year)),
        (LH.comparedReport, report),
        (LH.ofProvince, NamedNode(told.province)),
        (LH.otherProvince, NamedNode(told.other)),
        *theme,
        (LH.score, _decimal(told.score)),
        (LH.rank, Literal(told.rank)),
        (LH.support, Literal(told.support)),
    ]
    key = [short(each) for each in (told.province, told.other, told.theme) if each]
    yield from _observed("likeness", facts, measure, year, *key)


def _edges(graph: NamedNode, asked: Network, made: nx.Graph) -> Iterator[Quad]:
    cube = names.thing("cube", f"network-{asked.name}")
    described: list[Fact] = [
        (RDF.type, QB.DataSet),
        (QB.structure, names.thing("structure", "network-edges")),
        *((SKOS.prefLabel, Literal(text, language=tag)) for tag, text in asked.title.items()),
    ]
    yield from (Quad(cube, predicate, value, graph) for predicate, value in described)
    for source, target, told in made.edges(data=True):
        facts: list[Fact] = [
            (QB.dataSet, cube),
            (LH.fromNode, NamedNode(source)),
            (LH.toNode, NamedNode(target)),
            (LH.score, _decimal(told["weight"])),
            (LH.count, Literal(told["count"])),
            (LH.total, Literal(told["total"])),
        ]
        yield from _observed(asked.name, facts, *(_key(each) for each in (source, target)))


def _run(
    name: str, parameters: Mapping[str, object], method: Mapping[str, str], digest: str
) -> Iterable[Quad]:
    graph = names.graph("analytics", name)
    facts: list[Fact] = [
        (RDF.type, PROV.Activity),
        (PROV.generated, graph),
        (PROV.wasAssociatedWith, names.software(TOOL)),
        *((DCTERMS.description, Literal(text, language=tag)) for tag, text in method.items()),
        (LH.parameters, Literal(json.dumps(parameters, sort_keys=True))),
        (LH.seed, Literal(int(str(parameters.get("seed", SEED))))),
        (LH.inputHash, Literal(digest)),
        (LH.toolVersion, Literal(TOOL)),
    ]
    return [Quad(analysis(name), predicate, value, graph) for predicate, value in facts]


def _observed(name: str, facts: list[Fact], *key: str) -> Iterator[Quad]:
    node, graph = (
        names.thing("observation", "analytics", name, *key),
        names.graph("analytics", name),
    )
    for predicate, value in [(RDF.type, LH.AnalyticObservation), *facts]:
        yield Quad(node, predicate, value, graph)


def _key(iri: str) -> str:
    return iri.removeprefix(f"{names.BASE}id/").replace("/", "-").replace(":", "-")


def _year(year: str) -> Literal:
    return Literal(year, datatype=XSD.gYear)


def _decimal(value: float) -> Literal:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if text in ("", "-0") else text, datatype=XSD.decimal)
