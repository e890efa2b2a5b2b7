"""Commands that say who may write."""

from __future__ import annotations

import click

from graph.errors import NotFoundError
from server.cli.main import Session
from server.cli.reporting import advising
from server.tokens import SCOPES, listed
from server.tokens import add as add_token
from server.tokens import remove as remove_token


@click.group()
def token() -> None:
    """Keep the tokens that let others write over HTTP.

    Example: lianghui token list
    """


@token.command()
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default="write",
    show_default=True,
    help="write lets its holder change the graph. read opens nothing that is not open to all,"
    " admin nothing beyond write: releases and tokens are kept by command alone.",
)
@click.pass_obj
def add(session: Session, *, name: str, scope: str) -> None:
    """Make a token for NAME and print it; only its hash is kept.

    Example: lianghui token add editor --scope write
    """
    click.echo(add_token(session.path, name, scope))


@token.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List whose tokens there are, with their scopes.

    Example: lianghui token list
    """
    for each in listed(session.path):
        click.echo(f"{each.name}\t{each.scope}\t{each.created}")


@token.command()
@click.argument("name")
@click.pass_obj
def remove(session: Session, *, name: str) -> None:
    """Let the token of NAME open nothing any more.

    Example: lianghui token remove editor
    """
    with advising(NotFoundError, "`lianghui token list` lists them"):
        remove_token(session.path, name)
