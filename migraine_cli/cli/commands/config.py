"""`migcli config`: the settings in force, and where each comes from."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer
from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import FormatOption, Place
from migraine_cli.errors import ClinicFileError, InvalidValue, MigcliError
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say
from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.reference import data
from migraine_cli.reference.folders import config_path
from migraine_cli.reference.settings import DEFAULTS, has_config_file, settings, written
from migraine_cli.store.chosen import keep_settings, where
from migraine_cli.store.own import own_clinic_of, recheck_of
from migraine_cli.store.places import server
from migraine_cli.words.dates.names import WEEKDAYS

Origin = Literal["default", "file", "server", "environment", "option"]


class SettingRow(Struct, frozen=True, kw_only=True):
    """One setting and where it comes from; `key` is its name in the config file, with `clinic.` before those of the
    table [clinic] and `recheck.` before those of [recheck], except for the two paths.
    """

    key: str
    value: str | int
    origin: Origin
    meaning: str


_MEANINGS = {
    "policy": "the policy of verdicts when --policy isn't given",
    "overdue_after_days": "days past the due date after which a retreatment is overdue",
    "within": "how far ahead `due` lists upcoming retreatments",
}

_CLINIC_MEANINGS = {
    "sender": "the name that handouts use",
    "name": "the clinic's name in letters",
    "telephone": "the clinic's telephone number in letters",
    "slot_minutes": "minutes that an appointment takes",
    "injectors": "people who inject at the same time",
    "hours": "opening hours",
    "every": "the days on which the clinic is held",
    "closed": "days off",
    "holidays": "the country whose public holidays are days off",
    "zone": "the clinic's time zone",
}

_COLUMNS = (
    Column("setting", "key"),
    Column("value", "value", folds=True),
    Column("from", "origin"),
    Column("meaning", "meaning", folds=True, spare=1),
)


def config(
    init: Annotated[bool, typer.Option("--init", help="Write a config file with every setting explained.")] = False,
    store: Annotated[
        bool,
        typer.Option("--store", help="Keep [clinic] and [recheck] with a clinic on a server, for all its desks."),
    ] = False,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show the settings in force, and where each comes from.

    The config file is TOML; `--init` writes one in which every setting is explained and none is changed. It lies in
    the platform's config folder, or where MIGCLI_CONFIG says. An option of a command outweighs it.

    Of a clinic on a server, --store keeps the tables [clinic] and [recheck] there: from then on every desk goes by
    those, whatever its own file says.

    Examples:
      migcli config
      migcli config --init
      migcli config --store --clinic service=clinic
    """
    if init:
        _write_explained(config_path())
    if store:
        keep_settings(place, config_path())
        say("kept [clinic] and [recheck] with the clinic; every desk goes by them from now on.")
    rows = [_clinic_row(place), _config_row()]
    fault: MigcliError | None = None
    try:
        rows += _setting_rows()
        rows += _kept_rows(place)
        there = has_config_file(config_path())
        caption = "" if there else "there is no config file yet; make one with `migcli config --init`."
    except InvalidValue as faulty:
        fault, caption = faulty, "the config file is faulty; the other settings can't be told."
    except ClinicFileError as away:
        fault, caption = away, "what the clinic says of itself can't be told, as it can't be opened."
    listing = Listing("config", SettingRow, clock.today(), rows, _COLUMNS, title="Settings", caption=caption)
    show(listing, form, arranged)
    if fault is not None:
        raise fault


def _write_explained(path: Path) -> None:
    from migraine_cli.store.tinydb_file.durable import make_folder, replace_durably

    make_folder(path.parent)
    if os.path.lexists(path):
        raise InvalidValue(f"there is already a config file {path}, which isn't overwritten; change it by hand.")
    replace_durably(path, [data.path("config.toml").read_bytes()], None)
    say(f"wrote the config file {path}; take the # away from a setting to make it count.")


def _clinic_row(option: str | None) -> SettingRow:
    origin = "option" if option else _environment("MIGCLI_CLINIC")
    meaning = "the clinic file" if server(option) is None else "the clinic on its server"
    return SettingRow(key="clinic", value=where(option), origin=origin, meaning=meaning)


def _config_row() -> SettingRow:
    origin = _environment("MIGCLI_CONFIG")
    return SettingRow(key="config", value=str(config_path()), origin=origin, meaning="the config file")


def _environment(variable: str) -> Literal["environment", "default"]:
    return "environment" if os.environ.get(variable) else "default"


def _setting_rows() -> list[SettingRow]:
    said = written()
    in_force = replace(DEFAULTS, **said)
    return [
        SettingRow(key=key, value=getattr(in_force, key), origin="file" if key in said else "default", meaning=meaning)
        for key, meaning in _MEANINGS.items()
    ]


def _kept_rows(place: str | None) -> Iterator[SettingRow]:
    """How long answers are good for and what the clinic says of itself, and where each is kept."""
    own, again, kept = settings().clinic, settings().recheck, False
    if server(place) is not None:
        with reading(place) as clinic:
            own, again, kept = own_clinic_of(clinic), recheck_of(clinic), clinic.kept_settings() is not None
    origin: Origin = "server" if kept else "file"
    yield from _recheck_rows(again, origin)
    yield from () if own is None else _stated(own, origin)


def _recheck_rows(recheck: Mapping[str, str], kept: Origin) -> Iterator[SettingRow]:
    for question, span in recheck.items():
        meaning = f"how long an answer about {question.replace('_', ' ')} is good for"
        yield SettingRow(key=f"recheck.{question}", value=span, origin=kept, meaning=meaning)


def _stated(own: OwnClinic, kept: Origin) -> Iterator[SettingRow]:
    """What a clinic says, and what holds where it says nothing."""
    unstated = OwnClinic()
    for key, meaning in _CLINIC_MEANINGS.items():
        value = getattr(own, key)
        if value is not None and value != ():
            origin = "default" if value == getattr(unstated, key) else kept
            yield SettingRow(key=f"clinic.{key}", value=_told(value), origin=origin, meaning=meaning)


def _told(value: object) -> str | int:
    """A setting as the config file writes it; hours with their days."""
    if isinstance(value, dict):
        days = sorted(value.items())
        return "; ".join(f"{WEEKDAYS[day][:3].casefold()} {', '.join(map(str, hours))}" for day, hours in days)
    if isinstance(value, int):
        return value
    # The days that a clinic is held on are a tuple too, and know how they are written.
    return ", ".join(value) if type(value) is tuple else str(value)
