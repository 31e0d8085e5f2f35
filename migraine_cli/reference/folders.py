"""The folders that the platform gives a program of this user, and where the config file is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import quoted


def config_path() -> Path:
    """Where the config file is, or would be: the path in MIGCLI_CONFIG, else in the platform's config folder."""
    chosen = os.environ.get("MIGCLI_CONFIG")
    return at_home(chosen) if chosen else own_folder("config") / "config.toml"


_XDG = {"data": ("XDG_DATA_HOME", ".local/share"), "config": ("XDG_CONFIG_HOME", ".config")}
"""By the XDG Base Directory Specification 0.8: the variable that names a folder, and where it is without one."""


def own_folder(what: Literal["data", "config"]) -> Path:
    """The folder that the platform gives a program of this user for its data or its settings."""
    if sys.platform == "linux":
        # What platformdirs answers too, whose import is a fifteenth of a short command's time.
        variable, usual = _XDG[what]
        named = Path(os.environ.get(variable, ""))
        return (named if named.is_absolute() else at_home(f"~/{usual}")) / "migcli"
    from platformdirs import user_config_path, user_data_path

    return (user_data_path if what == "data" else user_config_path)("migcli", appauthor=False)


def at_home(path: str) -> Path:
    """The path that was written, `~` being the home folder. Raises InvalidValue when that isn't known."""
    try:
        return Path(path).expanduser()
    except RuntimeError as problem:
        raise InvalidValue(f"the home folder in {quoted(path)} isn't known; write the whole path.") from problem


def is_file_name(policy: str) -> bool:
    """Whether a policy's name is that of a practice's own file."""
    return policy.casefold().endswith(".toml")
