"""JSON of a listing as long as the clinic: put together in little memory, and shown only once all of it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from zlib import compress, decompress

from msgspec import Raw, Struct
from msgspec.json import encode

from migraine_cli.output.as_json import in_pieces
from migraine_cli.output.streams import write

_QUICKLY = 1
"""How hard zlib tries: items resemble one another, so that little trying takes most of it away."""


def show_long(name: str, as_of: date, items: Iterable[Struct]) -> None:
    """Put the envelope of a listing on stdout, byte for byte as `as_json` has it; nothing when `items` fails."""
    packed = [compress(piece.encode(), _QUICKLY) for piece in in_pieces(name, as_of, items)]
    for piece in packed:
        write(decompress(piece).decode())


def in_order(name: str, as_of: date, numbered: Iterable[tuple[int, Struct]]) -> Iterator[str]:
    """The envelope of a listing piece by piece, its items by their numbers, each packed until its turn comes."""
    packed = sorted((number, compress(encode(item), _QUICKLY)) for number, item in numbered)
    return in_pieces(name, as_of, (Raw(decompress(item)) for _, item in packed))
