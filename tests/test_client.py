"""The Python client, against a service on the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from graph.releases import Home
from queries import load
from server.app import create_app
from server.client import Client, ServiceError
from server.config import Config


@pytest.fixture
def client(home: Home) -> Iterator[Client]:
    app = create_app(Config(home=home.path, isolated=False))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Client(f"http://127.0.0.1:{server.server_port}", language="zh")
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_lists_and_asks_the_questions(client: Client) -> None:
    assert [each["name"] for each in client.questions()] == list(load())
    rows = client.rows("provinces-on-theme", theme="区块链", year=2020)
    assert rows[0]["provinceLabel"] == "北京"
    assert isinstance(rows[0]["statements"], int)


def test_it_turns_the_pages(client: Client) -> None:
    whole = client.rows("provinces")
    assert len(whole) == 34
    assert client.rows("provinces", limit=5) == whole
    assert client.rows("provinces-on-theme", year=1999) == []


def test_it_searches_and_compares(client: Client) -> None:
    hit = client.search("粤", type="province")["hits"][0]
    assert hit["iri"].endswith("/440000")
    assert client.diff(0, 1)["added"] > 1000


def test_it_tells_what_was_refused(client: Client) -> None:
    with pytest.raises(ServiceError, match="is no theme") as caught:
        client.rows("provinces-on-theme", theme="nothing")
    assert caught.value.status == 422
    assert "blockchain" in caught.value.problem["allowed"]


def test_a_question_without_rows_is_told(client: Client) -> None:
    with pytest.raises(ServiceError, match="web-annotations: answers with a graph"):
        client.rows("web-annotations")


def test_rows_are_of_one_release(client: Client, home: Home) -> None:
    before = client.rows("provinces", limit=5)
    get, asked = client._get, 0

    def slowly(place: str, values: object = None) -> dict[str, object]:
        nonlocal asked
        asked += 1
        if asked == 2:  # a release comes between the first page and the second
            with home.change("more") as draft:
                draft.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }")
        return get(place, values)  # type: ignore[arg-type]

    client._get = slowly  # type: ignore[method-assign,assignment]
    assert client.rows("provinces", limit=5) == before
    assert asked > len(before) // 5 + 1


def test_only_addresses_of_the_web_are_asked() -> None:
    with pytest.raises(ValueError, match="not an http"):
        Client("file:///etc")


def test_it_makes_a_frame_where_pandas_is(client: Client) -> None:
    pandas = pytest.importorskip("pandas")
    frame = client.frame("provinces")
    assert isinstance(frame, pandas.DataFrame)
    rows = client.rows("provinces")
    assert list(frame.columns) == list(rows[0])
    assert frame["provinceLabel"].tolist() == [row["provinceLabel"] for row in rows]
    assert list(client.frame("provinces-on-theme", year=1999).columns)
