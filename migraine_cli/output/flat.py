"""A value as one cell of a sheet: a number, or a text on one line."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct

from migraine_cli.output.as_json import compact
from migraine_cli.output.cells import shown
from migraine_cli.words.text import harmless


def flat(value: object) -> str | int | float | None:
    """A number as it is; yes or no; bounds as one number where they are one, else "12 to 18"; plain values joined with
    `;`; anything deeper as compact JSON; None for None.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple) and all(isinstance(part, str | int | float | Enum | date) for part in value):
        return ";".join(listed(str(flat(part))) for part in value)
    if isinstance(value, Struct) and value.__struct_fields__ == ("low", "high"):
        low, high = value.low, value.high  # type: ignore[attr-defined]
        return low if low == high else f"{shown(low)} to {shown(high)}"
    return compact(value)


def listed(text: str) -> str:
    """A part of a list, in quotation marks where it could be taken for several."""
    if ";" not in text and not text.startswith('"'):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
