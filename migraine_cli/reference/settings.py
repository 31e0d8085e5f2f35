"""The practice's own settings, from a small TOML file that need not be there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.reference.folders import config_path
from migraine_cli.treatment.schedule import OVERDUE_AFTER_DAYS
from migraine_cli.words.dates import parse_span

# Where there is no config file, nothing that reads one is loaded.
if TYPE_CHECKING:
    from migraine_cli.reference.toml_file import TomlFile


class Settings(NamedTuple):
    """What the commands go by unless told otherwise.

    `policy` is the id of a shipped policy or the path of a practice's own; `overdue_after_days` the days past the due
    date after which a retreatment is overdue; `within` the span ahead in which one is upcoming.
    """

    policy: str
    overdue_after_days: int
    within: str


DEFAULTS = Settings(policy="headache-days", overdue_after_days=OVERDUE_AFTER_DAYS, within="4w")

_SPAN_IN_WORDS = "a span in quotes such as 10d, 4w or 3m"


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the config file says; None where it says nothing."""

    policy: str | None = None
    # 98 days past the due date a patient has lapsed.
    overdue_after_days: Annotated[int, Meta(ge=0, le=98)] | None = None
    within: Annotated[str, Meta(description=_SPAN_IN_WORDS)] | None = None
    identity: str | None = None
    """The key file of an encrypted clinic file, which opening that file looks up itself."""


def settings() -> Settings:
    """The settings: the config file's, and the defaults for what it doesn't say. Raises as `written`."""
    return DEFAULTS._replace(**written())


def written() -> dict[str, Any]:
    """The settings that the config file names; none when there is no file. Raises InvalidValue for a faulty one, and
    for a MIGCLI_CONFIG that names none.
    """
    path = config_path()
    if path.exists():
        return _read(path)
    if os.environ.get("MIGCLI_CONFIG"):
        raise InvalidValue(f"there is no config file {path}, which MIGCLI_CONFIG names; correct or unset it.")
    return {}


def is_file_name(policy: str) -> bool:
    """Whether a policy's name is that of a practice's own file."""
    return policy.casefold().endswith(".toml")


def _read(path: Path) -> dict[str, Any]:
    from migraine_cli.reference.toml_file import TomlFile

    file = TomlFile.read(path, "the config file")
    said = file.as_type(Written)
    if said.within is not None:
        _check_span(file, said.within)
    named = {key: value for key in Settings._fields if (value := getattr(said, key)) is not None}
    if said.policy is not None:
        named["policy"] = _policy_found(file, said.policy, path.parent)
    return named


def _check_span(file: TomlFile, within: str) -> None:
    try:
        parse_span(within)
    except InvalidValue as fault:
        raise file.faulty(("within",), f"within must be {_SPAN_IN_WORDS}") from fault


def _policy_found(file: TomlFile, policy: str, folder: Path) -> str:
    """The policy's id, or its file sought from the folder of the config file."""
    from migraine_cli.reference.data import names
    from migraine_cli.reference.toml_file import named_path

    if is_file_name(policy):
        own = folder / named_path(policy)
        if not own.is_file():
            raise file.faulty(("policy",), f"policy names the file {own}, which isn't there")
        return str(own)
    if policy not in names("policies"):
        raise file.faulty(("policy",), f"policy must be your own FILE.toml or one of {', '.join(names('policies'))}")
    return policy
