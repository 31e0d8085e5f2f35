"""What the clinic will need, quarter by quarter, as it is listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct, field

from migraine_cli.practice.forecast import FEWEST_DUE, PAST_QUARTERS, Forecast, Forecaster, Range
from migraine_cli.practice.past_visits import PastVisits, quarter_after
from migraine_cli.practice.stock import Stock
from migraine_cli.practice.vials_needed import UsePerVisit, fit_for_use, in_date, lacking_range


class ForecastRow(Struct, frozen=True, kw_only=True):
    """What one quarter needs of vials of one size: `units` of them to be injected, `vials` to be opened, `to_order`
    those that the shelf lacks. Ranges are null where they can't be told, which `because` says.

    `on_shelf` are vials that lie there now and are in date when the quarter begins. The same forecast was made for
    `graded` past quarters, from what was known when they began: in `held` of them the visits lay within the range, and
    its middle was `off` percent from them on average.
    """

    since: date = field(name="from")
    until: date
    due: int
    booked: int
    visits: Range | None
    units: Range | None
    size: int | None
    vials: Range | None
    on_shelf: int | None
    to_order: Range | None
    held: int | None
    graded: int
    off: int | None
    because: str


def forecast_rows(past: PastVisits, stock: Stock, day: date, quarters: int) -> list[ForecastRow]:
    """A row for each of so many quarters from tomorrow on and each size of vial that was used in the last two years."""
    forecaster = Forecaster(past, day)
    made = [forecaster.forecast(ahead) for ahead in range(quarters)]
    since = quarter_after(day, -PAST_QUARTERS).first
    use = UsePerVisit.of([each for each in past.sessions if since <= each.date <= day])
    by_size = [list(_of_size(made, use, size, stock, day)) for size in tuple(use.vials) or (None,)]
    return [row for rows in zip(*by_size, strict=True) for row in rows]


def _of_size(
    made: Sequence[Forecast], use: UsePerVisit, size: int | None, stock: Stock, day: date
) -> Iterator[ForecastRow]:
    kept = [] if size is None else fit_for_use(stock, size, day)
    vials = [None if each.visits is None or size is None else each.visits.times(use.vials[size]) for each in made]
    told = [(each.period.first, number) for each, number in zip(made, vials, strict=True) if number is not None]
    short = iter(lacking_range(kept, told))
    stocked = stock.since is not None and size is not None
    for each, number in zip(made, vials, strict=True):
        lack = None if number is None else next(short)
        yield ForecastRow(
            since=each.period.first,
            until=each.period.last,
            due=each.due,
            booked=each.booked,
            visits=each.visits,
            units=None if each.visits is None or use.units is None else each.visits.times(use.units),
            size=size,
            vials=number,
            on_shelf=in_date(kept, each.period.first) if stocked else None,
            to_order=lack if stocked else None,
            held=each.grade and each.grade.held,
            graded=each.grade.of if each.grade else 0,
            off=each.grade and each.grade.off_percent,
            because=because(each, size),
        )


def because(made: Forecast, size: int | None) -> str:
    """What a forecast rests on, or why it can't be told, as a sentence without its full stop."""
    due = f"{_visits(made.due)} {'falls' if made.due == 1 else 'fall'} due, {made.booked or 'none'} of them booked"
    if made.visits is None or made.others is None:
        return (
            f"{due}; how many take place can't be told before {FEWEST_DUE} have fallen due in past quarters, and"
            f" {made.past.due} have"
        )
    share = round(100 * made.past.kept / made.past.due)
    quarters = f"{made.quarters} past quarter{'' if made.quarters == 1 else 's'}"
    others = f"{made.others} other visit{'' if made.others.high == 1 else 's'} came in each"
    unnamed = "; no past session names its vials, so how many are needed can't be told" if size is None else ""
    return f"{due}; in {quarters} {made.past.kept} of {made.past.due} ({share} %) took place, and {others}{unnamed}"


def _visits(number: int) -> str:
    return f"{number} visit{'' if number == 1 else 's'}"
