"""Faulty command lines, told in one sentence instead of Typer's panel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migraine_cli.cli.typer_internals import NoSuchOption, UsageError
from migraine_cli.words.text import did_you_mean, quoted

_CHOICE = re.compile(r"'(?P<given>[^']*)' is not one of (?P<known>'.*')\.?$")
_BEYOND = re.compile(r"unexpected extra argument\(s\) \((?P<words>.*)\)")

_SLIP = 0.7
"""Likeness of two options' names from 0 to 1, as difflib measures it, without the dashes; ours."""


def one_sentence(fault: UsageError, called: str | None) -> str:
    """What is wrong with the command line, and where its use is described; `called` is the command, once it is known.

    An option without its argument is a fault that doesn't say of which command it is.
    """
    said = _said(fault).rstrip(".")
    command = fault.ctx.command_path if fault.ctx else " ".join(filter(None, ("migcli", called)))
    return f"{said[:1].lower()}{said[1:]}; see `{command} --help`."


def _said(fault: UsageError) -> str:
    if isinstance(fault, NoSuchOption):
        return fault.message + _option_meant(fault.option_name, fault.possibilities or ())
    choice = _CHOICE.search(fault.format_message())
    if choice:
        return fault.format_message().rstrip(".") + _nearest(choice["given"], choice["known"])
    beyond = _BEYOND.search(fault.format_message())
    if beyond:
        return f"{quoted(beyond['words'])} is more than the command takes"
    said, guess, names = fault.format_message().partition(". Did you mean ")
    return f"{said} (did you mean {names})" if guess else said


def _option_meant(given: str, possible: Sequence[str]) -> str:
    """The options of the command that differ from the one given by a slip; their dashes make none alike."""
    from difflib import get_close_matches

    names = {option.lstrip("-"): option for option in possible}
    near = get_close_matches(given.lstrip("-"), names, cutoff=_SLIP)
    return did_you_mean(sorted(names[name] for name in near))


def _nearest(given: str, known: str) -> str:
    """The one of some codes, each in quotation marks, that was probably meant."""
    from difflib import get_close_matches

    return did_you_mean(get_close_matches(given.casefold(), re.findall("'([^']*)'", known), n=1))
