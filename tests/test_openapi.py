"""The description of the API, and the API against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator

from graph.releases import Home
from queries import load
from server.app import create_app
from server.config import Config
from tests.served import client

if TYPE_CHECKING:
    import schemathesis  # which takes a second to load


@pytest.fixture
def served(small: Home) -> FlaskClient:
    return client(small.path, replicas=True)


def operations(served: FlaskClient) -> Iterator[tuple[str, dict[str, object]]]:
    for path, item in served.get("/openapi.json").get_json()["paths"].items():
        yield path, item["get"]


def place(path: str, operation: dict[str, object], **values: object) -> str:
    """The address of an operation with these values; its path is filled with examples."""
    parameters = operation.get("parameters", [])
    query = dict(values)
    for one in parameters:  # type: ignore[attr-defined]
        if one["in"] == "path":
            value = query.pop(one["name"], one["example"])
            path = path.replace(f"{{{one['name']}}}", str(value))
    return f"{path}?{urlencode(query)}"


def test_the_description_is_openapi(served: FlaskClient) -> None:
    document = served.get("/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_question_is_described_with_all_its_parameters(served: FlaskClient) -> None:
    described = dict(operations(served))
    for each in load().values():
        operation = described[f"/api/v1/queries/{each.name}"]
        named = [one["name"] for one in operation["parameters"]]  # type: ignore[index,attr-defined]
        assert named[: len(each.parameters)] == [one.name for one in each.parameters]
        assert len(named) == len(set(named))


def test_the_releases_and_their_files_are_described(served: FlaskClient) -> None:
    described = dict(operations(served))
    listed = [path for path in described if path.startswith("/api/v1/releases")]
    assert len(listed) == 3
    file = described["/api/v1/releases/{number}/files/{name}"]
    assert {"200", "206", "403", "404"} <= file["responses"].keys()  # type: ignore[attr-defined]


@pytest.mark.slow
def test_every_parameter_has_an_example_that_works(served: FlaskClient) -> None:
    tried = 0
    for path, operation in operations(served):
        parameters = operation.get("parameters", [])
        examples = {one["name"]: one["example"] for one in parameters}  # type: ignore[attr-defined]
        with served.get(place(path, operation, **examples)) as answer:
            assert answer.status_code == 200, (path, answer.text)
        tried += len(examples)
    assert tried > 500


def test_every_value_that_is_listed_works(served: FlaskClient) -> None:
    seen = set()
    for path, operation in operations(served):
        for one in operation.get("parameters", []):  # type: ignore[attr-defined]
            values = tuple(one["schema"].get("enum", ()))
            if one["name"] in seen or not values:
                continue
            seen.add(one["name"])
            for value in values:
                with served.get(place(path, operation, **{one["name"]: value})) as answer:
                    assert answer.status_code == 200, (path, one["name"], value)
    assert {"theme", "province", "direction", "sort", "format"} <= seen


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # its client closes no answer
def test_the_api_does_as_described(home: Home) -> None:
    import schemathesis

    app = create_app(Config(home=home.path, isolated=False, cache=False, replicas=True))
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    tried = 0
    for result in schema.get_all_operations():
        tried += as_described(result.ok())
    assert tried >= 300


def as_described(operation: schemathesis.APIOperation) -> int:
    """Asks an operation with generated values, and counts how often."""
    tried = 0

    @settings(max_examples=4, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(case=operation.as_strategy())
    def check(case: schemathesis.Case) -> None:
        nonlocal tried
        tried += 1
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    check()
    return tried
