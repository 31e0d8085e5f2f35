"""JSON: one envelope per listing, with every key always present."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from migraine_cli.words.text import escaped

_NUMBER = 1
"""Keys are only ever added within a number; anything else needs the next one."""


def schema_id(name: str) -> str:
    """The name and number a script can rest on: "migcli.due/1"."""
    return f"migcli.{name}/{_NUMBER}"


def as_json(name: str, as_of: date, items: Sequence[msgspec.Struct]) -> str:
    """The envelope of a listing on one line."""
    return compact({"schema": schema_id(name), "as_of": as_of, "items": items}) + "\n"


def compact(value: object) -> str:
    """`value` as JSON on one line, with nothing in it that drives a terminal."""
    return escaped(msgspec.json.encode(value).decode())
