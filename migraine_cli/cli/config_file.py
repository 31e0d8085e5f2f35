"""The config file: a small TOML file that a practice writes, refused with the line of the first fault."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

from migraine_cli.cli.settings import Settings, is_file_name
from migraine_cli.cli.toml_file import TomlFile, named_path
from migraine_cli.dates import parse_span
from migraine_cli.errors import InvalidValue
from migraine_cli.reference import names

_SPAN_IN_WORDS = "a span in quotes such as 10d, 4w or 3m"


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the config file says; None where it says nothing."""

    policy: str | None = None
    # 98 days past the due date a patient has lapsed.
    overdue_after_days: Annotated[int, Meta(ge=0, le=98)] | None = None
    within: Annotated[str, Meta(description=_SPAN_IN_WORDS)] | None = None
    identity: str | None = None
    """The key file of an encrypted clinic file, which opening that file looks up itself."""


def read(path: Path) -> dict[str, Any]:
    """The settings that the file at `path` names. Raises InvalidValue for a faulty one."""
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
    if is_file_name(policy):
        own = folder / named_path(policy)
        if not own.is_file():
            raise file.faulty(("policy",), f"policy names the file {own}, which isn't there")
        return str(own)
    if policy not in names("policies"):
        raise file.faulty(("policy",), f"policy must be your own FILE.toml or one of {', '.join(names('policies'))}")
    return policy
