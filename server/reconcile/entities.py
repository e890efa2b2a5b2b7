"""What can be reconciled in the release that is served, read by one query a release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from threading import Lock

from graph.reconcile.entity import IDENTIFIER, OTHER, PREFERRED, Entity, Name
from graph.reconcile.match import Matcher
from ontology.names import BASE, LH, SKOS
from server.current import Release
from server.execute import select
from server.labels import Row
from server.language import best

SPACE = BASE + "id/"
"""The identifier space: an identifier is the kind and key below it, such as province/140000."""
TYPES = {
    LH.Province.value: ("Province", "省级行政区"),
    LH.Theme.value: ("Theme", "主题"),
    LH.PolicyDirection.value: ("Policy direction", "政策方向"),
    LH.IndustrialPark.value: ("Industrial park", "产业园区"),
}
_CODES = (LH.gbCode, LH.isoCode, SKOS.notation, LH.wikidataItem, LH.geonamesFeature)
_NAMES = (SKOS.altLabel, SKOS.hiddenLabel)
_QUERY = f"""SELECT ?thing ?type ?property ?value {{
  VALUES ?type {{ {" ".join(f"<{each}>" for each in TYPES)} }}
  VALUES ?property {{ {SKOS.prefLabel} {SKOS.definition} {" ".join(map(str, _CODES + _NAMES))} }}
  ?thing a ?type ; ?property ?value . }}"""
_lock = Lock()
_made: dict[tuple[str, int], Matcher] = {}


def matcher(current: Release) -> Matcher:
    """The matcher for a release, made at the first question; that of the newest two is kept."""
    key = (str(current.path), current.number)
    with _lock:
        if key not in _made:
            while len(_made) > 1:
                del _made[next(iter(_made))]
            _made[key] = Matcher(_entities(current))
        return _made[key]


def _entities(current: Release) -> Iterator[Entity]:
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in select(current, _QUERY):
        iri = row["thing"]["value"]
        if iri.startswith(SPACE):
            rows[iri, row["type"]["value"]].append(row)
    for (iri, type_), said in sorted(rows.items()):
        yield _entity(iri, type_, said)


def _entity(iri: str, type_: str, rows: list[Row]) -> Entity:
    said = defaultdict(list)
    for row in rows:
        said[row["property"]["value"]].append(row["value"])
    key = iri.removeprefix(SPACE)
    names = [Name(each["value"], PREFERRED) for each in said[SKOS.prefLabel.value]]
    names += [Name(each["value"], OTHER) for one in _NAMES for each in said[one.value]]
    codes = [each["value"] for one in _CODES for each in said[one.value]]
    codes += [code.rstrip("/").rpartition("/")[2] for code in codes if code.startswith("http")]
    codes += [iri, key, key.partition("/")[2]]
    names += [Name(code, IDENTIFIER) for code in dict.fromkeys(codes)]
    label = best(said[SKOS.prefLabel.value], "en") or key
    chinese = best(said[SKOS.prefLabel.value], "zh") or ""
    definition = best(said[SKOS.definition.value], "en") or ""
    description = " · ".join(each for each in (chinese, codes[0], definition) if each)
    return Entity(key, type_, label, description, tuple(names))
