"""The practice's own settings. The file that holds them need not be there, so reading it is another module's."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from migraine_cli.clinic_file.location import config_path
from migraine_cli.errors import InvalidValue
from migraine_cli.treatment.schedule import OVERDUE_AFTER_DAYS


class Settings(NamedTuple):
    """What the commands go by unless told otherwise.

    `policy` is the id of a shipped policy or the path of a practice's own; `overdue_after_days` the days past the due
    date after which a retreatment is overdue; `within` the span ahead in which one is upcoming.
    """

    policy: str
    overdue_after_days: int
    within: str


DEFAULTS = Settings(policy="headache-days", overdue_after_days=OVERDUE_AFTER_DAYS, within="4w")


def settings() -> Settings:
    """The settings: the config file's, and the defaults for what it doesn't say. Raises as `written`."""
    return DEFAULTS._replace(**written())


def written() -> dict[str, Any]:
    """The settings that the config file names; none when there is no file. Raises InvalidValue for a faulty one, and
    for a MIGCLI_CONFIG that names none.
    """
    path = config_path()
    if path.exists():
        from migraine_cli.cli.config_file import read

        return read(path)
    if os.environ.get("MIGCLI_CONFIG"):
        raise InvalidValue(f"there is no config file {path}, which MIGCLI_CONFIG names; correct or unset it.")
    return {}


def is_file_name(policy: str) -> bool:
    """Whether a policy's name is that of a practice's own file."""
    return policy.casefold().endswith(".toml")
