"""The config file, read and checked; only where there is one is this loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct

from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.practice.own_clinic import EACH_SESSION
from migraine_cli.reference.data import names
from migraine_cli.reference.folders import at_home, is_file_name
from migraine_cli.reference.own_clinic import WrittenClinic, own_clinic
from migraine_cli.reference.toml_file import TomlFile
from migraine_cli.words.dates import parse_span

_SPAN_IN_WORDS = "a span in quotes such as 10d, 4w or 3m"
_AGAIN_IN_WORDS = f"{EACH_SESSION} or a span in quotes such as 6m or 1y"
_Again = Annotated[str, Meta(description=_AGAIN_IN_WORDS)] | None


class WrittenRecheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table [recheck]: how long an answer of a check-up is good for; None where it says nothing."""

    pregnancy: _Again = None
    breastfeeding: _Again = None
    allergy: _Again = None
    skin: _Again = None
    swallowing: _Again = None
    weakness: _Again = None
    anticoagulant: _Again = None
    new_medicine: _Again = None
    other_toxin: _Again = None
    consent: _Again = None


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
        found["recheck"] = dict(_recheck(file, said.recheck))
    return found


def table_of_clinic(path: Path) -> WrittenClinic | None:
    """The table [clinic] of the file, checked; None when it has none. Raises as `read`."""
    file = _file(path)
    said = file.as_type(Written).clinic
    if said is not None:
        own_clinic(file, said)
    return said


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


def _recheck(file: TomlFile, said: WrittenRecheck) -> Iterator[tuple[str, str]]:
    """How long each answer holds of which the file says it."""
    for question in said.__struct_fields__:
        text = getattr(said, question)
        if text not in (None, EACH_SESSION):
            try:
                parse_span(text, years=True)
            except InvalidValue as fault:
                raise file.faulty(("recheck", question), f"{question} must be {_AGAIN_IN_WORDS}") from fault
        if text is not None:
            yield question, text


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
