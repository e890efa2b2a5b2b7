"""Reviewed statements as gold: what a person said of a sentence, in the form ``evaluate`` reads."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from pyoxigraph import QuerySolutions

from graph.home.release import Release
from graph.quality.gold import DIRECTIONS
from ontology import names

COLUMNS = (
    *("province", "year", "start", "length", "theme", "term", "term_start"),
    *("mention", "directions", "role", "stance"),
)
_PLACE = COLUMNS.index("mention")
"""Columns that say which mention it is, and not what was said of it."""
CODES = {slug: code for code, slug in DIRECTIONS.items()}
QUERY = """
SELECT ?verdict ?province ?year ?theme ?start ?end ?first ?last ?term ?role ?stance
       (GROUP_CONCAT(DISTINCT STR(?direction); separator=" ") AS ?directions)
WHERE {
  ?review lh:reviews ?statement ;
    lh:verdict ?verdict .
  ?statement lh:ofProvince/skos:prefLabel ?province ;
    lh:year ?year ;
    lh:aboutTheme ?theme ;
    lh:evidence ?passage ;
    lh:restsOn ?mention .
  FILTER (LANG(?province) = "zh")
  ?passage oa:start ?start ;
    oa:end ?end .
  ?mention oa:start ?first ;
    oa:end ?last ;
    oa:exact ?term .
  OPTIONAL { ?statement lh:role ?role }
  OPTIONAL { ?statement lh:stance ?stance }
  OPTIONAL { ?review lh:hasDirection|(lh:replacedBy/lh:hasDirection) ?given }
  OPTIONAL { ?statement lh:hasDirection ?own }
  BIND (IF(?verdict = <https://w3id.org/lianghui/id/verdict/corrected>, ?given, ?own) AS ?direction)
}
GROUP BY ?verdict ?province ?year ?theme ?start ?end ?first ?last ?term ?role ?stance
ORDER BY ?province ?year ?first ?theme
"""


def write_gold(release: Release, out: TextIO) -> tuple[int, int]:
    """Write a row for every mention of a reviewed statement as CSV.

    Returns how many, and how many mentions are left out since their reviewers do not agree.

    A rejected statement is coded as no mention, a corrected one with its new directions.
    ``evaluate --texts`` finds the sentences by their places.
    """
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    labels: dict[tuple[str | int, ...], list[dict[str, str | int]]] = {}
    for row in _rows(release):
        found = labels.setdefault(tuple(row[name] for name in COLUMNS[:_PLACE]), [])
        if row not in found:
            found.append(row)
    agreed = [found[0] for found in labels.values() if len(found) == 1]
    writer.writerows(agreed)
    return len(agreed), len(labels) - len(agreed)


def _rows(release: Release) -> Iterator[dict[str, str | int]]:
    answer = release.store.query(QUERY, prefixes=names.PREFIXES, use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        return
    for row in answer:
        said = {name.value: getattr(row[name], "value", "") for name in answer.variables}
        meant = said["verdict"] != names.thing("verdict", "rejected").value
        start = int(said["start"])
        yield {
            "province": said["province"],
            "year": said["year"],
            "start": start,
            "length": int(said["end"]) - start,
            "theme": _slug(said["theme"]),
            "term": said["term"],
            "term_start": int(said["first"]) - start,
            "mention": "yes" if meant else "no",
            "directions": " ".join(sorted(_codes(said["directions"]))) if meant else "",
            "role": _slug(said["role"]) or "other",
            "stance": (_slug(said["stance"]) or "neutral") if meant else "neutral",
        }


def _codes(iris: str) -> list[str]:
    return [CODES[_slug(iri)] for iri in iris.split()]


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]
