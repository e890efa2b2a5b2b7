"""Commands that ask: a query, a saved question, claims beside texts."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import click
from pyoxigraph import Literal, QuerySolutions, Store

from graph.errors import InputError, NotAcceptableError, QuerySyntaxError
from graph.questions import ask, bound, question
from graph.sparql.evaluate import evaluate
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from queries import Question, load
from server.cli.main import Session
from server.cli.reporting import complain
from server.cli.tables import show_table

ROWS = {
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "table": "application/sparql-results+json",
}
BOOLEANS = {form: ROWS[form] for form in ("json", "xml", "table")}
"""SPARQL 1.1's CSV and TSV hold rows only, so they are refused here as over HTTP."""
GRAPHS = {"json": "application/ld+json", "turtle": "text/turtle", "xml": "application/rdf+xml"}
_QUERY = re.compile(r"[\s{<]")
"""What stands in every query, and is taken for one where it stands in a name."""
FORMATS = ("json", "csv", "tsv", "xml", "turtle", "table")
_WIDTH = 1 + max(map(len, load()))
_YEAR = re.compile(r"[0-9]{4}")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="A table for rows and Turtle for graphs, unless said otherwise.",
)


@click.command()
@click.argument("sparql")
@format_option
@click.pass_obj
def query(session: Session, *, sparql: str, form: str | None) -> None:
    """Ask the current release; SPARQL is a query, a file, or - for standard input.

    What ASK finds is written as json, xml or table: csv and tsv hold rows only.

    Example: lianghui query 'SELECT ?graph { GRAPH ?graph { } }'
    """
    try:
        _answer(session.release.store, _query_text(sparql), form)
    except QuerySyntaxError as error:
        changes = ", with a token; `lianghui load` takes data" if "/update" in error.hint else ""
        raise InputError("SPARQL", str(error), error.hint + changes) from error


@click.command()
@click.argument("name", metavar="[NAME]", type=click.Choice(list(load())), required=False)
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@format_option
@click.pass_obj
def run(session: Session, *, name: str | None, values: tuple[str, ...], form: str | None) -> None:
    """Ask a saved question; without a NAME, list them all.

    The page /questions of the service has them with their parameters.

    Example: lianghui run provinces-on-theme theme=blockchain year=2026
    """
    if name is None:
        for each in load().values():
            click.echo(f"{each.name:{_WIDTH}} {each.title['en']}")
        return
    _ask(session, name, pairs(values), form)


@click.command("compare-claims")
@click.argument("year")
@click.argument("theme")
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="What the provinces' names are given in.",
)
@format_option
@click.pass_obj
def compare_claims(
    session: Session, *, year: str, theme: str, language: str, form: str | None
) -> None:
    """Set what sources claim beside what the reports say, province by province.

    Example: lianghui compare-claims 2020 blockchain
    """
    if _YEAR.fullmatch(theme) and not _YEAR.fullmatch(year):
        raise InputError("YEAR", f"{year!r} is no year", f"YEAR comes first: {theme} {year}")
    _ask(session, "compare-claims", {"year": year, "theme": theme, "language": language}, form)


def pairs(given: Iterable[str]) -> dict[str, str]:
    """The parameters and their values.

    Raises UsageError for what is not written KEY=VALUE, for an empty value, as of a variable that
    is not set, and for a parameter that is given twice.
    """
    found: dict[str, str] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"{each!r} is no parameter; write KEY=VALUE")
        if not value:
            raise click.UsageError(f"{key} has no value; leave {each} out for its default")
        if key in found:
            raise click.UsageError(f"{key} is given twice: {found[key]!r} and {value!r}")
        found[key] = value
    return found


def _ask(session: Session, name: str, values: dict[str, str], form: str | None) -> None:
    store, asked = session.release.store, question(name)
    rows = _answer(store, bound(store, asked, values), form)
    if not rows and not session.quiet and (note := _unread(store, asked, values)):
        complain(note)


def _unread(store: Store, asked: Question, values: Mapping[str, str]) -> str | None:
    """That there is nothing to find where no report of the year asked about was read."""
    for each in asked.parameters:
        year = values.get(each.name) or each.default
        if each.type == "year" and year and year not in _years(store):
            default = "" if each.name in values else f"{each.name}={year} is the default; "
            remedy = "`lianghui run years` lists the years"
            return f"no provincial report of {year} was read; {default}{remedy}"
    return None


def _years(store: Store) -> set[str]:
    """The years of which a province's report was read."""
    found = cast(QuerySolutions, ask(store, question("years"), {}))
    return {
        year.value
        for year, read in ((row["year"], row["read"]) for row in found)
        if isinstance(year, Literal) and isinstance(read, Literal) and read.value != "0"
    }


def _answer(store: Store, sparql: str, form: str | None) -> int:
    """Write the answer; how many rows or triples it has."""
    formats = Formats(
        ROWS.get(form or "table"), BOOLEANS.get(form or "json"), GRAPHS.get(form or "turtle")
    )
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine would not let Python hear of it
    try:
        answer = evaluate(store, QueryRequest(sparql, formats=formats))
    except NotAcceptableError as error:
        can = [each for each in FORMATS if {ROWS.get(each), GRAPHS.get(each)} & {*error.offered}]
        place, remedy = f"--format {form}", f"give one of {', '.join(can)}"
        raise InputError(place, "cannot hold this answer", remedy) from error
    if form in (None, "table") and answer.media_type == ROWS["json"]:
        show_table(_bytes(answer))
    elif isinstance(answer.body, bytes):
        write(answer.body)
    else:
        shutil.copyfileobj(answer.body, sys.stdout.buffer)
    return answer.rows


def write(data: bytes) -> None:
    """All of it to stdout, which takes a part at a time where Python is told not to buffer."""
    left = memoryview(data)
    while left:
        left = left[sys.stdout.buffer.write(left) :]


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read().removeprefix("\ufeff")
    if _QUERY.search(given) and not _is_file(given):
        return given
    try:
        return Path(given).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or "is no text in UTF-8"
        remedy = "give a query, or its file"
        raise InputError(given, f"cannot be read ({problem})", remedy) from error


def _is_file(given: str) -> bool:
    try:
        return Path(given).is_file()
    except OSError:  # a long query is too long a name
        return False


def _bytes(answer: QueryAnswer) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else answer.body.read()
