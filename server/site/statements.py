"""Statements as pages list them: first which there are, then the words of those that show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ontology.names import LH, PREFIXES, XSD, country, thing
from server.current import Release
from server.execute import select
from server.labels import Row
from server.site.passages import Pieces, pieces

PAGE = 20
"""Statements that a page shows at once."""
CHINA = country().value
ASSERTED = thing("basis", "asserted").value
NOT_OVERRULED = (
    f"MINUS {{ ?s ^{LH.reviews}/{LH.verdict} ?verdict"
    f" FILTER (?verdict != {thing('verdict', 'accepted')}) }}"
)
"""Leaves out what a review rejected or replaced."""
PREFIX = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("lh", "oa", "skos", "xsd"))


@dataclass(slots=True)
class Statement:
    """Who says what of which theme, in which directions, and by which source."""

    iri: str
    place: str
    year: str
    theme: str
    basis: str
    source: str
    directions: list[str] = field(default_factory=list)

    @property
    def read(self) -> bool:
        """Whether it was read in the report itself, or corrected by a reader of it."""
        return self.basis != ASSERTED


@dataclass(slots=True)
class Words:
    """What stands behind a statement: its words where they are held, else where they are."""

    quote: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list)
    role: str = ""
    stance: str = ""
    cited: str = ""
    start: int = 0
    end: int = 0
    text: str = ""

    def pieces(self) -> Pieces:
        """The quote in pieces, each with whether it names the theme."""
        return pieces(self.quote, self.marks)


def year_term(year: str) -> Literal:
    """A year as the graph holds it."""
    return Literal(year, datatype=XSD.gYear)


Fixed = Mapping[str, Sequence[NamedNode | Literal]]


def index(current: Release, fixed: Fixed) -> list[Statement]:
    """The statements with one of these values of ``place``, ``theme``, ``year``, ``direction``.

    Those left out have any. Ordered by place, then theme; a statement keeps all its directions,
    whichever is asked for.
    """
    values = "".join(
        f"VALUES ?{name} {{ {' '.join(map(str, terms))} }} " for name, terms in fixed.items()
    )
    patterns = {
        "place": _placed(fixed.get("place")),
        "theme": f"?s {LH.aboutTheme} ?theme .",
        "year": f"?s {LH.year} ?year .",
    }
    # The engine keeps this order: first what is fixed, the year last of it, and what is optional.
    ordered = sorted(patterns, key=lambda name: (name not in fixed, name == "place", name))
    if "place" in fixed:
        ordered.sort(key=lambda name: name != "place")
    given = f"?s {LH.hasDirection} ?direction ." if "direction" in fixed else ""
    query = f"""{PREFIX}SELECT ?s ?place ?year ?theme ?basis ?source ?heading {{
      {values} {given}
      {" ".join(patterns[name] for name in ordered)}
      ?s lh:basis ?basis ; lh:assertedIn ?source .
      OPTIONAL {{ ?s lh:hasDirection ?heading }} {NOT_OVERRULED}
    }} ORDER BY ?place ?theme ?basis ?s ?heading"""
    return _read(select(current, query))


def _read(rows: Iterable[Row]) -> list[Statement]:
    """The statements of rows that have one direction each."""
    found: dict[str, Statement] = {}
    for row in rows:
        iri = row["s"]["value"]
        if iri not in found:
            names = ("year", "theme", "basis", "source")
            place = row["place"]["value"] if "place" in row else CHINA
            found[iri] = Statement(iri, place, *(row[name]["value"] for name in names))
        each = found[iri]
        if "heading" in row and row["heading"]["value"] not in each.directions:
            each.directions.append(row["heading"]["value"])
    return list(found.values())


def _placed(places: Sequence[NamedNode | Literal] | None) -> str:
    """The pattern that finds the place; the country's statements have no province."""
    if places is None:
        return f"OPTIONAL {{ ?s {LH.ofProvince} ?place }}"
    countries = [each.value == CHINA for each in places]
    path = LH.ofProvince if not any(countries) else LH.ofCountry
    both = any(countries) and not all(countries)
    return f"?s {f'{LH.ofProvince}|{LH.ofCountry}' if both else path} ?place ."


def words(current: Release, statements: Iterable[str]) -> dict[str, Words]:
    """What stands behind each of these statements."""
    nodes = " ".join(str(NamedNode(iri)) for iri in statements)
    query = f"""{PREFIX}SELECT ?s ?p ?o ?start ?end ?text ?quote {{
      VALUES ?s {{ {nodes} }}
      ?s ?p ?o FILTER (?p IN (lh:role, lh:stance, lh:citedAt, lh:evidence, lh:restsOn))
      OPTIONAL {{ ?o oa:start ?start }} OPTIONAL {{ ?o oa:end ?end }}
      OPTIONAL {{ ?o lh:inText ?text }} OPTIONAL {{ ?o oa:exact ?quote }}
    }} ORDER BY ?s ?p ?start ?o"""
    found: dict[str, Words] = {}
    for row in select(current, query) if nodes else ():
        held = {name: term["value"] for name, term in row.items()}
        _tell(found.setdefault(held["s"], Words()), held)
    return found


def _tell(each: Words, held: Mapping[str, str]) -> None:
    """Adds a row to what stands behind a statement; evidence comes before what is in it."""
    match held["p"].removeprefix(PREFIXES["lh"]):
        case "role":
            each.role = held["o"]
        case "stance":
            each.stance = held["o"]
        case "citedAt":
            each.cited = each.cited or held["o"]
        case "evidence" if not each.end:
            each.start, each.end = int(held["start"]), int(held["end"])
            each.text, each.quote = held["text"], held.get("quote", "")
        case "restsOn" if each.start <= int(held["start"]) < each.end:
            each.marks.append((int(held["start"]) - each.start, int(held["end"]) - each.start))
