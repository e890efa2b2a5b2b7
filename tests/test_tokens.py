"""Who may write: tokens, stored as hashes, with scopes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import WWWAuthenticate

from graph.errors import DamagedHomeError, InputError, NotFoundError
from served import client as served
from served import problem
from server import tokens

INSERT = {"update": "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }"}


def write(client: FlaskClient, authorization: str | None = None) -> int:
    headers = {"Authorization": authorization} if authorization else {}
    status = client.post("/update", data=INSERT, headers=headers).status_code
    put = client.put("/store?graph=x:g", data=b"", content_type="text/turtle", headers=headers)
    assert (put.status_code in {201, 204}) == (status == 204)
    return status


def test_writing_is_off_until_a_token_allows_it(tmp_path: Path) -> None:
    client = served(tmp_path / "home")
    assert write(client) == 403
    reader = tokens.add(tmp_path / "home", "reader", "read")
    assert write(client, f"Bearer {reader}") == 403
    writer = tokens.add(tmp_path / "home", "writer", "write")
    assert write(client) == 401
    assert write(client, "Bearer wrong") == 401
    assert write(client, f"Basic {writer}") == 401
    assert write(client, f"Bearer {reader}") == 403
    assert write(client, f"bearer {writer}") == 204
    assert write(client, f"Bearer {tokens.add(tmp_path / 'home', 'chief', 'admin')}") == 204
    tokens.remove(tmp_path / "home", "writer")
    assert write(client, f"Bearer {writer}") == 401


def test_who_has_no_token_is_told_how_to_send_one(tmp_path: Path) -> None:
    client = served(tmp_path / "home")
    tokens.add(tmp_path / "home", "writer")
    response = client.post("/update", data=INSERT)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Bearer" in str(problem(response)["detail"])


def test_a_refusal_says_whether_the_token_is_missing_unknown_or_too_small(tmp_path: Path) -> None:
    client = served(tmp_path / "home")
    reader = tokens.add(tmp_path / "home", "reader", "read")
    tokens.add(tmp_path / "home", "writer")

    def challenge(authorization: str) -> tuple[int, str | None, dict[str, str | None]]:
        headers = {"Authorization": authorization} if authorization else {}
        response = client.post("/update", data=INSERT, headers=headers)
        assert "WWW-Authenticate" in response.headers["Access-Control-Expose-Headers"]
        (value,) = response.headers.getlist("WWW-Authenticate")
        read = WWWAuthenticate.from_header(value)
        assert read is not None
        assert read.type == "bearer"
        assert read.parameters.pop("realm") == "lianghui"
        kind = str(problem(response)["type"]).rpartition("/")[2]
        return response.status_code, kind, dict(read.parameters)

    for none in ("", "Basic bWU6bWU="):
        assert challenge(none) == (401, "not-authenticated", {})
    for wrong in ("Bearer wrong", "bearer", 'Bearer "é', f"Bearer {reader}x"):
        status, kind, said = challenge(wrong)
        assert (status, kind, said["error"]) == (401, "not-authenticated", "invalid_token")
        assert said["error_description"]
    small = {"error": "insufficient_scope", "scope": "write"}
    assert challenge(f"Bearer {reader}") == (403, "not-allowed", small)


def test_where_nobody_may_write_no_token_is_asked_for(tmp_path: Path) -> None:
    client = served(tmp_path / "home")
    response = client.post("/update", data=INSERT, headers={"Authorization": "Bearer wrong"})
    assert (response.status_code, "WWW-Authenticate" in response.headers) == (403, False)


def test_only_the_hash_is_kept_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    secret = tokens.add(tmp_path, "me")
    path = tmp_path / tokens.FILE
    assert secret not in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (held,) = tokens.listed(tmp_path)
    assert (held.name, held.scope, len(held.sha256)) == ("me", "write", 64)


def test_what_is_no_list_of_tokens_is_told(tmp_path: Path) -> None:
    (tmp_path / tokens.FILE).write_text('{"tokens": [{"name": "me"}]}')
    with pytest.raises(DamagedHomeError, match=r"tokens.json: is no list of tokens; remove it"):
        tokens.listed(tmp_path)


def test_names_are_given_once_and_scopes_are_known(tmp_path: Path) -> None:
    tokens.add(tmp_path, "me")
    for name, scope in (("me", "read"), ("a b", "read"), ("", "read"), ("you", "all")):
        with pytest.raises(InputError):
            tokens.add(tmp_path, name, scope)
    with pytest.raises(NotFoundError):
        tokens.remove(tmp_path, "you")


def test_all_tokens_are_compared_whichever_came(tmp_path: Path) -> None:
    first = tokens.add(tmp_path, "first")
    tokens.add(tmp_path, "second")
    held = iter(tokens.listed(tmp_path))
    found = tokens.holder(held, f"Bearer {first}")
    assert found is not None
    assert found.name == "first"
    assert not list(held)
