"""Faulty command lines, told in one sentence instead of Typer's panel."""

from __future__ import annotations

import re

from typer._click.exceptions import NoSuchOption, UsageError  # Typer exports neither; it is pinned below 0.29

_CHOICE = re.compile(r"'(?P<given>[^']*)' is not one of (?P<known>'.*')\.?$")


def one_sentence(fault: UsageError) -> str:
    """What is wrong with the command line, and where its use is described."""
    said = _said(fault).rstrip(".")
    command = fault.ctx.command_path if fault.ctx else "migcli"
    return f"{said[:1].lower()}{said[1:]}; see `{command} --help`."


def _said(fault: UsageError) -> str:
    if isinstance(fault, NoSuchOption) and fault.possibilities:
        return f"{fault.message} (did you mean {' or '.join(sorted(fault.possibilities))}?)"
    choice = _CHOICE.search(fault.format_message())
    if choice:
        return fault.format_message() + _nearest(choice["given"], choice["known"])
    said, guess, names = fault.format_message().partition(". Did you mean ")
    return f"{said} (did you mean {names})" if guess else said


def _nearest(given: str, known: str) -> str:
    """The one of some codes, each in quotation marks, that was probably meant."""
    from difflib import get_close_matches

    near = get_close_matches(given.casefold(), re.findall("'([^']*)'", known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
