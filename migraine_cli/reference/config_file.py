"""The config file, read and checked; only where there is one is this loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.reference.data import names
from migraine_cli.reference.folders import at_home, is_file_name
from migraine_cli.reference.own_clinic import WrittenClinic, own_clinic
from migraine_cli.reference.recheck import WrittenRecheck, recheck
from migraine_cli.reference.toml_file import TomlFile
from migraine_cli.words.dates import parse_span

_SPAN_IN_WORDS = "a span in quotes such as 10d, 4w or 3m"


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the config file says; None where it says nothing."""

    policy: str | None = None
    # 98 days past the due date a patient has lapsed.
    overdue_after_days: Annotated[int, Meta(ge=0, le=98)] | None = None
    within: Annotated[str, Meta(description=_SPAN_IN_WORDS)] | None = None
    identity: str | None = None
    """The key file of an encrypted clinic file."""
    clinic: WrittenClinic | None = None
    recheck: WrittenRecheck | None = None


def read(path: Path) -> dict[str, Any]:
    """The settings that the file names. Raises InvalidValue with the line of the first fault."""
    file = _file(path)
    said = file.as_type(Written)
    found: dict[str, Any] = {}
    if said.policy is not None:
        found["policy"] = _policy(file, said.policy, path.parent)
    if said.overdue_after_days is not None:
        found["overdue_after_days"] = said.overdue_after_days
    if said.within is not None:
        found["within"] = _span(file, said.within)
    if said.clinic is not None:
        found["clinic"] = own_clinic(file, said.clinic)
    if said.recheck is not None:
        found["recheck"] = dict(recheck(file, said.recheck))
    return found


def tables_of_clinic(path: Path) -> tuple[WrittenClinic | None, WrittenRecheck]:
    """The tables [clinic] and [recheck] of the file, checked; None where it has no [clinic]. Raises as `read`."""
    file = _file(path)
    said = file.as_type(Written)
    if said.clinic is not None:
        own_clinic(file, said.clinic)
    again = said.recheck or WrittenRecheck()
    for _ in recheck(file, again):  # each one is checked as it is read
        pass
    return said.clinic, again


def key_file(path: Path) -> Path | None:
    """The key file that the config file names, sought from its folder. Raises as `read`."""
    named = _file(path).as_type(Written).identity
    return None if named is None else path.parent / at_home(named)


def _file(path: Path) -> TomlFile:
    try:
        return TomlFile.read(path, "the config file")
    except NotFound as fault:  # it is there, and can't be read
        raise InvalidValue(fault.sentence) from fault


def _span(file: TomlFile, within: str) -> str:
    try:
        parse_span(within)
    except InvalidValue as fault:
        raise file.faulty(("within",), f"within must be {_SPAN_IN_WORDS}") from fault
    return within


def _policy(file: TomlFile, policy: str, folder: Path) -> str:
    """The policy's id, or its file sought from the folder of the config file."""
    if is_file_name(policy):
        own = folder / at_home(policy)
        if not own.is_file():
            raise file.faulty(("policy",), f"policy names the file {own}, which isn't there")
        return str(own)
    if policy not in names("policies"):
        raise file.faulty(("policy",), f"policy must be your own FILE.toml or one of {', '.join(names('policies'))}")
    return policy
