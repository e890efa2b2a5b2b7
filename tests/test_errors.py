"""Every error has one status, one type that is documented, and shows nothing of the inside."""

from __future__ import annotations

import errno
import inspect
import logging
import os
import re
from pathlib import Path

import pytest

from graph import errors
from graph.home.files import full_disk
from graph.home.locks import exclusive
from graph.releases import Home
from served import client, problem
from server.app import create_app
from server.config import Config
from server.errors import KINDS, UNEXPECTED, kind_of

ALLOWED = {400, 401, 403, 404, 406, 408, 409, 410, 412, 413, 415, 422, 429, 500, 502, 503, 504, 507}
CLASSES = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, errors.LianghuiError)
]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_of_ours_has_a_kind(kind: type[errors.LianghuiError]) -> None:
    found = kind_of(kind.__new__(kind))
    assert found.status in ALLOWED
    if kind is not errors.LianghuiError:
        assert found is not UNEXPECTED


def test_every_kind_is_documented_at_its_address(tmp_path: Path) -> None:
    service = client(tmp_path / "home")
    names = {kind.name for kind in KINDS.values()}
    assert names
    for name in names:
        assert service.get(f"/problem/{name}").status_code == 200


def test_a_fault_of_ours_shows_nothing_and_logs_all(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Config(home=tmp_path / "home"))

    @app.get("/broken")
    def broken() -> str:
        raise ValueError("the inside")

    with caplog.at_level(logging.ERROR, "lianghui"):
        response = app.test_client().get("/broken", headers={"X-Request-Id": "mine"})
    document = problem(response)
    assert response.status_code == 500
    assert "inside" not in response.text
    assert document["request"] == response.headers["X-Request-Id"] == "mine"
    assert "the inside" in caplog.text


def test_nobody_is_told_where_the_home_is_by_any_error(tmp_path: Path) -> None:
    app = create_app(Config(home=tmp_path / "home"))
    wrong = errors.Violation("<x:a>", "x:shape", "x:component", None, None, {"en": "It is wrong."})

    @app.get("/none")
    def none() -> str:
        return str(Home(tmp_path / "home").require())

    @app.get("/refused")
    def refused() -> str:
        raise errors.RefusedError([wrong], f"{tmp_path / 'home'}: its links are old")

    @app.get("/busy")
    def busy() -> str:
        with exclusive(tmp_path / "lock", "a long one", 1), exclusive(tmp_path / "lock", "x", 0):
            return ""

    for path, status in (("/none", 503), ("/refused", 409), ("/busy", 503)):
        response = app.test_client().get(path)
        assert response.status_code == status
        assert str(tmp_path) not in response.text
        assert not re.search("long|process", str(problem(response)["detail"]))


def test_nobody_is_told_where_the_home_is(tmp_path: Path) -> None:
    app = create_app(Config(home=tmp_path / "home"))

    @app.get("/full")
    def full() -> str:
        with full_disk(tmp_path / "home"):
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))

    response = app.test_client().get("/full")
    assert response.status_code == 507
    assert str(problem(response)["detail"]).startswith("the home: the disk is full")
    assert str(tmp_path) not in response.text


def test_a_request_number_that_is_none_is_replaced(tmp_path: Path) -> None:
    service = client(tmp_path / "home")
    response = service.get("/healthz", headers={"X-Request-Id": "<script>"})
    assert response.headers["X-Request-Id"].isalnum()


def test_anonymous_writes_are_for_pages_of_this_machine_only(tmp_path: Path) -> None:
    service = client(tmp_path / "home", anonymous_writes=True)
    assert service.get("/healthz").status_code == 200
    foreign = ({"Origin": each} for each in ("http://evil.example", "null", "https://"))
    for headers in ({"Host": "evil.example"}, *foreign):
        response = service.get("/healthz", headers=headers)
        assert response.status_code == 403
        assert "Access-Control-Allow-Origin" not in response.headers
    own = service.get("/healthz", headers={"Origin": "http://localhost:8000"})
    assert own.status_code == 200
    assert "Access-Control-Allow-Origin" not in own.headers
