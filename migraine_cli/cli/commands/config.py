"""`migcli config`: the settings in force, and where each comes from."""

import os
from typing import Literal

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.output.blocks import Column
from migraine_cli.output.listing import Listing, show
from migraine_cli.reference.folders import config_path
from migraine_cli.reference.settings import Settings, settings, written
from migraine_cli.store.places import locate

Origin = Literal["default", "file", "environment", "option"]


class SettingRow(Struct, frozen=True, kw_only=True):
    """One setting and where it comes from; `key` is its name in the config file, except for the two paths."""

    key: str
    value: str | int
    origin: Origin
    meaning: str


_MEANINGS = {
    "policy": "the policy of verdicts when --policy isn't given",
    "overdue_after_days": "days past the due date after which a retreatment is overdue",
    "within": "how far ahead `due` lists upcoming retreatments",
}

_COLUMNS = (
    Column("setting", "key"),
    Column("value", "value", folds=True),
    Column("from", "origin"),
    Column("meaning", "meaning", folds=True, spare=1),
)


def config(form: FormatOption = "table", place: Place = None) -> None:
    """Show the settings in force, and where each comes from.

    The config file is TOML with the keys policy (an id, or a file sought from the config file's folder),
    overdue_after_days and within. It lies in the platform's config folder, or where MIGCLI_CONFIG says. An option
    of a command outweighs it.

    Examples:
      migcli config
      migcli config --format json
    """
    rows = [_clinic_row(place), _config_row(), *_setting_rows()]
    caption = "" if config_path().exists() else "there is no config file yet; these are the defaults."
    show(Listing("config", SettingRow, clock.today(), rows, _COLUMNS, caption=caption), form)


def _clinic_row(option: str | None) -> SettingRow:
    origin = "option" if option else _environment("MIGCLI_CLINIC")
    return SettingRow(key="clinic", value=str(locate(option)), origin=origin, meaning="the clinic file")


def _config_row() -> SettingRow:
    origin = _environment("MIGCLI_CONFIG")
    return SettingRow(key="config", value=str(config_path()), origin=origin, meaning="the config file")


def _environment(variable: str) -> Literal["environment", "default"]:
    return "environment" if os.environ.get(variable) else "default"


def _setting_rows() -> list[SettingRow]:
    said, in_force = written(), settings()
    return [
        SettingRow(
            key=key,
            value=getattr(in_force, key),
            origin="file" if key in said else "default",
            meaning=_MEANINGS[key],
        )
        for key in Settings._fields
    ]
