"""Commands that reach other programs: other datasets' endpoints, and clients of MCP."""

from __future__ import annotations

import datetime as dt

import click

from graph.describe import Run
from graph.errors import InputError
from graph.federation.endpoint import Endpoint, Manners
from graph.federation.federate import BATCH
from graph.federation.federate import federate as pull
from graph.federation.recipe import load
from graph.version import TOOL
from server.cli.main import Session
from server.cli.reporting import progress


@click.command()
@click.argument("endpoint", required=False)
@click.option("--recipe", required=True, help="A recipe's name, or a file of your own (.rq).")
@click.option(
    "--batch",
    type=click.IntRange(1, 500),
    default=BATCH,
    show_default=True,
    help="How many things a request asks about.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="How long to wait after a request, in seconds.",
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 600),
    default=60,
    show_default=True,
    help="How long a request may take, in seconds.",
)
@click.option(
    "--retries",
    type=click.IntRange(0, 20),
    default=4,
    show_default=True,
    help="How often a busy endpoint is tried again, after pauses that double.",
)
@click.pass_obj
def federate(
    session: Session,
    *,
    endpoint: str | None,
    recipe: str,
    batch: int,
    pause: float,
    timeout: int,
    retries: int,
) -> None:
    """Pull what another dataset says of our things into a curated graph, with provenance.

    The recipe's own endpoint is asked unless one is named. Things are asked about in batches,
    with a pause (seconds) between; a busy endpoint is tried again.

    Example: lianghui federate --recipe wikidata-provinces
    """
    found = load(recipe)
    asked = Endpoint(endpoint or found.endpoint, Manners(timeout, pause, retries))
    run = Run(TOOL, dt.datetime.now(dt.UTC))
    with progress("Asking", quiet=session.quiet) as advance:
        pulled = pull(
            session.home,
            asked,
            found,
            run,
            batch=batch,
            progress=lambda done, total: advance(total, str(done)),
        )
    if not session.quiet:
        click.echo(
            f"{pulled.triples} triples on {pulled.told} of {pulled.asked} things in {pulled.graph}"
        )


@click.command()
@click.option("--http", "port", type=click.IntRange(1, 65535), help="Speak streamable HTTP there.")
@click.pass_obj
def mcp(session: Session, *, port: int | None) -> None:
    """Serve the graph to clients of the Model Context Protocol, read-only.

    It speaks over standard input and output, or over streamable HTTP on this machine.

    Example: lianghui mcp --http 8001
    """
    try:
        from server.mcp.service import serve
    except ImportError as error:
        raise InputError(
            "mcp", "its library is not installed", "run `pip install 'lianghui[mcp]'`"
        ) from error
    session.release.close()
    serve(session.home, port)
