"""Commands that move the graph: dump, load, publish, pull."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph.engines.follow import keep_up
from graph.engines.publish import publish as publish_release
from graph.engines.target import target
from graph.errors import EngineUnreachableError, InputError, NotFoundError
from graph.home.dump import dump_release
from graph.home.load import load_files
from graph.home.years import graphs_of
from graph.replicas.pull import pull as pull_releases
from server.cli.main import Session
from server.cli.place import Place
from server.cli.reporting import advising, progress

GRAPHS = "`lianghui query 'SELECT DISTINCT ?g { GRAPH ?g { } }'`"
RUNNING = "is it running there?"


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["nq", "trig"]),
    default="nq",
    show_default=True,
    help="N-Quads or TriG.",
)
@click.option("--graph", help="Only the named graph with this IRI.")
@click.option("--year", help="Only the graphs of what was read in the reports of this year.")
@click.pass_obj
def dump(session: Session, *, form: str, graph: str | None, year: str | None) -> None:
    """Write the current release to stdout, sorted.

    Example: lianghui dump > lianghui.nq
    """
    if graph is not None and year is not None:
        raise click.UsageError("give --graph or --year, not both")
    release = session.release
    graphs = None if graph is None else [graph]
    if year is not None:
        graphs = graphs_of(release.manifest, year)
    with advising(NotFoundError, f"{GRAPHS} lists those there are"):
        dump_release(release, sys.stdout.buffer, form=form, graphs=graphs)


@click.command()
@click.argument("files", nargs=-1, required=True, type=Place(path_type=Path))
@click.option("--graph", help="The named graph for triples that name none.")
@click.pass_obj
def load(session: Session, *, files: tuple[Path, ...], graph: str | None) -> None:
    """Add the quads of FILES to the graph, validate and release it.

    A file of triples (.ttl, .nt, .rdf, .jsonld) needs --graph. What a dump holds of derived graphs
    (graph/inferred, graph/analytics/...) is made anew.

    Example: lianghui load mine.ttl --graph https://example.org/mine
    """
    release = load_files(session.home, files, graph=graph, say=None if session.quiet else _note)
    if not session.quiet:
        click.echo(f"Release {release.number}")


def _note(words: str) -> None:
    click.echo(words, err=True)


@click.command()
@click.argument("url")
@click.pass_obj
def pull(session: Session, *, url: str) -> None:
    """Mirror the releases of the instance at URL, which `serve --replicas` has to allow there.

    The home is then a replica that answers as its origin does and takes no changes; give it a home
    of its own. A pull that was broken off goes on where it stood; releases that the origin has
    pruned go here too. Another instance than before is refused.

    Example: lianghui pull http://127.0.0.1:8000
    """
    unreachable = advising(EngineUnreachableError, RUNNING)
    with unreachable, progress("Pulling", quiet=session.quiet) as advance:
        done = pull_releases(session.home, url, advance=advance)
    if not session.quiet:
        new, dropped = (" ".join(map(str, e)) or "-" for e in (done.releases, done.dropped))
        click.echo(
            f"Release {done.current} is current; new: {new}; dropped: {dropped};"
            f" {done.files} files, {done.size / 1e6:.1f} MB fetched"
        )


@click.command()
@click.argument("store", metavar="sparql:QUERY_URL,UPDATE_URL[,GSP_URL]")
@click.option("--follow", is_flag=True, help="Go on, and publish every release that comes.")
@click.pass_obj
def publish(session: Session, *, store: str, follow: bool) -> None:
    """Put the current release into another engine, where `serve --store` has it answer.

    The engine's graphs become those of the release, all others are dropped: give it a database
    of its own. What is there already stays, so a publication that was broken off goes on.

    Example: lianghui publish sparql:http://127.0.0.1:7878/query,http://127.0.0.1:7878/update
    """
    try:
        place = target(store)
    except InputError as error:  # which names the option of `serve`
        raise InputError("STORE", error.problem, error.remedy) from error
    if follow:
        keep_up(session.home, place, say=None if session.quiet else click.echo)
        return
    unreachable = advising(EngineUnreachableError, RUNNING)
    with unreachable, progress("Publishing", quiet=session.quiet) as advance:
        done = publish_release(session.home, place, advance=advance)
    if not session.quiet:
        click.echo(
            f"Release {done.release}: {done.replaced} graphs put, {done.dropped} dropped,"
            f" {done.kept} there already"
        )
