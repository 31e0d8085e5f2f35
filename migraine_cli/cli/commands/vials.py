"""`migcli vials`: every unit of every lot accounted for."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsKnownOn, AsOf, FormatOption, Place
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.lots import known_lot
from migraine_cli.listings.stock import VialsRow
from migraine_cli.output.blocks import Column
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.practice.stock import Shelf, Stock, same_lot, shelves
from migraine_cli.store.stock import stock_of
from migraine_cli.words.dates import parse_span
from migraine_cli.words.text import quoted


def _noted(row: VialsRow) -> str:
    return "; ".join(filter(None, (row.for_patient and f"for {row.for_patient}", row.note)))


_COLUMNS = (
    Column("lot", "lot"),
    Column("size", "units", right=True),
    Column("in", "received", right=True),
    Column("injected", lambda row: f"{row.injected:g}", right=True, shows="injected"),
    Column("discarded", lambda row: f"{row.discarded:g}", right=True, shows="discarded"),
    Column("on shelf", "on_shelf", right=True),
    Column(
        "unexplained",
        lambda row: f"{row.unexplained:g}" if row.unexplained else "",
        right=True,
        shows="unexplained",
        style=lambda _: "bold red",
        optional=True,
        spare=1,
    ),
    Column("expiry", "expiry"),
    Column("note", _noted, shows="note", folds=True, optional=True),
    Column("supply", "supply", optional=True, spare=2),
    Column("supplier", "supplier", optional=True, folds=True, spare=3),
)
_CAPTION = (
    "in (received) and on shelf: vials; injected, discarded and unexplained: units. In x size = injected + discarded +"
    " on shelf x size + unexplained."
)


def vials(
    lot: Annotated[str | None, typer.Option(metavar="LOT", help="Only this lot, in any spelling.")] = None,
    expiring: Annotated[
        str | None, typer.Option(metavar="SPAN", help="Only vials on the shelf that expire within 60d, 8w, 3m.")
    ] = None,
    forecast: Annotated[
        str | None, typer.Option(metavar="QUARTERS", help="What the next 1q, 2q, 3q or 4q will need instead.")
    ] = None,
    as_of: AsOf = None,
    as_known_on: AsKnownOn = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """List the clinic's vials lot by lot, every unit accounted for.

    The earliest expiry stands first. Received = injected + discarded + on the shelf + unexplained. A session's units
    are taken from its vials in the order in which they are named. `count-vials` says what lies there; what is missing
    then is unexplained.

    --forecast says what the next quarters need, from who is due, who is booked, and what became of such visits
    before. Each forecast is graded on past quarters, from what was known when they began.

    Examples:
      migcli vials
      migcli vials --expiring 60d
      migcli vials --forecast 2q
      migcli vials --lot C7654 --format json
    """
    day = asked_for(as_of)
    if forecast is not None:
        if lot is not None or expiring is not None:
            raise InvalidValue("--forecast is about visits to come; leave --lot and --expiring out.")
        listing = _forecast(place, as_known_on, day, _quarters(forecast))
        show(listing, form, arranged)
        return
    until = None if expiring is None else day + parse_span(expiring)
    with reading(place, as_known_on) as clinic:
        stock = stock_of(clinic).up_to(day)
    if lot is not None:
        lot = known_lot(lot, (), stock.receipts)
    found = [each for each in _all(stock, day) if lot is None or same_lot(each[0], lot)]
    rows = [
        VialsRow.of(shelf, stock, day, first=first)
        for shelf, first in found
        if until is None or (shelf.on_shelf and shelf.expiry and shelf.expiry <= until)
    ]
    listing = Listing(
        "vials",
        VialsRow,
        day,
        rows,
        _COLUMNS,
        title="Vials" if until is None else f"Vials that expire by {until}",
        empty=_none(stock, until),
        caption=_CAPTION,
    )
    show(listing, form, arranged)


def _quarters(typed: str) -> int:
    """How many quarters of three months were asked for. Raises InvalidValue."""
    span = re.fullmatch(r"(?a)([1-4]) ?q", typed.strip().lower())
    if span is None:
        raise InvalidValue(f"{quoted(typed)} isn't 1q, 2q, 3q or 4q, quarters of three months from tomorrow on.")
    return int(span[1])


def _forecast(place: str | None, as_known_on: str | None, day: date, quarters: int) -> Listing:
    from migraine_cli.cli.views.forecast import forecast_listing
    from migraine_cli.listings.forecast import forecast_rows
    from migraine_cli.store.past_visits import past_visits

    with reading(place, as_known_on) as clinic:
        rows = forecast_rows(past_visits(clinic, day), stock_of(clinic), day, quarters)
    return forecast_listing(rows, day)


def _none(stock: Stock, until: date | None) -> str:
    if stock.since is None:
        return "no stock is kept; record what comes in with `migcli add-vials`."
    return f"no vial on the shelf expires by {until}."


def _all(stock: Stock, day: date) -> Iterator[tuple[Shelf, bool]]:
    """Every shelf, and whether it is the one of its size to be used first: where several could be."""
    every = shelves(stock)
    for shelf in every:
        rivals = [each for each in every if _usable(each, shelf, stock, day)]
        yield shelf, len(rivals) > 1 and rivals[0] is shelf


def _usable(each: Shelf, like: Shelf, stock: Stock, day: date) -> bool:
    same = (each.units, each.for_patient, each.product) == (like.units, like.for_patient, like.product)
    in_date = each.expiry is not None and each.expiry >= day
    return same and in_date and each.on_shelf > 0 and stock.recall_of(each.lot, day) is None
