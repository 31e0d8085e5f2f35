"""JSON: one envelope per listing, with every key always present."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

import msgspec

from migraine_cli.words.text import escaped

_NUMBER = 1
"""Keys are only ever added within a number; anything else needs the next one."""

_AT_A_TIME = 200
"""Items that are written together."""


def schema_id(name: str) -> str:
    """The name and number a script can rest on: "migcli.due/1"."""
    return f"migcli.{name}/{_NUMBER}"


def as_json(name: str, as_of: date, items: Iterable[msgspec.Struct]) -> str:
    """The envelope of a listing on one line."""
    return "".join(in_pieces(name, as_of, items))


def in_pieces(name: str, as_of: date, items: Iterable[msgspec.Struct | msgspec.Raw]) -> Iterator[str]:
    """The same piece by piece, so that a long listing is never in memory as a whole; Raw is an item's JSON."""
    before, rest = compact({"schema": schema_id(name), "as_of": as_of, "items": ()}).removesuffix("]}"), iter(items)
    while some := list(islice(rest, _AT_A_TIME)):
        yield before + compact(some)[1:-1]
        before = ","
    yield f"{before.removeprefix(',')}]}}\n"


def compact(value: object) -> str:
    """`value` as JSON on one line, with nothing in it that drives a terminal."""
    return escaped(msgspec.json.encode(value).decode())
