"""The command that packs a release for others: package."""

from __future__ import annotations

from pathlib import Path

import click

from graph.dataset import crate
from ontology.names import BASE
from server.cli.main import Session
from server.cli.place import Place
from server.config import check_base


@click.command()
@click.argument("target", type=Place(path_type=Path))
@click.option("--public-base", default=BASE, help="Where the release is served, for its links.")
@click.pass_obj
def package(session: Session, *, target: Path, public_base: str) -> None:
    """Write the current release as an RO-Crate: data, rules and descriptions with checksums.

    TARGET is a folder, or one file where its name ends in .zip.

    Example: lianghui package lianghui-crate.zip
    """
    check_base(public_base)
    base = public_base.rstrip("/") + "/"
    with session.release as release:
        crate.package(release, session.home.releases(), target, base)
    if not session.quiet:
        click.echo(f"Release {release.number} packed into {target}")
