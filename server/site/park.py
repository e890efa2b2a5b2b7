"""The page of a park: where it is, what for, who planned it, who tells of it."""

from __future__ import annotations

from flask import Response

from ontology.names import DCTERMS, LH, SKOS, thing
from server.current import release
from server.execute import select
from server.labels import Labels, iris
from server.site.about_thing import Said
from server.site.page import page

_PLANS = f"""SELECT ?plan ?year ?statement ?source {{
  ?plan {LH.plansPark} ?thing ; {LH.year} ?year .
  OPTIONAL {{ ?statement {LH.concernsPlan} ?plan ; {LH.assertedIn} ?source }} }}
  ORDER BY ?year ?plan ?statement"""


def park(kind: str, slug: str) -> Response:
    """The page of a park."""
    current, iri = release(), thing(kind, slug)
    said = Said(current, iri)
    plans = select(current, _PLANS, {"thing": iri})
    shown = Labels(current, said.iris() | iris(plans) | {iri.value})
    facts = {
        "province": LH.ofProvince,
        "city": LH.inCity,
        "theme": LH.aboutTheme,
        "status": LH.status,
        "established": LH.established,
    }
    found = [(name, [shown(term) for term in said.terms(each)]) for name, each in facts.items()]
    return page(
        "site/park.html",
        iri=iri.value,
        kind=kind,
        slug=slug,
        name=shown.name(iri.value),
        names=said.names(),
        facts=[(name, values) for name, values in found if values],
        notes=said.values(SKOS.note),
        sources=said.values(DCTERMS.isReferencedBy),
        plans=[
            (
                row["year"]["value"],
                shown(row["plan"]),
                shown(row["statement"]) if "statement" in row else None,
                shown(row["source"]) if "source" in row else None,
            )
            for row in plans
        ],
    )
