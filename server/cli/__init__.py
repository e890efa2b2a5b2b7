"""The command line: every command is a thin layer over ``graph``."""

from __future__ import annotations

import sys

from graph.errors import LianghuiError, RefusedError
from server.cli.admitting import token
from server.cli.asking import compare_claims, query, run
from server.cli.caring import backup, doctor, restore
from server.cli.changes import attach, build, ingest, withdraw
from server.cli.drawing import draw
from server.cli.judging import evaluate, explain, review, validate
from server.cli.keeping import releases
from server.cli.main import lianghui
from server.cli.moving import dump, load, publish, pull
from server.cli.packing import package
from server.cli.reaching import federate, mcp
from server.cli.reporting import complain, show_refusal
from server.cli.serving import serve

for command in (
    attach,
    backup,
    build,
    compare_claims,
    doctor,
    draw,
    dump,
    evaluate,
    explain,
    federate,
    ingest,
    load,
    package,
    mcp,
    publish,
    pull,
    query,
    releases,
    restore,
    review,
    run,
    serve,
    token,
    validate,
    withdraw,
):
    lianghui.add_command(command)


def main() -> None:
    """Run the command line; a known error is one line on stderr and its exit status."""
    try:
        lianghui(prog_name="lianghui")
    except RefusedError as error:
        show_refusal(error)
        sys.exit(error.exit_code)
    except LianghuiError as error:
        complain(error)
        sys.exit(error.exit_code)
