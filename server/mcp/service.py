"""The tools as the protocol's own library serves them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from graph.errors import LianghuiError
from graph.releases import Home
from graph.version import TOOL
from server.listening import listening
from server.mcp.desk import Desk

INSTRUCTIONS = """\
Lianghui is a knowledge graph of what China's provinces promise each year in their government work
reports: which province says what about which theme, in which direction, and where it is written.
Begin with `describe`, then `questions` and `ask`; `evidence` tells where a statement is written.
Cite the IRIs and the citation that each answer bears. No mention in a text that is held is silence;
a report without a text is unknown, not silent."""

Tool = Callable[..., dict[str, Any]]


def server(desk: Desk) -> MCPServer[Any]:
    """The protocol's server with the tools of a desk."""
    made: MCPServer[Any] = MCPServer("lianghui", version=TOOL, instructions=INSTRUCTIONS)
    for tool in (
        desk.describe,
        desk.search,
        desk.questions,
        desk.ask,
        desk.sparql,
        desk.evidence,
    ):
        hints = ToolAnnotations(read_only_hint=True, open_world_hint=False)
        made.add_tool(_told(tool), name=tool.__name__, annotations=hints)
    return made


def serve(home: Home, port: int | None = None) -> None:
    """Speak over standard input and output, or over HTTP at that port of this machine."""
    desk = Desk(home)
    try:
        if port is None:
            server(desk).run("stdio")
        else:
            here = listening("127.0.0.1", port, option="--http")
            server(desk).run("streamable-http", host=here.address, port=port)
    finally:
        desk.close()


def _told(tool: Tool) -> Tool:
    """The tool, its known errors as the protocol tells them."""

    @wraps(tool)
    def told(*arguments: Any, **named: Any) -> dict[str, Any]:
        try:
            return tool(*arguments, **named)
        except LianghuiError as error:
            raise ToolError(str(error)) from error

    return told
