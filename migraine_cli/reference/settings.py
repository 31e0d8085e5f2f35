"""The practice's own settings, from a small TOML file that need not be there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.course import OVERDUE_AFTER_DAYS
from migraine_cli.errors import InvalidValue
from migraine_cli.reference.folders import config_path

# Where there is no config file, nothing that reads one is loaded.
if TYPE_CHECKING:
    from migraine_cli.practice.own_clinic import OwnClinic

_ABSENT = (errno.ENOENT, errno.ENOTDIR)


class Settings(Struct, frozen=True):
    """What the commands go by unless told otherwise.

    `policy` is the id of a shipped policy or the path of a practice's own; `overdue_after_days` the days past the due
    date after which a retreatment is overdue; `within` the span ahead in which one is upcoming; `clinic` what the
    clinic says of itself, None when it says nothing; `recheck` how long an answer of a check-up holds, by
    question: a span, or practice.own_clinic.EACH_SESSION.
    """

    policy: str
    overdue_after_days: int
    within: str
    clinic: OwnClinic | None = None
    recheck: Mapping[str, str] = {}


DEFAULTS = Settings(policy="headache-days", overdue_after_days=OVERDUE_AFTER_DAYS, within="4w")


def settings() -> Settings:
    """The settings: the config file's, and the defaults for what it doesn't say. Raises as `written`."""
    return replace(DEFAULTS, **written())


def written() -> dict[str, Any]:
    """The settings that the config file names; none when there is no file. Raises InvalidValue for a faulty one, and
    for a MIGCLI_CONFIG that names none.
    """
    path = config_path()
    if not has_config_file(path):
        return {}
    from migraine_cli.reference.config_file import read

    return read(path)


def has_config_file(path: Path) -> bool:
    """Whether the config file is there. Raises InvalidValue when that can't be told, and when MIGCLI_CONFIG names one
    that isn't.
    """
    try:
        # Nothing can be written to /dev/null, which is the usual way to say "none".
        return not stat.S_ISCHR(path.stat().st_mode) or str(path) != os.devnull
    except (OSError, ValueError) as fault:
        if not isinstance(fault, OSError) or fault.errno not in _ABSENT:
            reason = fault.strerror if isinstance(fault, OSError) else fault
            mend = "give yourself the right to read it, or name another one in MIGCLI_CONFIG"
            raise InvalidValue(f"the config file {path} can't be read ({reason}); {mend}.") from fault
    if os.environ.get("MIGCLI_CONFIG"):
        raise InvalidValue(f"there is no config file {path}, which MIGCLI_CONFIG names; correct or unset it.")
    return False
