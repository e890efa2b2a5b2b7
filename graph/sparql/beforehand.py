"""What answering needs to know of a release, found out before the workers are forked.

Patterns are counted to put them in order, which reads many of the release's quads; in a worker
each page of them would be copied first (:mod:`graph.workers.pages`). What the saved questions have
is counted here, once for all workers, and it is most of what others have too.
"""

from __future__ import annotations

from contextlib import suppress

from pyoxigraph import Store

from graph.errors import LianghuiError
from graph.questions import bound
from graph.sparql.quick import quick
from queries import load


def prepare(held: Store | None) -> None:
    """Finds it out for a release that is held in memory; on the disk (None) it takes longer."""
    if held is None:
        return
    for question in load().values():
        with suppress(LianghuiError):  # a release may lack what a default names
            quick(bound(held, question, {}), held)
