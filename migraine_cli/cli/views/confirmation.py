"""What a writing command says when it has recorded something: the record, and what to look out for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from migraine_cli.output.blocks import Block
from migraine_cli.output.forms import Format
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, warn, write_sentence

if TYPE_CHECKING:
    from migraine_cli.listings.bookings import BookingRow
    from migraine_cli.listings.row import Row, Unowned


class Recorded(Struct, frozen=True):
    """A record as a row of the listing `name`, and in a sentence without its full stop; `details` show more of it."""

    name: str
    row: Row | BookingRow | Unowned
    sentence: str
    dry_run: bool
    details: Callable[[], Iterable[Block]] | None = None


def confirm(recorded: Recorded, day: date, form: Format) -> None:
    """Prints what was recorded. For a person, warnings go to stderr; in JSON and CSV they are in the item."""
    if form != "table":
        show(Listing(recorded.name, type(recorded.row), day, [recorded.row]), form)
        if form == "plain" and recorded.dry_run:
            say("nothing was written.")
        return
    for warning in recorded.row.warnings:
        warn(f"{warning}.")
    write_sentence(f"{'would record' if recorded.dry_run else 'recorded'} {recorded.sentence}.")
    if recorded.details:
        from migraine_cli.output.drawing import draw

        draw(recorded.details())
    if recorded.dry_run:
        say("nothing was written.")
