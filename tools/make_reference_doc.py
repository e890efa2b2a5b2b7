"""Makes ``docs/reference.md``: commands with their options, variables, statuses and addresses.

Run as ``python -m tools.make_reference_doc``. The commands are asked what they take, the rest is
written here; a test holds it against the code.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from server.cli import lianghui

FILE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"
EXAMPLE = re.compile(r"Example: (.+)$")
HEAD = """\
# Reference

Made by `python -m tools.make_reference_doc`; a test holds it current. The saved questions are in
[questions.md](questions.md), the networks in [method/README.md](method/README.md).

## Exit statuses

| status | what |
|---|---|
| 0 | done |
| 1 | refused by the rules; nothing was changed |
| 2 | bad usage or input, or something that the system refused; `doctor`: a fault |
| 70 | a fault of ours, with its traceback |
| 130 | stopped by Ctrl-C |
| 141 | whoever read the output wanted no more of it, as `head` does |

Results go to standard output, progress and complaints to standard error.

## Environment variables

| variable | what |
|---|---|
| `LIANGHUI_HOME` | where the releases live, unless `--home` says so |
| `LIANGHUI_STORE_LOGIN` | `USER:PASSWORD` for the engine of `publish` and `serve --store` |
| `SOURCE_DATE_EPOCH` | the time of a run of `ingest --to`, in seconds since 1970, so that two \
runs give the same bytes |
| `LD_PRELOAD`, `MALLOC_CONF` | left as they are where `LD_PRELOAD` is set; else query workers \
and `load` take jemalloc where Debian's libjemalloc2 is installed |
| `TMPDIR` | where large answers wait until they are sent |

## Addresses of the service

`/openapi.json` describes those for programs with their parameters.

| address | what |
|---|---|
| `/` | the first page, with the map |
| `/search`, `/compare`, `/networks`, `/questions`, `/page/question/NAME` | pages to ask with |
| `/data`, `/dataset`, `/about`, `/changes`, `/graph` | pages on the data: the query editor, \
releases, method and quality, changes, graphs |
| `/go` | leads from a theme's name to its page |
| `/id/KIND/KEY` | a thing's name; leads to `/page/KIND/KEY` or `/data/KIND/KEY.FORMAT` |
| `/graph/LAYER` | what one source says |
| `/ontology`, `/shapes`, `/parameter`, `/context.jsonld` | terms, rules, parameters, JSON-LD \
context |
| `/sparql` | SPARQL 1.1 queries, by GET or POST |
| `/update` | SPARQL 1.1 Update, by POST, with `Authorization: Bearer TOKEN` |
| `/store` | Graph Store Protocol; GET is open to all, PUT, POST and DELETE take the token |
| `/shacl` | judges the data of a POST by the rules; stores nothing |
| `/api/v1/queries`, `/api/v1/networks`, `/api/v1/search`, `/api/v1/passages/KEY` | saved \
questions, networks, search and evidence as JSON |
| `/api/v1/releases`, `/api/v1/diff`, `/api/v1/diff/years` | releases, and changes between two \
of them or between years |
| `/picture/NAME.svg`, `.png`, `.csv` | the pages' pictures; `/picture/network/NAME.svg` |
| `/reconcile` | the Reconciliation Service API, for OpenRefine |
| `/dump.nq`, `/dump.trig`, with `.gz` | the current release whole; `/dataset/NUMBER/dump.nq` an \
earlier one |
| `/dataset/years/YEAR`, `/dataset/NUMBER/years/YEAR` | what was read in the reports of one year, \
as `.nq`, `.trig`, `.ttl`, `.nt`, `.rdf`, `.jsonld` or by `Accept` |
| `/void`, `/.well-known/void`, `/dcat` | the dataset about itself: \
[linked-data.md](linked-data.md) |
| `/healthz`, `/readyz`, `/metrics`, `/versions` | for whoever runs it: alive, ready, \
Prometheus' figures, versions |
| `/problem/NAME` | what a kind of error means |
| `/static/FILE` | what the pages are drawn with |

Answers say, beside what HTTP has:

| header | what |
|---|---|
| `X-Request-Id` | what the log calls the request: a name that it came with, or a new one |
| `X-Release` | the number of the release that the answer is from, or of the one that a change \
made; absent where none was asked, as by `/healthz`, `/static` and most errors |
| `X-Result-Truncated` | there where the service cut the answer: how many rows or triples it has |
| `X-Unknown-Terms` | with `explain=1`, terms of an empty answer's query that are not in the graph |

## From Python

The client needs nothing but Python, and pandas for `frame`:

```python
from server.client import Client

lianghui = Client("http://127.0.0.1:8000", language="en")
rows = lianghui.rows("provinces-on-theme", theme="quantum", year=2026)
table = lianghui.frame("adoption", theme="blockchain")
```

`questions()` lists what can be asked, `search(query)` searches, `diff(old, new)` compares releases.

## Commands
"""


def main() -> None:
    """Write the page."""
    FILE.write_text(document(), "utf-8")


def document() -> str:
    """The page for the commands as they are now."""
    return "\n".join([HEAD, *_commands(lianghui, None)]) + "\n"


def _commands(command: click.Command, parent: click.Context | None) -> Iterator[str]:
    """A command, then those below it."""
    context = click.Context(command, parent, command.name if parent else "lianghui")
    below = command.list_commands(context) if isinstance(command, click.Group) else []
    if parent is None or not below:
        yield from _section(command, context)
    for name in below:
        assert isinstance(command, click.Group)  # noqa: S101 -- it has others below it
        found = command.get_command(context, name)
        if found is not None:
            yield from _commands(found, context)


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"### {context.command_path}\n"
    yield f"`{' '.join([context.command_path, *command.collect_usage_pieces(context)])}`\n"
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        yield EXAMPLE.sub(r"Example: `\1`", " ".join(paragraph.split())) + "\n"
    options = [each for each in command.params if isinstance(each, click.Option)]
    told = list(filter(None, (each.get_help_record(context) for each in options)))
    if told:
        yield "| option | what |\n|---|---|"
        yield from (f"| `{_cell(option)}` | {_cell(words)} |" for option, words in told)
        yield ""


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
