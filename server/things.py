"""Whether a thing is here, or was."""

from __future__ import annotations

from pyoxigraph import NamedNode

from graph.errors import GoneError, NotFoundError
from ontology.names import BASE, PROV
from server.current import release
from server.execute import select

_KNOWN = f"""SELECT ?here ?gone {{
  BIND (EXISTS {{ GRAPH ?g {{ ?thing ?p ?o }} }} AS ?here)
  BIND (EXISTS {{ GRAPH ?h {{ ?thing {PROV.invalidatedAtTime} ?time }} }} AS ?gone)
}}"""


def thing(kind: str, key: str) -> NamedNode:
    """The IRI of a thing; raises :class:`NotFoundError` for what can be none."""
    try:
        return NamedNode(f"{BASE}id/{kind}/{key}")
    except ValueError as error:
        raise NotFoundError(f"/id/{kind}/{key}: no thing has such a name") from error


def require(iri: NamedNode) -> None:
    """Raises :class:`NotFoundError` for what is not here, :class:`GoneError` for what was."""
    (row,) = select(release(), _KNOWN, {"thing": iri})
    if row["gone"]["value"] == "true":
        raise GoneError(f"{iri.value} was withdrawn")
    if row["here"]["value"] != "true":
        raise NotFoundError(f"{iri.value}: nothing is said of it in release {release().number}")
