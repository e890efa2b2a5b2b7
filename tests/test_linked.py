"""Linked data: what goes with a document, its structured data, versions of the vocabularies."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from graph.releases import Home
from ontology.names import BASE, DATASET, LH, OWL, SCHEMA
from queries import load
from queries.header import LANGUAGES
from queries.parameters import NAMES
from served import DATA, PROVINCE, client

TURTLE = "text/turtle"
HTML = {"Accept": "text/html"}
_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return client(tmp_path_factory.mktemp("linked") / "home")


def links(service: FlaskClient, path: str, **headers: str) -> set[tuple[str, str, str]]:
    response = service.get(path, headers=headers)
    assert response.status_code == 200
    return {
        (target, each, media_type)
        for header in response.headers.getlist("Link")
        for target, relations, media_type in _LINK.findall(header)
        for each in relations.split()
    }


@pytest.mark.parametrize(
    ("path", "document", "iri"),
    [
        ("/page/province/140000", "/data/province/140000", PROVINCE),
        ("/data/province/140000.ttl", "/data/province/140000", PROVINCE),
        ("/ontology", "/ontology", f"{BASE}ontology"),
        ("/graph/reference", "/graph/reference", f"{BASE}graph/reference"),
        ("/", "/dataset", DATASET.value),
        ("/dataset/1", "/dataset/1", f"{DATASET.value}/1"),
    ],
)
def test_a_document_links_to_what_goes_with_it(
    service: FlaskClient, path: str, document: str, iri: str
) -> None:
    found = links(service, path)
    assert (iri, "cite-as", "") in found
    assert ("https://creativecommons.org/licenses/by/4.0/", "license", "") in found
    assert ("/.well-known/void", "describedby", "") in found
    others = {target for target, relation, _ in found if relation == "alternate"}
    assert {f"{document}.{each}" for each in ("jsonld", "nt", "rdf")} <= others
    for target, relation, media_type in found:
        if relation == "alternate" and media_type:
            assert service.get(target).mimetype == media_type


def test_an_error_links_to_nothing(service: FlaskClient) -> None:
    assert not service.get("/page/province/999999").headers.getlist("Link")


def structured(page: str) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, object] = json.loads(block)
    assert found["@context"] == "https://schema.org"
    # What schema.org serves there maps every name to this vocabulary.
    expanded = found | {"@context": {"@vocab": SCHEMA.iri}}
    assert list(parse(json.dumps(expanded), format=RdfFormat.JSON_LD))
    return found


def test_a_page_says_what_it_is_about_in_schema_org(service: FlaskClient) -> None:
    province = structured(service.get("/page/province/140000").text)
    assert (province["@id"], province["@type"]) == (PROVINCE, "AdministrativeArea")
    assert province["identifier"] == "140000"
    assert {"@value": "山西", "@language": "zh"} in province["name"]  # type: ignore[operator]
    report = structured(service.get("/page/report/140000/2020").text)
    assert (report["@type"], report["temporalCoverage"]) == ("Report", "2020")
    assert report["spatialCoverage"] == {"@id": PROVINCE}
    for path in ("/", "/dataset"):
        dataset = structured(service.get(path, headers=HTML).text)
        assert (dataset["@type"], dataset["version"]) == ("Dataset", "1")
    assert "ld+json" not in service.get("/sparql", headers=HTML).text


def test_structured_data_cannot_leave_its_block(tmp_path: Path) -> None:
    service = client(tmp_path / "home")
    home = Home(tmp_path / "home")
    with home.change("marked up") as draft:
        text = "</script><script>alert(1)</script>"
        triple = f'<{PROVINCE}> {LH.isoCode} "{text}"'
        draft.update(f"INSERT DATA {{ GRAPH <{BASE}graph/reference> {{ {triple} }} }}")
    page = service.get("/page/province/140000").text
    assert text not in page
    assert text in structured(page)["identifier"]  # type: ignore[operator]


def test_old_versions_of_the_vocabularies_still_answer(tmp_path: Path) -> None:
    for version, label in (("0.1.0", "older"), ("0.2.0", "newer")):
        home = Home(tmp_path / "home", versions=lambda version=version: {"ontology": version})
        with home.change(version) as draft:
            draft.clear()
            text = DATA.replace('"province"@en', f'"{label}"@en')
            draft.add(parse(text.encode(), format=RdfFormat.TRIG))
    service = client(tmp_path / "home")
    assert '"newer"@en' in service.get("/ontology").text
    for version, label in (("0.1.0", "older"), ("0.2.0", "newer")):
        response = service.get(f"/ontology/{version}")
        assert (response.status_code, response.mimetype) == (200, TURTLE)
        assert f'"{label}"@en' in response.text
        told = {str(each.triple) for each in parse(response.data, format=RdfFormat.TURTLE)}
        iri = f"<{BASE}ontology/{version}>"
        assert f'{iri} {OWL.versionInfo} "{version}"' in told
        page = service.get(f"/ontology/{version}", headers=HTML)
        assert label in page.text
        assert service.get(f"/ontology/{version}.nt").mimetype == "application/n-triples"
    assert service.get("/ontology/9.9.9").status_code == 404


def test_the_ontology_is_documented_in_both_languages(home: Home) -> None:
    service = client(home.path)
    page = service.get("/ontology?lang=zh", headers=HTML).text
    for words in ("Province", "省级行政区"):
        assert words in page
    terms = {
        quad.subject.value
        for quad in parse(service.get("/ontology.ttl").data, format=RdfFormat.TURTLE)
    }
    assert terms
    for term in terms - {f"{BASE}ontology"}:
        assert f'<section id="{term.partition("#")[2]}">' in page
    shapes = service.get("/shapes", headers=HTML).text
    assert 'lang="zh"' in shapes
    assert 'href="/shapes#' in page  # which rules judge a term
    parameters = service.get("/parameter", headers=HTML).text
    assert "<h1>参数</h1>" in parameters
    assert 'id="theme"' in parameters
    assert f"{BASE}parameter#theme" in service.get("/parameter.ttl").text


def test_every_parameter_of_a_question_is_called_something_in_both_languages() -> None:
    used = {each.name for question in load().values() for each in question.parameters}
    assert used
    assert used <= NAMES.keys()
    assert all(each.keys() == set(LANGUAGES) for each in NAMES.values())
