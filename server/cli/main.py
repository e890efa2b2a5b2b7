"""The root command: where the home is, and how much to say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click
import platformdirs

from graph.releases import Home, Release
from server.cli.commands import Commands
from server.cli.place import Place


@dataclass(frozen=True, slots=True)
class Session:
    """What every command shares: the home, and whether to keep quiet."""

    path: Path
    quiet: bool

    @property
    def home(self) -> Home:
        """The home, opened; its directory is made by the first change."""
        from graph.open import open_home  # which loads all that makes a release

        return open_home(self.path)

    @property
    def release(self) -> Release:
        """The current release; NoReleaseError with a hint where there is none."""
        return Home(self.path).require()


def default_home() -> Path:
    """``LIANGHUI_HOME``, else ``lianghui`` among the user's data."""
    return Path(os.environ.get("LIANGHUI_HOME") or platformdirs.user_data_dir("lianghui"))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--home",
    type=Place(file_okay=False, path_type=Path),
    default=default_home,
    help="Where the releases live. [default: $LIANGHUI_HOME, else the user's data directory]",
)
@click.option("--quiet", is_flag=True, help="No progress, no summary; errors only.")
@click.version_option(package_name="lianghui")
@click.pass_context
def lianghui(context: click.Context, home: Path, quiet: bool) -> None:
    """What China's provinces promise at the Two Sessions, as linked data with its evidence.

    Results go to stdout, progress to stderr. Exit status: 0 done, 1 refused by the rules,
    2 bad usage or input, 70 a fault of ours.

    Example: lianghui build && lianghui serve
    """
    context.obj = Session(home, quiet)
