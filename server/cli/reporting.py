"""How the command line speaks: errors, refusals, progress, and one JSON object on request."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from graph.errors import LianghuiError, RefusedError

REFUSALS_SHOWN = 20


class Advance(Protocol):
    """Tells that one more of the ``total`` is done, and which."""

    def __call__(self, total: int, done: str) -> None:
        """Show it."""


def complain(error: object) -> None:
    """One line on stderr."""
    click.echo(f"lianghui: {error}", err=True)


def emit(data: object) -> None:
    """One JSON object on stdout."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def show_refusal(error: RefusedError) -> None:
    """Which nodes broke which rules, in English and Chinese, the first twenty."""
    for found in error.violations[:REFUSALS_SHOWN]:
        complain(f"refused: {found.focus}")
        where = " ".join(part for part in (found.path, found.value) if part)
        click.echo(f"  rule {found.shape}" + (f" at {where}" if where else ""), err=True)
        for language in sorted(found.messages):
            click.echo(f"  {language}: {found.messages[language]}", err=True)
    left = len(error.violations) - REFUSALS_SHOWN
    if left > 0:
        complain(f"refused: {left} more results are not shown")
    complain("nothing was changed")
    if error.hint:
        complain(error.hint)


@contextmanager
def advising(kind: type[LianghuiError], remedy: str) -> Iterator[None]:
    """Add what to do to an error of that very kind, which says what is wrong only."""
    try:
        yield
    except kind as error:
        if type(error) is not kind:
            raise
        raise kind(f"{error}; {remedy}") from error


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Advance]:
    """A bar with rate and time left on stderr, only on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        disable=quiet or not sys.stderr.isatty(),
        transient=True,
    ) as bar:
        task = bar.add_task(title, total=None)

        def advance(total: int, done: str) -> None:
            bar.update(task, total=total, advance=1, description=f"{title} {done}")

        yield advance
