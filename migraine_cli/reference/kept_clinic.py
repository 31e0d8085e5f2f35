"""What the clinic says of itself, as it is kept with a clinic on a server for all its desks alike."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import decode, encode

from migraine_cli.errors import InvalidValue
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.reference.config_file import tables_of_clinic
from migraine_cli.reference.own_clinic import WrittenClinic, own_clinic
from migraine_cli.reference.recheck import WrittenRecheck, recheck
from migraine_cli.reference.settings import has_config_file

if TYPE_CHECKING:
    from migraine_cli.reference.toml_words import Place


def to_keep(path: Path) -> bytes:
    """The tables [clinic] and [recheck] of the config file, as they are kept. Raises InvalidValue for a faulty one, and
    where there is no [clinic].
    """
    if not has_config_file(path):
        raise InvalidValue(
            "there is no config file yet; make one with `migcli config --init`, and write under [clinic] what all desks"
            " shall go by."
        )
    clinic, recheck = tables_of_clinic(path)
    if clinic is None:
        raise InvalidValue(f"the config file {path} has no table [clinic]; write there what all desks shall go by.")
    return encode(_stated(clinic) | {"recheck": _stated(recheck)})


def _stated(table: Struct) -> dict[str, Any]:
    return {key: value for key in table.__struct_fields__ if (value := getattr(table, key)) is not None}


class Kept(NamedTuple):
    """What was kept: what the clinic says of itself, and how long an answer of a check-up holds, by question."""

    clinic: OwnClinic
    recheck: Mapping[str, str]


def kept(said: bytes) -> Kept:
    """What was kept. Raises InvalidValue where it can't be taken here."""
    try:
        tables = decode(said, type=_Tables)
        return Kept(own_clinic(_OnServer(), tables), dict(recheck(_OnServer(), tables.recheck)))
    except (DecodeError, ValidationError) as fault:
        raise _unusable("it was stored by a newer migcli, or by hand") from fault


class _Tables(WrittenClinic, frozen=True, kw_only=True, forbid_unknown_fields=True):
    recheck: WrittenRecheck = WrittenRecheck()


class _OnServer:
    """Where it was read from, as a fault names it."""

    def faulty(self, _: Place, allowed: str) -> InvalidValue:
        return _unusable(allowed)


def _unusable(why: str) -> InvalidValue:
    return InvalidValue(
        f"what the clinic on the server says of itself can't be used ({why}); install the newest migcli, or correct"
        " the config file and run `migcli config --store`."
    )
