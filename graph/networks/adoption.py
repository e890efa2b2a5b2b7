"""In which order provinces came to name a theme: an order only, never an influence."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx


def ordered(made: nx.Graph) -> nx.Graph:
    """The network of first years with each edge's ``order`` among those of its theme.

    Provinces of one year share an order, that of the first of them (1, 2, 2, 4). ``known`` says
    whether an earlier report was read, and silent; without one, the province may have named the
    theme before, so that its order is only the latest that it can be. There is no ``ratio``: the
    ``count`` is of mentions, the ``total`` of silent reports.
    """
    years = defaultdict(list)
    for theme, told in _of_themes(made):
        years[theme].append(told["year"])
    for theme, told in _of_themes(made):
        told["order"] = 1 + sum(year < told["year"] for year in years[theme])
        told["known"] = told["total"] > 0
        del told["ratio"]
    return made


def _of_themes(made: nx.Graph) -> list[tuple[str, dict[str, int]]]:
    return [
        (u if made.nodes[u]["kind"] == "Theme" else v, told) for u, v, told in made.edges(data=True)
    ]
