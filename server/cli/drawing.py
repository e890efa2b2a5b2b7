"""The command that makes a network."""

from __future__ import annotations

from typing import cast

import click
from pyoxigraph import QueryTriples

from graph.home.publish import publishing
from graph.networks.catalogue import FORMATS, NETWORKS, Network, Values, network, read
from graph.questions import ask
from ontology import names
from server.cli.asking import pairs, write
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
@click.option("--publish", is_flag=True, help="Put it into the graph instead, as observations.")
@click.pass_obj
def draw(session: Session, *, name: str, values: tuple[str, ...], form: str, publish: bool) -> None:
    """Make a network of the current release; the page /networks of the service shows each.

    Values are those of its saved question and its options, such as seed; a wrong one is refused
    with those there are. Published, it stands in graph/analytics/NAME in the place of the one
    before, and is made anew when the facts change.

    Example: lianghui network provinces-by-themes year=2026 --format graphml
    """
    asked = network(name)
    given = read(asked, pairs(values))
    if publish:
        _publish(session, asked, given)
        return
    from graph.networks.draw import draw as made  # loads what no other command waits for
    from graph.networks.export import written

    triples = ask(session.release.store, asked.question, given.question)
    write(written(made(asked, cast(QueryTriples, triples), given), form))


def _publish(session: Session, asked: Network, given: Values) -> None:
    from graph.networks.publish import publish_network

    with publishing(session.home, f"publish the network {asked.name}") as draft:
        edges = publish_network(draft, asked, given)
    if not session.quiet:
        graph = names.graph("analytics", asked.name).value
        click.echo(f"Release {session.release.number}: {edges:,} edges in {graph}")
