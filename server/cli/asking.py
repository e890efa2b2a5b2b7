"""Commands that ask: a query, a saved question, claims beside texts."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from graph.errors import InputError
from graph.questions import bound, question
from graph.sparql.evaluate import evaluate
from graph.sparql.query import Formats, QueryAnswer, QueryRequest
from queries import load
from server.cli.main import Session
from server.cli.tables import show_table

ROWS = {
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "table": "application/sparql-results+json",
}
GRAPHS = {"json": "application/ld+json", "turtle": "text/turtle", "xml": "application/rdf+xml"}
_QUERY = re.compile(r"[\s{<]")
"""What stands in every query, and is taken for one where it stands in a name."""
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "tsv", "xml", "turtle", "table"]),
    help="A table for rows and Turtle for graphs, unless said otherwise.",
)


@click.command()
@click.argument("sparql")
@format_option
@click.pass_obj
def query(session: Session, *, sparql: str, form: str | None) -> None:
    """Ask the current release; SPARQL is a query, a file, or - for standard input.

    Example: lianghui query 'SELECT ?graph { GRAPH ?graph { } }'
    """
    _answer(session, _query_text(sparql), form)


@click.command()
@click.argument("name", metavar="NAME", type=click.Choice(list(load())))
@click.argument("values", nargs=-1, metavar="[KEY=VALUE]...")
@format_option
@click.pass_obj
def run(session: Session, *, name: str, values: tuple[str, ...], form: str | None) -> None:
    """Ask a saved question; docs/questions.md lists them with their parameters.

    Example: lianghui run provinces-on-theme theme=blockchain year=2026
    """
    _ask(session, name, pairs(values), form)


@click.command("compare-claims")
@click.argument("year")
@click.argument("theme")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@format_option
@click.pass_obj
def compare_claims(
    session: Session, *, year: str, theme: str, language: str, form: str | None
) -> None:
    """Set what sources claim beside what the reports say, province by province.

    Example: lianghui compare-claims 2020 blockchain
    """
    _ask(session, "compare-claims", {"year": year, "theme": theme, "language": language}, form)


def pairs(given: Iterable[str]) -> dict[str, str]:
    """The parameters and their values.

    Raises UsageError for what is not written KEY=VALUE, and for a parameter that is given twice.
    """
    found: dict[str, str] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"{each!r} is no parameter; write KEY=VALUE")
        if key in found:
            raise click.UsageError(f"{key} is given twice: {found[key]!r} and {value!r}")
        found[key] = value
    return found


def _ask(session: Session, name: str, values: dict[str, str], form: str | None) -> None:
    sparql = bound(session.release.store, question(name), values)
    _answer(session, sparql, form)


def _answer(session: Session, sparql: str, form: str | None) -> None:
    formats = Formats(
        ROWS.get(form or "table"), ROWS.get(form or "json"), GRAPHS.get(form or "turtle")
    )
    store = session.release.store
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine would not let Python hear of it
    answer = evaluate(store, QueryRequest(sparql, formats=formats))
    if form in (None, "table") and answer.media_type == ROWS["json"]:
        show_table(_bytes(answer))
    elif isinstance(answer.body, bytes):
        write(answer.body)
    else:
        shutil.copyfileobj(answer.body, sys.stdout.buffer)


def write(data: bytes) -> None:
    """All of it to stdout, which takes a part at a time where Python is told not to buffer."""
    left = memoryview(data)
    while left:
        left = left[sys.stdout.buffer.write(left) :]


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if _QUERY.search(given) and not _is_file(given):
        return given
    try:
        return Path(given).read_text("utf-8")
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
