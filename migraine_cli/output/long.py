"""A listing as long as the clinic: put together in little memory, and shown only once all of it is there.

A table isn't among its forms: how wide a column is, the widest of all its cells says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal
from zlib import compress, decompress

from msgspec import Raw, Struct
from msgspec.json import encode

from migraine_cli.output.as_json import in_pieces
from migraine_cli.output.listing import Listing
from migraine_cli.output.streams import say, write

LongForm = Literal["plain", "json", "csv", "tsv"]

_QUICKLY = 1
"""How hard zlib tries: items resemble one another, so that little trying takes most of it away."""


def show_long(listing: Listing, items: Iterable[Struct], form: LongForm) -> None:
    """Put `items` on stdout as `show` puts those of a listing, which this one has none of; nothing when they fail."""
    packed = [compress(piece.encode(), _QUICKLY) for piece in _pieces(listing, items, form)]
    for piece in packed:
        write(decompress(piece).decode())
    if not packed:
        say(listing.empty)


def _pieces(listing: Listing, items: Iterable[Struct], form: LongForm) -> Iterator[str]:
    if form == "json":
        return in_pieces(listing.name, listing.as_of, items)
    if form == "plain":
        from migraine_cli.output.as_plain import plain_in_pieces

        return plain_in_pieces(items, listing.words)
    from migraine_cli.output.as_csv import csv_in_pieces, tsv_in_pieces

    return (csv_in_pieces if form == "csv" else tsv_in_pieces)(listing.item_type, items, listing.keys)


def in_order(name: str, as_of: date, numbered: Iterable[tuple[int, Struct]]) -> Iterator[str]:
    """The envelope of a listing piece by piece, its items by their numbers, each packed until its turn comes."""
    packed = sorted((number, compress(encode(item), _QUICKLY)) for number, item in numbered)
    return in_pieces(name, as_of, (Raw(decompress(item)) for _, item in packed))
