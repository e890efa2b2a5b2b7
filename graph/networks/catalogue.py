"""The networks there are: from which saved question each comes, and what can be asked of it.

Nothing here needs the libraries that draw (:mod:`graph.networks.draw`), which take time to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph.errors import NotFoundError, ParameterError
from graph.networks.options import EDGES, LEVEL, LIKENESS, MEASURE, OVER, SEED, TOP, Option, chosen
from graph.questions import question
from queries import Question

Making = Literal["grouped", "ordered", "plain", "projected", "weighed"]
PER_CHARACTERS = 10_000
"""Characters that a rate of mentions is counted for."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network: ``source`` names its question, ``title`` is by language.

    ``making`` is what becomes of the question's edges. ``rows`` and ``columns`` are the kinds of
    the nodes on the two sides, where that matters; ``per`` is what a rate is counted for.
    """

    name: str
    source: str
    title: Mapping[str, str]
    making: Making = "plain"
    options: tuple[Option, ...] = (SEED,)
    rows: str = "Province"
    columns: str = "Theme"
    per: int = 1

    @property
    def question(self) -> Question:
        """The saved CONSTRUCT that the network starts from."""
        return question(self.source)

    @property
    def parameters(self) -> list[str]:
        """The names of all that it can be asked with: its question's parameters, its options."""
        own = [each.name for each in self.question.parameters]
        return own + [each.name for each in self.options]


@dataclass(frozen=True, slots=True)
class Values:
    """What a network is asked with: the values of its question, and all of its options."""

    question: Mapping[str, str]
    options: Mapping[str, str]


def network(name: str) -> Network:
    """The network of that name; raises :class:`graph.errors.NotFoundError`."""
    if name not in NETWORKS:
        raise NotFoundError(f"{name}: no network; there are {', '.join(NETWORKS)}")
    return NETWORKS[name]


def read(asked: Network, given: Mapping[str, str]) -> Values:
    """The values by name, known and checked; an empty one counts as left out.

    Those of the question are checked where they are bound. Raises
    :class:`graph.errors.ParameterError`.
    """
    for name in given:
        if name not in asked.parameters:
            raise ParameterError(name, f"no parameter of {asked.name}", asked.parameters)
    own = {each.name for each in asked.question.parameters}
    values = {name: value for name, value in given.items() if name in own and value}
    return Values(values, chosen(asked.options, given))


_PROJECTED = (LIKENESS, EDGES, OVER, LEVEL, TOP, SEED)
_ALL = (
    Network(
        "claims",
        "network-claims",
        {"en": "Articles and the provinces they speak of", "zh": "文章及其所论省份"},
    ),
    Network(
        "first-years",
        "network-first-years",
        {"en": "First years in which provinces name themes", "zh": "各省份首次提及各主题的年份"},
        "ordered",
    ),
    Network(
        "neighbours",
        "network-neighbours",
        {"en": "Provinces that touch", "zh": "相邻省份"},
    ),
    Network(
        "province-directions",
        "network-province-directions",
        {"en": "Provinces and their directions", "zh": "省份与政策方向"},
        "weighed",
        (MEASURE, SEED),
        columns="PolicyDirection",
    ),
    Network(
        "province-themes",
        "network-province-themes",
        {"en": "Provinces and their themes", "zh": "省份与主题"},
        "weighed",
        (MEASURE, SEED),
        per=PER_CHARACTERS,
    ),
    Network(
        "provinces-by-directions",
        "network-province-directions",
        {"en": "Provinces alike in their directions", "zh": "政策方向相似的省份"},
        "projected",
        _PROJECTED,
        columns="PolicyDirection",
    ),
    Network(
        "provinces-by-themes",
        "network-province-themes",
        {"en": "Provinces alike in their themes", "zh": "主题相似的省份"},
        "projected",
        _PROJECTED,
    ),
    Network(
        "themes-by-provinces",
        "network-province-themes",
        {"en": "Themes alike in the provinces that name them", "zh": "提及省份相似的主题"},
        "projected",
        _PROJECTED,
        rows="Theme",
        columns="Province",
    ),
    Network(
        "themes-in-passages",
        "network-themes-in-passages",
        {"en": "Themes named in the same passages", "zh": "同段出现的主题"},
        "grouped",
        (TOP, SEED),
    ),
    Network(
        "themes-in-reports",
        "network-themes-in-reports",
        {"en": "Themes named in the same reports", "zh": "同篇出现的主题"},
        "grouped",
        (TOP, SEED),
    ),
)
NETWORKS: Mapping[str, Network] = {each.name: each for each in _ALL}
"""Every network by name."""

FORMATS: Mapping[str, str] = {
    "json": "application/json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "cyjs": "application/vnd.cytoscape+json",
    "csv": "text/csv",
}
"""The media type of each format by ending: node-link JSON first, ``cyjs`` Cytoscape's."""
