"""Where the clinic lies that a person means."""

from __future__ import annotations

import os
from pathlib import Path

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.reference.folders import at_home, own_folder


def locate(option: str | None) -> Path:
    """The path given as --clinic, else that in MIGCLI_CLINIC, else clinic.json in the platform's data
    folder. Raises ClinicFileError when the home folder in it isn't known.
    """
    chosen = option or os.environ.get("MIGCLI_CLINIC")
    try:
        return at_home(chosen) if chosen else own_folder("data") / "clinic.json"
    except InvalidValue as problem:
        raise ClinicFileError(problem.sentence) from problem
