"""What a release says of itself: ``manifest.json`` in its directory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.errors import DamagedHomeError
from graph.home.files import write_json

FILE = "manifest.json"
RDFC = "RDFC-1.0"
"""The hash is that of the graph's canonical form, whatever its blank nodes are called."""
LABELS = "labels"
"""The hash is that of the sorted N-Quads with blank nodes as the store calls them, since the
canonical form took too long: equal hashes mean equal graphs, different ones need not differ."""


@dataclass(frozen=True, slots=True)
class GraphEntry:
    """A graph of a release: number of triples, SHA-256 in hex, and of which form (``method``)."""

    triples: int
    sha256: str
    method: str = RDFC


@dataclass(frozen=True, slots=True)
class TextEntry:
    """A text of a release: SHA-256 of its UTF-8 in hex, and its length in code points."""

    sha256: str
    length: int


@dataclass(frozen=True)
class Manifest:
    """A release: ``time`` in UTC, ``parent`` the release it was a change of, None for the first.

    ``versions`` names what made it (``ontology``, ``lexicon``); ``graphs`` is keyed by IRI,
    ``default`` for the unnamed graph; ``texts`` by text key.
    """

    number: int
    parent: int | None
    time: datetime
    reason: str
    versions: Mapping[str, str] = field(default_factory=dict)
    graphs: Mapping[str, GraphEntry] = field(default_factory=dict)
    texts: Mapping[str, TextEntry] = field(default_factory=dict)

    @property
    def triples(self) -> int:
        """The number of triples in all graphs."""
        return sum(entry.triples for entry in self.graphs.values())

    def as_dict(self) -> dict[str, Any]:
        """The manifest as JSON knows it, names and keys sorted, the time with a ``Z``."""
        time = self.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "number": self.number,
            "parent": self.parent,
            "time": time,
            "reason": self.reason,
            "versions": dict(sorted(self.versions.items())),
            "triples": self.triples,
            "graphs": {key: asdict(entry) for key, entry in sorted(self.graphs.items())},
            "texts": {key: asdict(entry) for key, entry in sorted(self.texts.items())},
        }

    def write(self, folder: Path) -> None:
        """Put the manifest, to stay, into the directory of its release."""
        write_json(folder / FILE, self.as_dict())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in that directory.

    Raises FileNotFoundError when there is none, DamagedHomeError when it makes no sense.
    """
    path = folder / FILE
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Manifest(
            number=raw["number"],
            parent=raw["parent"],
            time=datetime.fromisoformat(raw["time"]),
            reason=raw["reason"],
            versions=raw["versions"],
            graphs={key: GraphEntry(**entry) for key, entry in raw["graphs"].items()},
            texts={key: TextEntry(**entry) for key, entry in raw["texts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedHomeError(
            f"{path}: not a release's manifest ({error}); go back to another release"
            " with `lianghui releases rollback NUMBER`"
        ) from error
