"""A listing on stdout, in the form that was asked for; each form is loaded when it is."""

from __future__ import annotations

from collections.abc import Iterator

from migraine_cli.errors import InvalidValue
from migraine_cli.output.blocks import BLANK, Block, Paragraph, Table
from migraine_cli.output.forms import AS_LISTED, Arrangement, Format
from migraine_cli.output.listing import Listing
from migraine_cli.output.streams import say, write


def show(listing: Listing, form: Format, arranged: Arrangement = AS_LISTED) -> None:
    """Puts a listing on stdout. An empty one keeps its frame as JSON, CSV and TSV; a person is told on stderr.

    Raises InvalidValue for a form that the listing can't be given in, and as `arrange`.
    """
    if form not in listing.forms:
        raise InvalidValue(f"`{listing.name}` has no {form} form.", advice=("another form", " or ".join(listing.forms)))
    if arranged != AS_LISTED:
        from migraine_cli.output.arranging import arrange

        listing = arrange(listing, arranged)
    if form == "json":
        from migraine_cli.output.as_json import in_pieces

        for piece in in_pieces(listing.name, listing.as_of, listing.items):
            write(piece)
    elif form in ("csv", "tsv"):
        from migraine_cli.output.as_csv import as_csv, as_tsv

        written = as_csv if form == "csv" else as_tsv
        write(written(listing.item_type, listing.items, listing.keys, header=listing.header))
    elif not listing.items:
        say(listing.empty)
    elif form == "plain":
        from migraine_cli.output.as_plain import as_plain

        write(as_plain(listing.items, listing.words))
    else:
        from migraine_cli.output.drawing import draw

        draw(_blocks(listing))


def _blocks(listing: Listing) -> Iterator[Block]:
    if not listing.header:
        yield Table(listing.columns, listing.items, header=False)
        return
    if listing.title:
        yield Paragraph(f"{listing.title}, as of {listing.as_of}", "bold")
        yield BLANK
    if listing.view:
        yield from listing.view()
        return
    yield Table(listing.columns, listing.items)
    if listing.caption:
        yield BLANK
        yield Paragraph(listing.caption, "dim")
