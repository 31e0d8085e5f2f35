"""A listing: the same items as a table, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from migraine_cli.output.blocks import BLANK, Block, Column, Paragraph, Table
from migraine_cli.output.forms import Format
from migraine_cli.output.streams import say, write


class Listing(Struct, frozen=True):
    """Items of one type, and how a person reads them: as a table of `columns`, or as the blocks of `view`.

    `name` is the one `migcli schema` knows; `empty` is said when there are no items; `caption` ends a table.
    """

    name: str
    item_type: type[Struct]
    as_of: date
    items: Sequence[Struct]
    columns: Sequence[Column] = ()
    view: Callable[[], Iterable[Block]] | None = None
    empty: str = "nothing to show."
    caption: str = ""


def show(listing: Listing, form: Format) -> None:
    """Puts a listing on stdout. An empty one keeps its frame as JSON and CSV; a person is told on stderr."""
    if form == "json":
        from migraine_cli.output.as_json import as_json

        write(as_json(listing.name, listing.as_of, listing.items))
    elif form == "csv":
        from migraine_cli.output.as_csv import as_csv

        write(as_csv(listing.item_type, listing.items))
    elif listing.items:
        from migraine_cli.output.drawing import draw

        draw(listing.view() if listing.view else _blocks(listing))
    else:
        say(listing.empty)


def _blocks(listing: Listing) -> Iterator[Block]:
    yield Table(listing.columns, listing.items)
    if listing.caption:
        yield BLANK
        yield Paragraph(listing.caption, "dim")
