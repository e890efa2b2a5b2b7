"""Properties of things that can be reconciled: which there are, and their values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from graph.errors import UnprocessableError
from ontology.names import PREFIXES, RDF, XSD
from server.current import release
from server.execute import select
from server.labels import Labels
from server.links import short
from server.reconcile.entities import SPACE

MOST_IDS = 2000
MOST_PROPERTIES = 50
_WHOLE = XSD.integer.value
_FRACTIONS = (XSD.decimal.value, XSD.double.value)


def proposed(type_iri: str) -> list[dict[str, str]]:
    """The properties that things of a type have, by prefixed name, with a label each."""
    query = "SELECT DISTINCT ?p { ?s a ?type ; ?p ?o } ORDER BY ?p"
    rows = select(release(), query, {"type": NamedNode(type_iri)})
    iris = [row["p"]["value"] for row in rows if row["p"]["value"] != RDF.type.value]
    labels = Labels(release(), iris)
    return [{"id": short(iri), "name": labels.name(iri)} for iri in iris if short(iri) != iri]


def expanded(pid: str) -> NamedNode | None:
    """The property with that prefixed name, None for what is none."""
    prefix, colon, local = pid.partition(":")
    if not colon or prefix not in PREFIXES:
        return None
    try:
        return NamedNode(PREFIXES[prefix] + local)
    except ValueError:
        return None


def values(ids: Iterable[str], pids: Iterable[str]) -> Mapping[tuple[str, str], set[str]]:
    """The values of properties, in lower case; of a thing of ours its identifier."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for id_, pid, term in _rows(ids, pids):
        found[id_, pid].add(str(term["value"]).removeprefix(SPACE).casefold())
    return found


def extended(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a data extension query, as section 7 of the specification has it."""
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise UnprocessableError("extend: ids and properties are lists, by the specification")
    if len(ids) > MOST_IDS or len(properties) > MOST_PROPERTIES:
        raise UnprocessableError(
            f"extend: at most {MOST_IDS} ids and {MOST_PROPERTIES} properties at once"
        )
    wanted = [_wanted(each) for each in properties]
    texts = [each for each in ids if isinstance(each, str)]
    cells: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for id_, pid, term in _rows(texts, [pid for pid, _ in wanted]):
        cells[id_, pid].append(term)
    things = [t["value"] for terms in cells.values() for t in terms if t["type"] == "uri"]
    terms = [str(iri) for pid, _ in wanted if (iri := expanded(pid))]
    labels = Labels(release(), [*things, *(each[1:-1] for each in terms)])
    return {
        "meta": [_meta(pid, labels) for pid, _ in wanted],
        "rows": {
            id_: {
                pid: [_cell(term, labels) for term in cells[id_, pid][: most or None]]
                for pid, most in wanted
            }
            for id_ in texts
        },
    }


def _wanted(asked: Any) -> tuple[str, int]:
    """A property's name and how many of its values are wanted, 0 for all."""
    if not isinstance(asked, dict) or not isinstance(asked.get("id"), str):
        raise UnprocessableError("extend: a property has an id, such as lh:gbCode")
    settings = asked.get("settings") or {}
    limit = str(settings.get("limit") or 0) if isinstance(settings, dict) else "0"
    return asked["id"], int(limit) if limit.isdecimal() else 0


def _meta(pid: str, labels: Labels) -> dict[str, Any]:
    iri = expanded(pid)
    return {"id": pid, "name": labels.name(iri.value) if iri else pid}


def _cell(term: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    value, datatype = str(term["value"]), term.get("datatype")
    if term["type"] == "uri" and value.startswith(SPACE):
        return {"id": value.removeprefix(SPACE), "name": labels.name(value)}
    if datatype == _WHOLE:
        return {"int": int(value)}
    if datatype in _FRACTIONS:
        return {"float": float(value)}
    return {"str": value}


def _rows(ids: Iterable[str], pids: Iterable[str]) -> Sequence[tuple[str, str, Mapping[str, Any]]]:
    """Identifier, property and value, sorted; what names nothing has no rows."""
    things = {iri: id_ for id_ in ids if (iri := _iri(id_))}
    named = {str(term): pid for pid in pids if (term := expanded(pid))}
    if not things or not named:
        return []
    query = f"""SELECT ?s ?p ?o {{ VALUES ?s {{ {" ".join(things)} }}
      VALUES ?p {{ {" ".join(named)} }} ?s ?p ?o }} ORDER BY ?s ?p ?o"""
    return [
        (things[f"<{row['s']['value']}>"], named[f"<{row['p']['value']}>"], row["o"])
        for row in select(release(), query)
    ]


def _iri(id_: str) -> str:
    try:
        return str(NamedNode(SPACE + id_))
    except ValueError:
        return ""
