"""Commands that keep the graph: releases and what becomes of them."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from graph.home.diff import Diff
from graph.home.diff import diff as compare
from graph.home.manifest import Manifest
from server.cli.main import Session
from server.cli.reporting import emit


@click.group()
def releases() -> None:
    """Keep the chain of releases.

    Example: lianghui releases list
    """


@releases.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_(session: Session, *, as_json: bool) -> None:
    """List every release that is kept, oldest first.

    Example: lianghui releases list
    """
    home = session.home
    current = home.current()
    number = current.number if current else None
    if as_json:
        emit({"current": number, "releases": [each.as_dict() for each in home.releases()]})
        return
    table = Table("", "release", "parent", "made (UTC)", "triples", "texts", "why", box=None)
    for each in home.releases():
        mark = "*" if each.number == number else ""
        table.add_row(mark, *map(str, _row(each)))
    Console().print(table)


def _row(manifest: Manifest) -> tuple[object, ...]:
    parent = "-" if manifest.parent is None else manifest.parent
    made = f"{manifest.time:%Y-%m-%d %H:%M:%S}"
    triples, texts = f"{manifest.triples:,}", len(manifest.texts)
    return manifest.number, parent, made, triples, texts, manifest.reason


@releases.command()
@click.argument("number", type=int, required=False)
@click.pass_obj
def show(session: Session, *, number: int | None) -> None:
    """A release's manifest as JSON, the current one's by default.

    Example: lianghui releases show 3
    """
    release = session.release if number is None else session.home.release(number)
    emit(release.manifest.as_dict())


@releases.command()
@click.argument("old", type=int)
@click.argument("new", type=int)
@click.option("--quads", is_flag=True, help="Every quad that went (-) or came (+).")
@click.pass_obj
def diff(session: Session, *, old: int, new: int, quads: bool) -> None:
    """What changed between two releases, graph by graph.

    Example: lianghui releases diff 1 2 --quads
    """
    home = session.home
    with home.release(old) as before, home.release(new) as after:
        change = compare(before, after)
        if not quads:
            _show_graphs(change)
            return
        for sign, quad in change.quads():
            click.echo(f"{sign} {quad} .")


def _show_graphs(change: Diff) -> None:
    for graph in change.graphs:
        sizes = f"{graph.before:,} -> {graph.after:,}"
        click.echo(f"{graph.status:8}{sizes:>18}  +{graph.added} -{graph.removed}  {graph.name}")
    for sign, texts in (("-", change.texts_removed), ("+", change.texts_added)):
        for text in texts:
            click.echo(f"{sign} text {text}")


@releases.command()
@click.argument("number", type=int)
@click.pass_obj
def rollback(session: Session, *, number: int) -> None:
    """Make an earlier release the current one again.

    Example: lianghui releases rollback 3
    """
    session.home.rollback(number)
    if not session.quiet:
        click.echo(f"Release {number} is current")


@releases.command()
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="How many of the newest releases stay.",
)
@click.pass_obj
def prune(session: Session, *, keep: int) -> None:
    """Remove old releases; the newest, the current and those in use stay.

    Example: lianghui releases prune --keep 5
    """
    removed = session.home.prune(keep)
    if not session.quiet:
        told = f"Removed {len(removed)}: {' '.join(map(str, removed))}"
        click.echo(told if removed else "Nothing to remove")
