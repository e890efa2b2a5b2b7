"""The note in an engine of which release it holds, as one IRI."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass

from graph.engines.dialect import MARKS
from graph.home.manifest import Manifest

_MARK = re.compile(rf"{MARKS}:(whole|partly):(\d+):([0-9a-f]{{64}}):([0-9a-f]{{16}})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A release's number and digest; whether all of it is there; and a nonce.

    No two publications have the same nonce, so a mark that is the same before a query and after
    it was there all the time between.
    """

    number: int
    digest: str
    whole: bool
    nonce: str

    @property
    def iri(self) -> str:
        """The mark as it is written into an engine."""
        state = "whole" if self.whole else "partly"
        return f"{MARKS}:{state}:{self.number}:{self.digest}:{self.nonce}"


def new_mark(manifest: Manifest, *, whole: bool) -> Mark:
    """A mark for that release that no other publication has."""
    return Mark(manifest.number, digest(manifest), whole, secrets.token_hex(8))


def read_mark(iri: str) -> Mark | None:
    """The mark that an IRI spells, None for any other IRI."""
    found = _MARK.fullmatch(iri)
    if found is None:
        return None
    return Mark(int(found[2]), found[3], found[1] == "whole", found[4])


def digest(manifest: Manifest) -> str:
    """What tells a release from any other: SHA-256 over its manifest."""
    return hashlib.sha256(json.dumps(manifest.as_dict(), sort_keys=True).encode()).hexdigest()
