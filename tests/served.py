"""A small home of made-up facts, served through Flask's test client."""

from __future__ import annotations

import json
from pathlib import Path

from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from graph.open import open_home
from graph.releases import Home
from server.app import create_app
from server.config import Config

PROVINCE = "https://w3id.org/lianghui/id/province/140000"
DATA = """
PREFIX : <http://example.org/>
PREFIX g: <https://w3id.org/lianghui/graph/>
PREFIX id: <https://w3id.org/lianghui/id/>
PREFIX lh: <https://w3id.org/lianghui/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
g:reference {
  <https://w3id.org/lianghui/id/province/140000> a lh:Province ; lh:gbCode "140000" ;
    skos:prefLabel "Shanxi"@en , "山西"@zh .
}
g:documents {
  <https://w3id.org/lianghui/id/report/140000/2020> a lh:WorkReport ;
    lh:ofProvince <https://w3id.org/lianghui/id/province/140000> ; lh:year "2020"^^xsd:gYear .
}
g:ontology {
  lh:Province a owl:Class ; skos:prefLabel "province"@en , "省"@zh ;
    skos:definition "A division at the level of a province."@en .
}
:g1 { :a :p 1 , "<script>alert(1)</script>" . }
:g2 { :a :q :b . }
"""


def made(path: Path) -> Home:
    """A home with one release of these facts, published without the gate."""
    home = Home(path)
    with home.change("made up") as draft:
        draft.add(parse(DATA.encode(), format=RdfFormat.TRIG))
    return home


def client(path: Path, **settings: object) -> FlaskClient:
    """A client of the service on that home, made where there is none."""
    if open_home(path).number() is None:
        made(path)
    settings = {"isolated": False, "cache": False} | settings
    return create_app(Config(home=path, **settings)).test_client()  # type: ignore[arg-type]


def problem(response: object) -> dict[str, object]:
    """The problem document of an answer, checked to be one."""
    assert response.mimetype == "application/problem+json"  # type: ignore[attr-defined]
    document: dict[str, object] = json.loads(response.get_data())  # type: ignore[attr-defined]
    assert {"type", "title", "status", "detail", "instance"} <= document.keys()
    assert document["status"] == response.status_code  # type: ignore[attr-defined]
    return document
