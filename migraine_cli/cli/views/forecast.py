"""How a forecast of visits and vials is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from migraine_cli.listings.forecast import ForecastRow
from migraine_cli.output.blocks import BLANK, Block, Column, Details, Table
from migraine_cli.output.listing import Listing
from migraine_cli.practice.forecast import Range


def forecast_listing(rows: Sequence[ForecastRow], day: date) -> Listing:
    """The quarters with what each needs, what that rests on, and how such forecasts did."""
    return Listing("forecast", ForecastRow, day, rows, _COLUMNS, view=lambda: _view(rows), title="Vials needed")


def _view(rows: Sequence[ForecastRow]) -> Iterator[Block]:
    yield Table(_COLUMNS, rows)
    yield BLANK
    yield Details([(str(until), f"{next(group).because}.") for until, group in groupby(rows, lambda row: row.until)])
    yield BLANK
    yield Details(_MEANINGS, "dim")


def _range(value: Range | None) -> str:
    return "can't tell" if value is None else str(value)


def _held(row: ForecastRow) -> str:
    return f"{row.held} of {row.graded}, {row.off} % off" if row.graded else "not yet graded"


_COLUMNS = (
    Column("until", "until"),
    Column("visits", lambda row: _range(row.visits), right=True, shows="visits"),
    Column("units U", lambda row: _range(row.units), right=True, shows="units", spare=1),
    Column("size", "size", right=True),
    Column("vials", lambda row: _range(row.vials), right=True, shows="vials"),
    Column("on shelf", "on_shelf", right=True, optional=True),
    Column(
        "to order",
        lambda row: "" if row.to_order is None else str(row.to_order),
        right=True,
        shows="to_order",
        optional=True,
    ),
    Column("held in", _held, shows="held"),
    Column("from", "since", spare=2),
)

_MEANINGS = (
    (
        "visits",
        "those due, at the share of such visits that took place before, give or take chance (Wilson,"
        " 95 %); and others, as few or as many as past quarters brought",
    ),
    ("vials", "what past visits opened on average; vials that patients brought aren't counted"),
    ("on shelf", "in date when the quarter begins, before the quarters above it take theirs"),
    (
        "held in",
        "of how many past quarters the visits lay within the range, forecast from what was known when they"
        " began, and how far off its middle was",
    ),
)
