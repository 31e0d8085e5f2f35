"""JSON of a listing as long as the clinic: put together in little memory, and shown only once all of it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from zlib import compress, decompress

from msgspec import Struct

from migraine_cli.output.as_json import as_json, compact
from migraine_cli.output.streams import write

_AT_A_TIME = 200
"""Items that are written together."""
_QUICKLY = 1
"""How hard zlib tries: items resemble one another, so that little trying takes most of it away."""


def show_long(name: str, as_of: date, items: Iterable[Struct]) -> None:
    """Put the envelope of a listing on stdout, byte for byte as `as_json` has it; nothing when `items` fails."""
    packed = [compress(piece.encode(), _QUICKLY) for piece in _pieces(name, as_of, iter(items))]
    for piece in packed:
        write(decompress(piece).decode())


def _pieces(name: str, as_of: date, items: Iterator[Struct]) -> Iterator[str]:
    head, end, tail = as_json(name, as_of, []).rpartition("]}")
    yield head
    comma = ""
    while some := list(islice(items, _AT_A_TIME)):
        yield comma + compact(some)[1:-1]
        comma = ","
    yield end + tail
