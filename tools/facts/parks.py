"""Parks that sources know by name: ``graph/reference``.

A park has the city it lies in and no point of its own, since only the city's is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import DCTERMS, LH, SKOS, XSD, province, theme, thing
from tools.facts.places import REFERENCE, city
from tools.facts.tables import Row, Tables, address, slug, split
from tools.facts.terms import Pair, a, labels, node

PRECISIONS = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
POLICY_YEAR = "year = district policy"


def parks(tables: Tables) -> Iterator[Quad]:
    """Every park of the table that has a site; the others are plans of their source."""
    for row in tables.parks:
        if sited(row):
            yield from _park(row, province(tables.code(row["iso_3166_2"])))


def sited(row: Row) -> bool:
    """Whether the source says where: without a place there is an intention, not a park."""
    return bool(row["city_geonames_id"])


def park(name: str) -> NamedNode:
    """The park with that (first) English name."""
    return thing("park", slug(split(name)[0]))


def _park(row: Row, where: NamedNode) -> Iterator[Quad]:
    yield from node(
        REFERENCE,
        park(row["name_en"]),
        *a(LH.IndustrialPark),
        (LH.ofProvince, where),
        (LH.inCity, city(row["city_geonames_id"])),
        (LH.aboutTheme, theme("blockchain")),
        (LH.status, thing("park-status", _status(row))),
        (LH.established, _established(row)),
        *_names(row),
        *labels(SKOS.note, en=row["district"]),
        *labels(SKOS.note, en=row["note"]),
        *((DCTERMS.isReferencedBy, NamedNode(address(each))) for each in split(row["source"])),
    )


def _names(row: Row) -> Iterator[Pair]:
    for tag, cell in (("en", row["name_en"]), ("zh", row["name_zh"])):
        preferred, *others = split(cell)
        yield SKOS.prefLabel, Literal(preferred, language=tag)
        for other in others:
            yield SKOS.altLabel, Literal(other, language=tag)


def _status(row: Row) -> str:
    """Planned where the date is a plan's, however the source words the announcement."""
    if "planned" in row["established"]:
        return "planned"
    return re.split(r"\W", row["status"])[0]


def _established(row: Row) -> Literal | None:
    """As precise as the source; not a plan's year, nor that of a policy which came before."""
    value = row["established"]
    if not re.fullmatch(r"[\d-]+", value) or row["note"].startswith(POLICY_YEAR):
        return None
    return Literal(value, datatype=PRECISIONS[len(value)])
