"""What goes wrong is told as a page to who reads pages, as a problem document to all others."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.releases import Home
from served import made, problem
from server.app import create_app
from server.config import Config
from server.errors import DOCUMENTED
from server.site.problems import WORDS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
GONE = "/page/report/140000/1999"
PLACES = {
    "/nothing/here": (404, "not-found"),
    "/page/theme/none": (404, "not-found"),
    GONE: (410, "gone"),
    "/api/v1/queries/provinces": (406, "not-acceptable"),
    "/sparql?query=SELECT": (400, "query-syntax"),
    "/compare?province=x": (422, "unprocessable"),
    "/update": (405, "method-not-allowed"),
    "/broken": (500, "internal"),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    home = made(tmp_path_factory.mktemp("problems") / "home")
    with home.change("withdrawn") as draft:
        draft.update(
            """PREFIX prov: <http://www.w3.org/ns/prov#>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            INSERT DATA { GRAPH <https://w3id.org/lianghui/graph/provenance> {
              <https://w3id.org/lianghui/id/report/140000/1999>
                prov:invalidatedAtTime "2020-01-01T00:00:00Z"^^xsd:dateTime } }"""
        )
    app = create_app(Config(home=home.path, isolated=False, cache=False))

    @app.get("/broken")
    def broken() -> str:
        raise ValueError("the inside")

    return app.test_client()


def test_every_kind_is_told_in_both_languages() -> None:
    assert set(WORDS) == {kind.name for kind in DOCUMENTED}
    assert all(all(each) for each in WORDS.values())


def test_what_the_framework_refuses_is_of_a_kind_that_has_a_page(service: FlaskClient) -> None:
    large = {"data": b"x" * 2_000_001, "content_type": "application/sparql-query"}
    for answer, status in (
        (service.get("/static/style.css", headers={"Range": "bytes=9999999-"}), 416),
        (service.post("/sparql", **large), 413),
        (service.put("/sparql"), 405),
        (service.get("/nowhere"), 404),
    ):
        document = problem(answer)
        assert document["status"] == status
        name = str(document["type"]).rpartition("/")[2]
        assert service.get(f"/problem/{name}").status_code == 200


@pytest.mark.parametrize(("place", "told"), PLACES.items())
def test_a_browser_gets_a_page_with_the_same_status(
    service: FlaskClient, place: str, told: tuple[int, str]
) -> None:
    titles = set()
    for lang in ("en", "zh"):
        accept = "text/html" if told[0] == 406 else BROWSER
        answer = service.get(place, headers={"Accept": accept, "Accept-Language": lang})
        assert (answer.status_code, answer.mimetype) == (told[0], "text/html")
        assert f'<html lang="{lang}">' in answer.text
        assert f'href="/problem/{told[1]}"' in answer.text
        assert "the inside" not in answer.text
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        titles.add(answer.text.partition("<h1>")[2].partition("</h1>")[0])
    assert len(titles) == 2
    assert service.get(f"/problem/{told[1]}").status_code == 200


@pytest.mark.parametrize(("place", "told"), PLACES.items())
@pytest.mark.parametrize(
    "accept",
    [
        None,
        "application/json",
        "application/json, text/html;q=0.9",
        "text/turtle, text/html;q=0.9",
        "application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1",
    ],
)
def test_others_get_the_problem_document(
    service: FlaskClient, place: str, told: tuple[int, str], accept: str | None
) -> None:
    answer = service.get(place, headers={"Accept": accept} if accept else {})
    if told[0] == 406 and answer.status_code == 200:
        return  # the format is there for who asks like this
    document = problem(answer)
    assert (document["status"], str(document["type"]).rpartition("/")[2]) == told


def test_what_is_sent_is_answered_by_a_document(service: FlaskClient) -> None:
    answer = service.post("/sparql", data={"query": "SELECT"}, headers={"Accept": BROWSER})
    assert problem(answer)["status"] == 400


def test_a_page_tells_that_there_is_no_release_yet(tmp_path: Path) -> None:
    empty = create_app(Config(home=Home(tmp_path / "home").path, isolated=False)).test_client()
    answer = empty.get("/", headers={"Accept": BROWSER, "Accept-Language": "zh"})
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "尚无版本" in answer.text
    assert answer.headers["Retry-After"]


def test_what_was_asked_for_is_shown_and_never_runs(service: FlaskClient) -> None:
    answer = service.get("/page/theme/<script>alert(1)</script>", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "<script>alert" not in answer.text
    assert 'href="/search?q=' in answer.text
