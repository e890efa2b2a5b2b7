"""A client of the Model Context Protocol's own library asks the graph, and gets cited answers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from graph.releases import Home

AI_2026 = {"theme": "artificial-intelligence", "year": "2026"}


@pytest.fixture
def place(home: Home) -> Path:
    return home.path


def lianghui(home: Path) -> list[str]:
    command = Path(sys.executable).with_name("lianghui")
    return [str(command), "--home", str(home)]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def asked(server: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The answers of the tools, in the order of the calls; a refusal is its words."""
    import anyio
    from mcp import Client  # which takes seconds to load

    async def run() -> list[Any]:
        found: list[Any] = []
        async with Client(server) as client:
            found.append(sorted(tool.name for tool in (await client.list_tools()).tools))
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                text = result.content[0].text  # type: ignore[union-attr]
                found.append(text if result.is_error else json.loads(text))
        return found

    # In a thread of its own: a browser's tests leave an event loop running in the main one.
    with ThreadPoolExecutor(1) as one:
        return one.submit(anyio.run, run).result()


@pytest.mark.slow
def test_a_client_lists_the_tools_and_gets_a_cited_answer(place: Path) -> None:
    from mcp import StdioServerParameters

    server = StdioServerParameters(
        command=lianghui(place)[0], args=[*lianghui(place)[1:], "mcp"], env=dict(os.environ)
    )
    tools, described, listed, answer, rows, cut, wrong, hits, kind = asked(
        server,
        ("describe", {}),
        ("questions", {}),
        ("ask", {"name": "statements", "parameters": AI_2026, "limit": 5}),
        ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}),
        ("sparql", {"query": "SELECT ?s { ?s ?p ?o }", "limit": 3}),
        ("ask", {"name": "statements", "parameters": {"theme": "alchemy"}}),
        ("search", {"text": "区块链", "limit": 1}),
        ("search", {"text": "区块链", "kind": "alchemy"}),
    )
    assert tools == ["ask", "describe", "evidence", "questions", "search", "sparql"]
    assert described["licence"] == "CC BY 4.0"
    assert {"name": "year", "type": "year"}.items() <= next(
        one
        for each in listed["questions"]
        if each["name"] == "statements"
        for one in each["parameters"]
        if one["name"] == "year"
    ).items()
    assert len(answer["rows"]) == 5
    assert answer["truncated"] is True
    assert answer["citation"].startswith("Lianghui, release 1 (")
    assert rows["rows"][0]["n"] > 50_000
    assert (len(cut["rows"]), cut["truncated"]) == (3, True)
    assert "alchemy" in wrong
    assert "'alchemy' is no kind" in kind
    assert "theme, verdict" in kind
    assert hits["hits"][0]["iri"].endswith("theme/blockchain")
    statement = answer["rows"][0]["statement"]
    _, told = asked(server, ("evidence", {"statement": statement}))
    assert told["rows"][0]["passage"].startswith("https://w3id.org/lianghui/id/passage/")
    assert told["rows"][0]["end"] > told["rows"][0]["start"]


@pytest.mark.slow
def test_the_same_over_http_until_it_is_stopped(place: Path) -> None:
    port = free_port()
    running = subprocess.Popen(
        [*lianghui(place), "mcp", "--http", str(port)], stderr=subprocess.PIPE, text=True
    )
    try:
        assert running.stderr
        for line in running.stderr:
            if "running on" in line.lower():
                break
        tools, answer = asked(
            f"http://127.0.0.1:{port}/mcp", ("ask", {"name": "years", "parameters": {}})
        )
        assert len(tools) == 6
        assert 2026 in {row["year"] for row in answer["rows"]}
    finally:
        running.terminate()
        running.wait(20)
        if running.stderr:
            running.stderr.close()
