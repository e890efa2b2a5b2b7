"""The command line: every command is a thin layer over ``graph``."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import NoReturn

import click

from graph import allocator
from graph.errors import LianghuiError, RefusedError
from server.cli.commands import ClosedPipeError
from server.cli.main import lianghui

__all__ = ["lianghui", "main"]

_BY_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a program."""


def main() -> NoReturn:
    """Run the command line; a known error is one line on stderr and its exit status.

    A fault of ours is its traceback.
    """
    if "load" in sys.argv[1:]:
        allocator.adopt()
    sys.exit(_status())


def _status() -> int:
    """The exit status: of a command that did not get its way, what stopped it is told."""
    try:
        status = lianghui.main(prog_name="lianghui", standalone_mode=False)
    except click.Abort:
        return _BY_SIGNAL + signal.SIGINT
    except ClosedPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or what is left would be tried at the end
        return _BY_SIGNAL + signal.SIGPIPE
    except click.ClickException as error:
        error.show()
        return LianghuiError.exit_code
    except LianghuiError as error:
        return _told(error)
    except OSError as error:
        return _failed(error)
    except Exception:  # Python's own status for it would say that the rules refused something
        traceback.print_exc()
        return os.EX_SOFTWARE
    return status if isinstance(status, int) else 0


def _told(error: LianghuiError) -> int:
    from server.cli.reporting import complain, show_refusal  # which takes time to load

    if isinstance(error, RefusedError):
        show_refusal(error)
    else:
        complain(error)
    return error.exit_code


def _failed(error: OSError) -> int:
    """What the system refused: a file where it names one, else what is written to."""
    from server.cli.reporting import complain

    place = error.filename or "what is written to"
    complain(f"{place}: {error.strerror or error}; mend that and run it again")
    return LianghuiError.exit_code
