"""A listing: the same items as a table, as plain lines, as JSON, as CSV and as TSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from migraine_cli.errors import InvalidValue
from migraine_cli.output.blocks import BLANK, Block, Column, Paragraph, Table
from migraine_cli.output.forms import AS_LISTED, FORMATS, Arrangement, Format
from migraine_cli.output.streams import say, write

NO_WORDS: Mapping[str, Mapping[str, str] | Callable[[str], str]] = MappingProxyType({})


class Listing(Struct, frozen=True):
    """Items of one type, and how a person reads them: as a table of `columns`, or as the blocks of `view`.

    `name` is the one `migcli schema` knows; `title` heads a table with the date; `empty` is said when there are no
    items; `caption` ends a table; `forms` are those that make sense. `keys` are the columns of CSV and TSV, all of
    them unless named; `header` is whether these and a table have one. `words` are what plain lines call a code or a
    number, by the label it stands under, such as "criteria answer".
    """

    name: str
    item_type: type[Struct]
    as_of: date
    items: Sequence[Struct]
    columns: Sequence[Column] = ()
    view: Callable[[], Iterable[Block]] | None = None
    title: str = ""
    empty: str = "nothing to show."
    caption: str = ""
    forms: Sequence[Format] = FORMATS
    keys: Sequence[str] = ()
    header: bool = True
    words: Mapping[str, Mapping[str, str] | Callable[[str], str]] = NO_WORDS


def show(listing: Listing, form: Format, arranged: Arrangement = AS_LISTED) -> None:
    """Puts a listing on stdout. An empty one keeps its frame as JSON, CSV and TSV; a person is told on stderr.

    Raises InvalidValue for a form that the listing can't be given in, and as `arrange`.
    """
    if form not in listing.forms:
        raise InvalidValue(f"`{listing.name}` has no {form} form; ask for --format {' or '.join(listing.forms)}.")
    if arranged != AS_LISTED:
        from migraine_cli.output.arranging import arrange

        listing = arrange(listing, form, arranged)
    if form == "json":
        from migraine_cli.output.as_json import as_json

        write(as_json(listing.name, listing.as_of, listing.items))
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
