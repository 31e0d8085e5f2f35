"""A question to the person at the terminal, to be answered yes or no."""

from __future__ import annotations

import typer

from migraine_cli.output.streams import ask, say

DECLINED = 10


def agree(question: str) -> None:
    """Returns when the answer is yes. A no, or a blank line, ends the command with DECLINED.

    Ask before anything is written, or within the block of `recording`, which then records nothing.
    """
    while (answer := ask(f"{question} [y/N]: ").casefold()) not in ("y", "yes"):
        if answer in ("", "n", "no"):
            say("nothing was changed.")
            raise typer.Exit(DECLINED)
        say("please answer y or n.")
