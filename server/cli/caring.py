"""Commands that care for a home: backup, restore, doctor."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from graph.home.backup import backup as back_up
from graph.home.backup import restore as bring_back
from graph.home.doctor import Weight, diagnose
from server.cli.main import Session
from server.cli.place import Place
from server.cli.reporting import emit


@click.command()
@click.argument("target", type=Place(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(session: Session, *, target: Path) -> None:
    """Write the current release to TARGET, a tar file with a hash for each of its files.

    A name that ends in .gz or .tgz compresses it. Tokens are not in it.

    Example: lianghui backup lianghui.tar.gz
    """
    done = back_up(session.home, target)
    if not session.quiet:
        click.echo(f"{done}: {done.stat().st_size:,} bytes")


@click.command()
@click.argument("source", type=Place(path_type=Path))
@click.pass_obj
def restore(session: Session, *, source: Path) -> None:
    """Publish what a backup holds as the next release, once every hash in it is right.

    Example: lianghui restore lianghui.tar.gz
    """
    release = bring_back(session.home, source)
    if not session.quiet:
        click.echo(f"Release {release.number}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def doctor(session: Session, *, as_json: bool) -> None:
    """Check the home, and say what to do; it changes nothing. Exit status 2 for a fault.

    Example: lianghui doctor
    """
    found = diagnose(session.path)
    if as_json:
        emit({"home": str(session.path), "findings": [asdict(each) for each in found]})
    else:
        for each in found:
            click.echo(str(each))
        if not found and not session.quiet:
            click.echo(f"{session.path}: sound")
    if any(each.weight is Weight.FAULT for each in found):
        sys.exit(2)
