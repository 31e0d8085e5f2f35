"""What the clinic says of itself, as it is kept with a clinic on a server for all its desks alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import DecodeError, ValidationError
from msgspec.json import decode, encode

from migraine_cli.errors import InvalidValue
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.reference.config_file import table_of_clinic
from migraine_cli.reference.own_clinic import WrittenClinic, own_clinic
from migraine_cli.reference.settings import has_config_file

if TYPE_CHECKING:
    from migraine_cli.reference.toml_words import Place


def to_keep(path: Path) -> bytes:
    """The table [clinic] of the config file, as it is kept. Raises InvalidValue for a faulty one, and for none."""
    if not has_config_file(path):
        raise InvalidValue(
            "there is no config file yet; make one with `migcli config --init`, and write under [clinic] what all desks"
            " shall go by."
        )
    said = table_of_clinic(path)
    if said is None:
        raise InvalidValue(f"the config file {path} has no table [clinic]; write there what all desks shall go by.")
    stated = {key: value for key in said.__struct_fields__ if (value := getattr(said, key)) is not None}
    return encode(stated)


def kept(said: bytes) -> OwnClinic:
    """What was kept. Raises InvalidValue where it can't be taken here."""
    try:
        return own_clinic(_Kept(), decode(said, type=WrittenClinic))
    except (DecodeError, ValidationError) as fault:
        raise _unusable("it was stored by a newer migcli, or by hand") from fault


class _Kept:
    """Where it was read from, as `own_clinic` names it in a fault."""

    def faulty(self, _: Place, allowed: str) -> InvalidValue:
        return _unusable(allowed)


def _unusable(why: str) -> InvalidValue:
    return InvalidValue(
        f"what the clinic on the server says of itself can't be used ({why}); install the newest migcli, or correct"
        " the config file and run `migcli config --store`."
    )
