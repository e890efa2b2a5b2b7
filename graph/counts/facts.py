"""What the graph says, by the predicates that the counts read, each looked up once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from ontology import names
from ontology.names import DCTERMS, LH

ACCEPTED = names.thing("verdict", "accepted")
Values = Mapping[str, set[str]]
"""The IRIs that a predicate leads to, by subject."""


class Facts:
    """A view of a store that does not change meanwhile."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._values: dict[NamedNode, Values] = {}

    def values(self, predicate: NamedNode) -> Values:
        """Whatever the predicate leads from and to, in any graph."""
        if predicate not in self._values:
            found: defaultdict[str, set[str]] = defaultdict(set)
            for quad in self.store.quads_for_pattern(None, predicate, None):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                    found[quad.subject.value].add(quad.object.value)
            self._values[predicate] = found
        return self._values[predicate]

    @cached_property
    def overruled(self) -> set[str]:
        """The statements that some review does not accept."""
        verdicts, reviewed = self.values(LH.verdict), self.values(LH.reviews)
        overruling = (each for each, said in verdicts.items() if said - {ACCEPTED.value})
        return {statement for review in overruling for statement in reviewed.get(review, ())}

    @cached_property
    def chinese(self) -> set[str]:
        """The texts in Chinese."""
        found = self.store.quads_for_pattern(None, DCTERMS.language, Literal("zh"))
        return {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}
