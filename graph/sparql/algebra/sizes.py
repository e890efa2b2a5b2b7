"""How many solutions patterns have in a store, counted by the engine up to a cap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from pyoxigraph import QuerySolutions, Store

from graph.sparql.algebra.parts import Part, values

CAP = 500
"""Solutions that are counted at most: a tenth of a millisecond."""
Constants = Mapping[str, str]
"""The term that each of some variables has in every solution."""


def table(constants: Constants, names: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The constants of these names, as columns of a VALUES block of one row."""
    return [(name, (term,)) for name, term in sorted(constants.items()) if name in names]


@dataclass
class Sizes:
    """Counts patterns in a store; ``prologue`` declares the prefixes of their text."""

    store: Store
    prologue: str
    base: str | None
    _known: dict[str, int] = field(default_factory=dict)

    def count(self, pattern: Part, constants: Constants) -> int:
        """Its solutions with the constants put in, :data:`CAP` for as many and more."""
        return self._count(f"{_block(constants, pattern)}{pattern.text}")

    def most(self, pattern: Part, known: frozenset[str], constants: Constants) -> int:
        """Its solutions for a value that its known variables, not constants, have somewhere."""
        given = " ".join(
            f"?{name}" for name in sorted((known - set(constants)) & pattern.mentioned)
        )
        if not given:
            return self.count(pattern, constants)
        inside = f"{_block(constants, pattern)}{pattern.text}"
        return self._count(f"{{ SELECT {given} {{ {inside} }} LIMIT 1 }} {inside}")

    def _count(self, inside: str) -> int:
        if inside not in self._known:
            query = (
                f"{self.prologue} SELECT (COUNT(*) AS ?n) {{ SELECT * {{ {inside} }} LIMIT {CAP} }}"
            )
            found = self.store.query(query, base_iri=self.base, use_default_graph_as_union=True)
            self._known[inside] = int(next(cast(QuerySolutions, found))["n"].value)
        return self._known[inside]


def _block(constants: Constants, pattern: Part) -> str:
    columns = table(constants, pattern.mentioned)
    return f"{values(columns).text} " if columns else ""
