"""The command that makes a network."""

from __future__ import annotations

import sys
from typing import cast

import click
from pyoxigraph import QueryTriples

from graph.networks.catalogue import FORMATS, NETWORKS, network, read
from graph.questions import ask
from server.cli.asking import pair
from server.cli.main import Session


@click.command("network")
@click.argument("name", metavar="NAME", type=click.Choice(list(NETWORKS)))
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="json",
    show_default=True,
    help="Node-link JSON, GraphML, GEXF, Cytoscape's JSON or a table of edges.",
)
@click.pass_obj
def draw(session: Session, *, name: str, values: tuple[str, ...], form: str) -> None:
    """Make a network of the current release; docs/method says what each is good for.

    Values are those of its saved question and its options, such as seed; a wrong one is refused
    with those there are.

    Example: lianghui network provinces-by-themes year=2026 --format graphml
    """
    from graph.networks.draw import draw as made  # loads what no other command waits for
    from graph.networks.export import written

    asked = network(name)
    given = read(asked, dict(pair(value) for value in values))
    triples = ask(session.release.store, asked.question, given.question)
    sys.stdout.buffer.write(written(made(asked, cast(QueryTriples, triples), given), form))
