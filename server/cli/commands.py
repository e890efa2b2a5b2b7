"""Where each command is, so that only the one that is called for is loaded, with what it needs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module

import click

PLACES: Mapping[str, str] = {
    "attach": "changes:attach",
    "backup": "caring:backup",
    "build": "changes:build",
    "compare-claims": "asking:compare_claims",
    "doctor": "caring:doctor",
    "dump": "moving:dump",
    "evaluate": "judging:evaluate",
    "explain": "judging:explain",
    "federate": "reaching:federate",
    "ingest": "changes:ingest",
    "load": "moving:load",
    "mcp": "reaching:mcp",
    "network": "drawing:draw",
    "package": "packing:package",
    "publish": "moving:publish",
    "pull": "moving:pull",
    "query": "asking:query",
    "releases": "keeping:releases",
    "restore": "caring:restore",
    "review": "judging:review",
    "run": "asking:run",
    "serve": "serving:serve",
    "token": "admitting:token",
    "validate": "judging:validate",
    "withdraw": "changes:withdraw",
}
"""The module of this package and the function, by the command's name."""


class ClosedPipeError(Exception):
    """Whoever read what a command writes wants no more of it."""


class Commands(click.Group):
    """A group whose commands are loaded by their name."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, all that it writes to stdout out of our hands."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:  # of which click makes the status of a refusal
            raise ClosedPipeError from error
        return done

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in alphabetical order."""
        del ctx
        return sorted(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in PLACES:
            return None
        module, _, name = PLACES[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"server.cli.{module}"), name)
        return command
