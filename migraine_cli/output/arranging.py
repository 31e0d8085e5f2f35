"""Columns, order and header of a listing as they were asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.output.blocks import Column
from migraine_cli.output.flat import flat
from migraine_cli.output.forms import Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.words.values import code


def arrange(listing: Listing, arranged: Arrangement) -> Listing:
    """The listing so arranged, for a form in columns. Raises InvalidValue for a name that is no key."""
    keys = tuple(dict.fromkeys(_key(listing, name) for name in arranged.columns))
    return replace(
        listing,
        items=listing.items if arranged.sort is None else _sorted(listing, arranged.sort),
        keys=keys,
        columns=[_column(listing, key) for key in keys or _shown_keys(listing)],
        view=None,
        header=arranged.header,
    )


def _key(listing: Listing, name: str) -> str:
    return code(name, listing.item_type.__struct_encode_fields__, "column")


def _shown_keys(listing: Listing) -> tuple[str, ...]:
    """What a table shows unless columns are named: its own columns, else every key."""
    return (
        tuple(_key_of(listing, column) for column in listing.columns if column.key)
        or listing.item_type.__struct_encode_fields__
    )


def _key_of(listing: Listing, column: Column) -> str:
    """The key that a column shows, as JSON calls it where the field has another name, such as `with`."""
    fields = listing.item_type.__struct_fields__
    if column.key not in fields:
        return column.key
    return listing.item_type.__struct_encode_fields__[fields.index(column.key)]


def _column(listing: Listing, key: str) -> Column:
    """The listing's own column of a key, always there; one made from the key where it has none."""
    own = next((column for column in listing.columns if _key_of(listing, column) == key), None)
    field = _field(listing.item_type, key)
    made = own or Column(key.replace("_", " "), lambda item: flat(getattr(item, field)), folds=True, shows=key)
    return replace(made, spare=0, optional=False)


def _field(item_type: type[Struct], key: str) -> str:
    return item_type.__struct_fields__[item_type.__struct_encode_fields__.index(key)]


def _sorted(listing: Listing, sort: str) -> list[Struct]:
    """The items by one key; those that have no value stand last in either direction."""
    field = _field(listing.item_type, _key(listing, sort.removeprefix("-")))
    known = [item for item in listing.items if flat(getattr(item, field)) not in (None, "")]
    unknown = [item for item in listing.items if flat(getattr(item, field)) in (None, "")]
    known.sort(key=lambda item: _rank(getattr(item, field)), reverse=sort.startswith("-"))
    return known + unknown


def _rank(value: Any) -> tuple[bool, float, str]:
    """Numbers by size before texts by letter, whatever their case."""
    if isinstance(value, int | float):
        return False, value, ""
    return True, 0, value.isoformat() if isinstance(value, date) else str(flat(value)).casefold()
