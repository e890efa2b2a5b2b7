"""Alive, ready, and which versions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import InputError
from served import client, made, problem
from server import lazy_views
from server.app import create_app
from server.config import Config


def test_a_service_with_a_release_is_alive_and_ready(tmp_path: Path) -> None:
    service = client(tmp_path / "home")
    assert service.get("/healthz").json == {"status": "ok"}
    assert service.get("/readyz").json == {"status": "ready", "release": 1}
    versions = service.get("/versions").json
    assert {"lianghui", "ontology", "pyoxigraph", "python", "release"} <= versions.keys()


def test_without_a_release_it_is_alive_and_says_what_to_do(tmp_path: Path) -> None:
    service = create_app(Config(home=tmp_path / "home")).test_client()
    assert service.get("/healthz").status_code == 200
    response = service.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "lianghui build" in str(problem(response)["detail"])


def test_the_homes_folder_is_nobodys_business_over_http(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "home"
    service = create_app(Config(home=path, isolated=False)).test_client()
    assert str(tmp_path) not in service.get("/readyz").text
    made(path)
    (path / "releases" / "1" / "manifest.json").write_text("{")
    response = service.get("/readyz")
    assert problem(response)["status"] == 500
    assert str(tmp_path) not in response.text
    assert "releases/1/manifest.json: not a release's manifest" in response.text
    assert str(path) in caplog.text
    assert response.headers["X-Request-Id"] in caplog.text


def test_a_new_release_is_served_at_once(tmp_path: Path) -> None:
    home = made(tmp_path / "home")
    service = client(tmp_path / "home")
    asked = {"query_string": {"query": "ASK { <x:new> ?p ?o }"}}
    first = service.get("/sparql", **asked)
    with home.change("another") as draft:
        draft.update("INSERT DATA { GRAPH <x:g> { <x:new> <x:p> 1 } }")
    second = service.get("/sparql", **asked)
    assert (first.json["boolean"], second.json["boolean"]) == (False, True)
    assert (first.headers["X-Release"], second.headers["X-Release"]) == ("1", "2")
    assert first.headers["ETag"] != second.headers["ETag"]


def test_settings_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        create_app(Config())
    with pytest.raises(InputError):
        create_app(Config(home=tmp_path, host="0.0.0.0", anonymous_writes=True))


def test_what_pages_and_pictures_need_is_loaded_after_the_start() -> None:
    said = "import sys; import server.app, server.front; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "server.sparql" in loaded
    assert not loaded & {"rapidfuzz", "server.pictures.kinds", "server.openapi", "graph.explain"}
    create_app(Config(home=Path()))
    lazy_views.load()
    assert len(lazy_views.VIEWS) > 20
    assert all(callable(each.view) for each in lazy_views.VIEWS)
