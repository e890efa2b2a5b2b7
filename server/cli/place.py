"""A path on the command line."""

from __future__ import annotations

import os

import click


class Place(click.Path):
    """A path; an empty one, as of a variable that is not set, is none, and not this folder.

    Whether it can be read is left to whoever reads it.
    """

    def __init__(
        self,
        *,
        exists: bool = False,
        file_okay: bool = True,
        dir_okay: bool = True,
        path_type: type[str] | type[os.PathLike[str]] = str,
    ) -> None:
        super().__init__(
            exists=exists,
            file_okay=file_okay,
            dir_okay=dir_okay,
            readable=False,
            path_type=path_type,
        )

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """The path; refuses what is no name of one."""
        if not os.fspath(value):
            self.fail("a path is not empty", param, ctx)
        return super().convert(value, param, ctx)
