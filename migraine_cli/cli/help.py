"""Help pages: the same words at a terminal and in a pipe, quick to draw, the examples last."""

from __future__ import annotations

import re

from migraine_cli.cli.typer_internals import Command, Context, HelpFormatter
from migraine_cli.output.streams import coloured

_HEADING = r"(?m)^\S.*:$"


class ReadableHelp(Command):
    """A command or group whose examples close its help, and whose headings are bold at a terminal."""

    def get_help(self, ctx: Context) -> str:
        """The help page."""
        page = super().get_help(ctx)
        return re.sub(_HEADING, "\x1b[1m\\g<0>\x1b[0m", page) if coloured() else page

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002
        """Writes the examples as they stand, since a folded command line can't be copied."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")
