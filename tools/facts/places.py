"""Provinces, their governments and the cities that facts refer to: ``graph/reference``."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ontology.names import (
    COUNTRY_CODE,
    DCTERMS,
    GEO,
    LH,
    ORG,
    SCHEMA,
    SF,
    SKOS,
    country,
    geometry,
    government,
    graph,
    province,
    thing,
)
from tools.facts.tables import CODE, Row, Tables
from tools.facts.terms import a, labels, node, string

REFERENCE = graph("reference")
REGIONS = {
    "North China": "north",
    "Northeast China": "northeast",
    "East China": "east",
    "South Central China": "central-south",
    "Southwest China": "southwest",
    "Northwest China": "northwest",
    "Taiwan": "taiwan",
    "Hong Kong and Macao": "hong-kong-macao",
}
POINT_SOURCES = {
    "Natural Earth": NamedNode("https://www.naturalearthdata.com/"),
    "GeoNames": NamedNode("https://www.geonames.org/"),
}
CITY_NAMES_ZH = {"1797929": "青岛", "1802238": "娄底", "1886760": "苏州"}
"""Cities with a park that are no capital: the table of parks names them in English only."""


def places(tables: Tables) -> Iterator[Quad]:
    """Everything about places that is not a link to another dataset."""
    yield from _country()
    for row in tables.provinces:
        yield from _province(row)
        yield from _label_point(row)
        if row["mainland_31"] == "1":
            yield from _government(row)
    for key, city in cities(tables).items():
        yield from _city(key, **city)


def cities(tables: Tables) -> dict[str, dict[str, str]]:
    """Every city by its GeoNames identifier: names, code of its province, point."""
    known = {
        row["capital_geonames_id"]: {
            "en": row["capital_en"],
            "zh": row["capital_zh"],
            "code": row[CODE],
            "point": _wkt(row["capital_lon"], row["capital_lat"]),
        }
        for row in tables.provinces
    }
    for row in tables.parks:
        key = row["city_geonames_id"]
        if key and key not in known:
            known[key] = {
                "en": row["city"],
                "zh": CITY_NAMES_ZH[key],
                "code": tables.code(row["iso_3166_2"]),
                "point": _wkt(row["lon"], row["lat"]),
            }
    return known


def city(key: str) -> NamedNode:
    """The city with that GeoNames identifier."""
    return thing("city", key)


def _country() -> Iterator[Quad]:
    yield from node(
        REFERENCE, country(), *a(SCHEMA.Country), *labels(en="China", zh="中国", zh_hant="中國")
    )
    yield from node(
        REFERENCE,
        government(COUNTRY_CODE),
        *a(ORG.FormalOrganization),
        (LH.governs, country()),
        *labels(en="State Council of the People's Republic of China", zh="中华人民共和国国务院"),
        *labels(SKOS.altLabel, en="State Council", zh="国务院"),
    )


def _province(row: Row) -> Iterator[Quad]:
    yield from node(
        REFERENCE,
        province(row[CODE]),
        *a(LH.Province),
        (LH.gbCode, string(row[CODE])),
        (LH.isoCode, string(row["iso_3166_2"])),
        (LH.divisionType, thing("division-type", row["type"].replace(" ", "-"))),
        (LH.capital, city(row["capital_geonames_id"])),
        (LH.inRegion, thing("region", REGIONS[row["region_gb_en"]])),
        (LH.inEconomicRegion, _economic_region(row)),
        (GEO.hasGeometry, geometry(row[CODE]) if row["lat"] else None),
        *labels(en=row["name_en"], zh=row["name_zh_hans"], zh_hant=row["name_zh_hant"]),
        *labels(zh_latn=_romanised(row)),
        *_other_names(row),
    )


def _other_names(row: Row) -> Iterator[tuple[NamedNode, Literal]]:
    """Full names and abbreviations, without what the preferred labels already say."""
    names = (
        ("en", row["name_en"], (row["name_en_full"],)),
        ("zh", row["name_zh_hans"], (row["name_zh_hans_full"], row["abbr_zh"], row["abbr_zh_alt"])),
        ("zh-hant", row["name_zh_hant"], (row["name_zh_hant_full"],)),
    )
    for tag, preferred, others in names:
        for other in {*others} - {preferred, ""}:
            yield SKOS.altLabel, Literal(other, language=tag)


def _romanised(row: Row) -> str:
    """ISO 3166-2's name, which for the special administrative regions is English."""
    return "" if row["iso_name"].endswith(" SAR") else row["iso_name"]


def _economic_region(row: Row) -> NamedNode | None:
    """The region of the National Bureau of Statistics, which covers the mainland only."""
    return thing("economic-region", row["region_nbs"].lower()) if row["region_nbs"] else None


def _label_point(row: Row) -> Iterator[Quad]:
    if not row["lat"]:
        return
    source = next(
        iri for name, iri in POINT_SOURCES.items() if row["coord_source"].startswith(name)
    )
    yield from node(
        REFERENCE,
        geometry(row[CODE]),
        *a(SF.Point),
        (GEO.asWKT, Literal(_wkt(row["lon"], row["lat"]), datatype=GEO.wktLiteral)),
        (DCTERMS.source, source),
        *labels(SKOS.note, en="label point on a map, not a boundary", zh="地图标注点，并非边界"),
    )


def _government(row: Row) -> Iterator[Quad]:
    yield from node(
        REFERENCE,
        government(row[CODE]),
        *a(LH.ProvincialGovernment),
        (LH.governs, province(row[CODE])),
        *labels(
            en=f"People's Government of {row['name_en_full']}",
            zh=f"{row['name_zh_hans_full']}人民政府",
            zh_hant=f"{row['name_zh_hant_full']}人民政府",
        ),
    )


def _city(key: str, en: str, zh: str, code: str, point: str) -> Iterator[Quad]:
    place = geometry(f"city-{key}")
    yield from node(
        REFERENCE,
        city(key),
        *a(LH.City),
        (LH.ofProvince, province(code)),
        (GEO.hasGeometry, place),
        *labels(en=en, zh=zh),
    )
    yield from node(
        REFERENCE,
        place,
        *a(SF.Point),
        (GEO.asWKT, Literal(point, datatype=GEO.wktLiteral)),
        (DCTERMS.source, POINT_SOURCES["GeoNames"]),
    )


def _wkt(lon: str, lat: str) -> str:
    return f"POINT({lon} {lat})"
