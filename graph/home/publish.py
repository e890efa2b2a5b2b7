"""A change of the graph from draft to release: the change, what follows from it, the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from graph.corrections import settle
from graph.counts.publish import count
from graph.errors import RefusedError, Violation
from graph.infer import INFERRED, derive
from graph.networks.analytics import refresh
from graph.outdated import REMEDY, outdated, undeclared
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
        if hint := _hint(home, error.violations):
            raise RefusedError(error.violations, hint) from error
        raise


def _hint(home: Home, violations: Sequence[Violation]) -> str | None:
    with home.current() or nullcontext() as base:
        return undeclared(violations, base.store if base else None)


def derives(draft: Draft) -> bool:
    """Whether something is derived of what the draft was made from."""
    return draft.base is not None and INFERRED.value in draft.base.manifest.graphs
