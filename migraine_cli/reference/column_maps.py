"""The maps of columns that a practice saved under a name: their header -> column, in the folder of the config file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.json import encode

from migraine_cli.errors import InvalidValue
from migraine_cli.reference.folders import config_path
from migraine_cli.reference.toml_file import TomlFile
from migraine_cli.words.text import quoted

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"


class ColumnMap(Struct, frozen=True, forbid_unknown_fields=True):
    """How a practice's sheet is read: header -> column ("" to leave it out), and the order of its dates if stated."""

    columns: dict[str, str]
    date_order: str | None = None


def saved_map(name: str) -> ColumnMap:
    """The map saved under a name. Raises InvalidValue for one that isn't there or is faulty."""
    path = _path(name)
    if not path.is_file():
        known = ", ".join(saved_names())
        raise InvalidValue(f"no map is saved as {quoted(name)}; {f'saved are {known}' if known else 'none is saved'}.")
    return TomlFile.read(path, "the map").as_type(ColumnMap)


def saved_names() -> list[str]:
    """The names that maps are saved under."""
    return sorted(each.stem for each in (config_path().parent / "maps").glob("*.toml"))


def save_map(name: str, columns: Mapping[str, str], date_order: str | None) -> Path:
    """Saves a map under a name, in place of one of that name. Raises InvalidValue when it can't be written."""
    path = _path(name)
    lines = [] if date_order is None else [f"date_order = {_text(date_order)}", ""]
    lines += ["[columns]", *(f"{_text(header)} = {_text(column)}" for header, column in columns.items()), ""]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError as fault:
        raise InvalidValue(
            f"the map can't be saved as {path} ({fault.strerror}); correct that and try again."
        ) from fault
    return path


def checked_name(name: str) -> str:
    """A name to save a map under. Raises InvalidValue."""
    if not re.fullmatch(_NAME, name):
        raise InvalidValue(
            f"a map's name is letters, digits, '.', '_' and '-', not {quoted(name)}; write one like diary."
        )
    return name


def _path(name: str) -> Path:
    return config_path().parent / "maps" / f"{checked_name(name)}.toml"


def _text(text: str) -> str:
    """A text as TOML writes it, which is as JSON does, but for DEL."""
    return encode(text).decode().replace("\x7f", "\\u007f")
