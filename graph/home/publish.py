"""A change of the graph from draft to release: the change, what follows from it, the gate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graph.corrections import settle
from graph.counts.publish import count
from graph.errors import RefusedError
from graph.infer import INFERRED, derive
from graph.networks.analytics import refresh
from graph.outdated import OTHER_ONTOLOGY, REMEDY, of_other_ontology, outdated
from graph.provenance import derived, introduce
from graph.releases import Draft, Home
from graph.withdrawn import revive


@contextmanager
def publishing(home: Home, reason: str, *, foreign: bool = False) -> Iterator[Draft]:
    """A draft to change; left normally, what is derived is made anew and it is published.

    Raises RefusedError where the gate refuses it, HomeBusyError where another process writes,
    StorageFullError where the disk is full; the current release is then untouched.
    Of ``foreign`` data nothing is derived until something is.
    """
    lack = None
    try:
        with home.change(reason) as draft:
            lack = outdated(draft.base.manifest) if draft.base else None
            yield draft
            if not draft.cancelled and (derives(draft) or not foreign):
                settle(draft)
                revive(draft)
                derive(draft)
                derived(draft, INFERRED)
                count(draft)  # first: the measures ask questions that read it
                refresh(draft)
                introduce(draft)
    except RefusedError as error:
        if lack is not None:
            raise RefusedError(error.violations, f"{home.path}: {lack}; {REMEDY}") from error
        if of_other_ontology(error.violations):
            raise RefusedError(error.violations, OTHER_ONTOLOGY) from error
        raise


def derives(draft: Draft) -> bool:
    """Whether something is derived of what the draft was made from."""
    return draft.base is not None and INFERRED.value in draft.base.manifest.graphs
