"""Commands that move the graph: dump, load."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph.home.dump import dump_release
from graph.home.load import load_files
from server.cli.main import Session


@click.command()
@click.option("--format", "form", type=click.Choice(["nq", "trig"]), default="nq")
@click.option("--graph", help="Only the named graph with this IRI.")
@click.pass_obj
def dump(session: Session, *, form: str, graph: str | None) -> None:
    """Write the current release to stdout, sorted.

    Example: lianghui dump > lianghui.nq
    """
    dump_release(session.release, sys.stdout.buffer, form=form, graph=graph)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--graph", help="The named graph for triples that name none.")
@click.pass_obj
def load(session: Session, *, files: tuple[Path, ...], graph: str | None) -> None:
    """Add the quads of FILES to the graph, validate and release it.

    A file of triples (.ttl, .nt, .rdf, .jsonld) needs --graph.

    Example: lianghui load mine.ttl --graph https://example.org/mine
    """
    release = load_files(session.home, files, graph=graph)
    if not session.quiet:
        click.echo(f"Release {release.number}")
