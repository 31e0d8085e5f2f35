"""Where the clinic lies that a person means."""

from __future__ import annotations

import os
from pathlib import Path

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.reference.folders import at_home, own_folder

_ON_A_SERVER = ("postgresql:", "postgres:", "service=")


def place(option: str | None) -> str | None:
    """What was given as --clinic, else in MIGCLI_CLINIC; None for the usual place.

    Raises InvalidValue for a blank --clinic: a script whose variable isn't set means some other clinic.
    """
    if option is not None and not option.strip():
        raise InvalidValue("the name of the clinic is blank.", advice=("the place",))
    return option or os.environ.get("MIGCLI_CLINIC") or None


def server(option: str | None) -> str | None:
    """The address of the server on which the clinic lies; None for a clinic in a file."""
    chosen = place(option)
    return chosen if chosen is not None and is_on_a_server(chosen) else None


def locate(option: str | None) -> Path:
    """The path given as --clinic, else that in MIGCLI_CLINIC, else clinic.json in the platform's data folder.

    Raises ClinicFileError when the home folder isn't known.
    """
    chosen = place(option)
    try:
        return at_home(chosen) if chosen else own_folder("data") / "clinic.json"
    except InvalidValue as problem:
        raise ClinicFileError(problem.sentence, advice=problem.advice) from problem


def file_only(option: str | None, instead: str) -> Path:
    """The path of the clinic, for what makes sense in a file alone.

    Raises InvalidValue for a clinic on a server, with what is done `instead`.
    """
    if server(option) is not None:
        raise InvalidValue(f"this is for a clinic in a file; {instead}.")
    return locate(option)


def is_on_a_server(chosen: str) -> bool:
    """Whether a place is an address of PostgreSQL, or a service that its configuration names, rather than a path."""
    return chosen.strip().casefold().startswith(_ON_A_SERVER)
