"""Commands that change the graph: build, ingest, attach, withdraw."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from graph.attach import attach as attach_texts
from graph.build import build as build_graph
from graph.errors import InputError, NotFoundError
from graph.ingest import Outcome
from graph.ingest import ingest as ingest_texts
from graph.provinces import code as province_code
from graph.spread.run import on_cores, plain, write
from graph.spread.spark import by_spark, is_address, write_stored
from graph.withdraw import withdraw as withdraw_document
from server.cli.main import Session
from server.cli.place import Place
from server.cli.reporting import advising, complain, emit, progress

MEBIBYTE = 2**20


@click.command()
@click.option("--if-missing", is_flag=True, help="Do nothing where the home has a release.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def build(session: Session, *, if_missing: bool, as_json: bool) -> None:
    """Build the graph from the shipped facts, validate and release it.

    Report texts that the home holds stay. Example: lianghui build
    """
    home = session.home
    if if_missing and home.current() is not None:
        return
    started = time.perf_counter()
    release = build_graph(home)
    seconds = time.perf_counter() - started
    triples = release.manifest.triples
    if as_json:
        emit({"release": release.number, "triples": triples, "seconds": round(seconds, 3)})
    elif not session.quiet:
        click.echo(f"Release {release.number}: {triples:,} triples, built in {seconds:.1f} s")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=Place())
@click.option("--province", help="Code or name; overrides what the texts say.")
@click.option("--year", type=click.IntRange(1949, 2100), help="Overrides what the texts say.")
@click.option("--article", help="The key of an article about reports, letters and hyphens.")
@click.option("--to", type=Place(), help="Write N-Quads into this folder only.")
@click.option("--workers", type=click.IntRange(1), help="With --to: in this many processes.")
@click.option("--engine", type=click.Choice(["plain", "spark"]), help="With --to: by Spark.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@click.pass_context
def ingest(
    context: click.Context,
    session: Session,
    *,
    paths: Sequence[str],
    province: str | None,
    year: int | None,
    article: str | None,
    to: str | None,
    workers: int | None,
    engine: str | None,
    as_json: bool,
) -> None:
    """Read report texts (files or folders) into the graph, in one release.

    Province and year are found in the text itself; an article about reports is recognised, and
    what it claims goes into a graph of its own. Files that cannot be read are
    reported; the others are still read, and the exit status is then 2.

    With --to nothing is changed: what the reports say is written as N-Quads, one file a part,
    for `lianghui load`. Only that can be spread over cores (--workers) or machines (--engine
    spark, where every machine has the paths, or all of them are addresses of a store that Spark
    reaches, such as s3a://bucket/reports); SOURCE_DATE_EPOCH fixes the time of the run.

    Example: lianghui ingest reports/2026 --to parts --workers 2 && lianghui load parts/*.nq
    """
    if to is not None:
        if province or year or article:
            raise InputError("--to", "takes what the texts say of themselves", "leave these out")
        _write(context, session, paths, to, workers or 1, engine, as_json=as_json)
        return
    if workers or engine:
        raise InputError("--workers, --engine", "spread what is written --to a folder", "add --to")
    code = province_code(province) if province else None
    started = time.perf_counter()
    with progress("Reading", quiet=session.quiet or as_json) as advance:
        outcome = ingest_texts(
            session.home, map(Path, paths), code=code, year=year, article=article, advance=advance
        )
    _report(outcome, time.perf_counter() - started, as_json=as_json, quiet=session.quiet)
    context.exit(2 if outcome.problems else 0)


def _write(
    context: click.Context,
    session: Session,
    paths: Sequence[str],
    to: str,
    workers: int,
    engine: str | None,
    *,
    as_json: bool,
) -> None:
    started = time.perf_counter()
    if engine == "spark" and is_address(to):
        done = write_stored(paths, to)
    else:
        spread = by_spark if engine == "spark" else on_cores(workers) if workers > 1 else plain
        done = write(map(Path, paths), Path(to), spread)
    seconds = time.perf_counter() - started
    if as_json:
        emit(asdict(done) | {"seconds": round(seconds, 3)})
    elif not session.quiet:
        for note in done.skipped:
            click.echo(note, err=True)
        click.echo(f"{done.texts} texts in {done.parts} parts, {seconds:.1f} s")
    for problem in done.problems:
        click.echo(f"lianghui: {problem}", err=True)
    context.exit(2 if done.problems else 0)


def _report(outcome: Outcome, seconds: float, *, as_json: bool, quiet: bool) -> None:
    peak = _peak_memory()
    if as_json:
        emit(outcome.to_json() | {"seconds": round(seconds, 3), "peak_memory_bytes": peak})
    elif not quiet:
        for note in (*outcome.skipped, *outcome.warnings):
            click.echo(note, err=True)
        click.echo(_summary(outcome, seconds, peak))
    for problem in outcome.problems:
        complain(problem)


def _peak_memory() -> int:
    """Bytes; Linux's own count for this program, since ``ru_maxrss`` also tells of its parent."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text("ascii")
        if found := re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE):
            return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _summary(outcome: Outcome, seconds: float, peak: int) -> str:
    where = f"Release {outcome.release}: " if outcome.release else "No release: "
    return (
        f"{where}{len(outcome.taken)} texts, {outcome.mentions:,} mentions, "
        f"{outcome.statements:,} statements; {len(outcome.skipped)} skipped, "
        f"{len(outcome.problems)} refused; {seconds:.1f} s, peak memory {peak / MEBIBYTE:.0f} MiB"
    )


@click.command()
@click.argument("paths", nargs=-1, required=True, type=Place(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
@click.pass_context
def attach(
    context: click.Context, session: Session, *, paths: Sequence[Path], as_json: bool
) -> None:
    """Put texts beside what was read in them, so that passages show their words.

    A text is recognised by its digest and every span in it verified. One that differs is told
    of, with how; `lianghui ingest` reads it as a new version.

    Example: lianghui attach reports/2026
    """
    done = attach_texts(session.home, paths)
    if as_json:
        emit(done.as_dict())
    elif not session.quiet:
        for each in done.files:
            share = f"{each.verified:,} of {each.spans:,}"
            click.echo(f"{each.outcome:18} {share:>16}  {each.report}  {each.place}")
    for problem in done.problems:
        complain(problem)
    context.exit(2 if done.problems else 0)


@click.command()
@click.argument("document", metavar="REPORT")
@click.pass_obj
def withdraw(session: Session, *, document: str) -> None:
    """Take a report's texts and all that was read in them out of the graph.

    Of a report that ships only the words go; what was read in it stays. REPORT is a code and a
    year, or article/KEY.

    Example: lianghui withdraw 140000/2025
    """
    with advising(NotFoundError, "only what was ingested or attached can be withdrawn"):
        release = withdraw_document(session.home, document)
    if not session.quiet:
        click.echo(f"Release {release.number}: withdrew {document}")
