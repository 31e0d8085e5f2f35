"""How many days of a period counted: if no unknown day had been a headache day, and if every one had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, structs

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.calendar_count import month_count
from migraine_cli.chart.day import Day, Measure
from migraine_cli.chart.period import Period
from migraine_cli.records.diary import MonthCount


class Tally(Struct, frozen=True):
    """The counts of one period as bounds, and what is missing from them.

    `blank` are the days of which no entry tells a headache or its absence, `without_kind` and `without_hours` the
    headache days of which it isn't known whether they count as migraine or as long. `count` is the paper calendar's,
    where it was used; `contradiction` says where it can't be true beside the days recorded one by one, which then win;
    `unused` names the months whose counts can't be used because the period isn't that month.
    """

    period: Period
    headache: Bounds
    migraine: Bounds
    long: Bounds
    blank: tuple[date, ...]
    without_kind: tuple[date, ...] = ()
    without_hours: tuple[date, ...] = ()
    count: MonthCount | None = None
    contradiction: str | None = None
    unused: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether a paper calendar's count was used."""
        return self.count is not None

    @property
    def empty(self) -> bool:
        """Whether nothing is known of the period."""
        return len(self.blank) == self.period.length and not self.counted

    def bounds(self, measure: Measure) -> Bounds:
        """The bounds of one measure."""
        return {"headache": self.headache, "migraine": self.migraine, "long": self.long}[measure]

    def unclear(self, measure: Measure) -> tuple[date, ...]:
        """The headache days of which it isn't known whether they count."""
        return {"headache": (), "migraine": self.without_kind, "long": self.without_hours}[measure]


def tally(days: Mapping[date, Day], counts: Iterable[MonthCount], period: Period) -> Tally:
    """Counts of `period` as bounds, from single days and, for a calendar month, from a paper calendar's count."""
    from_days = _tally_of_days(days, period)
    if not period.month:
        return structs.replace(from_days, unused=_months_touched(counts, period))
    count = month_count(counts, period.month)
    return from_days if count is None else _reconciled(from_days, count)


def _months_touched(counts: Iterable[MonthCount], period: Period) -> tuple[str, ...]:
    first, last = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    return tuple(sorted({count.month for count in counts if first <= count.month <= last}))


def _tally_of_days(days: Mapping[date, Day], period: Period) -> Tally:
    every = list(period.days())
    kept = {day: days[day] for day in every if day in days and days[day].headache is not None}
    blank = tuple(day for day in every if day not in kept)

    def bounds(measure: Measure) -> Bounds:
        answers = [known.counts(measure) for known in kept.values()]
        return Bounds(answers.count(True), answers.count(True) + answers.count(None) + len(blank))

    def unclear(measure: Measure) -> tuple[date, ...]:
        return tuple(day for day, known in kept.items() if known.counts(measure) is None)

    return Tally(
        period,
        bounds("headache"),
        bounds("migraine"),
        bounds("long"),
        blank,
        without_kind=unclear("migraine"),
        without_hours=unclear("long"),
    )


def _reconciled(from_days: Tally, count: MonthCount) -> Tally:
    """Bounds that both the single days and the calendar's count allow; where none are, the single days win."""
    length = from_days.period.length
    unrecorded = length - (count.recorded_days or 0)
    most = _bounds_of_count(count.headache_days, unrecorded, length).high
    # Migraine days and long days are headache days, even where those weren't counted.
    least = max(days or 0 for days in (count.headache_days, count.migraine_days, count.long_days))
    counted = {
        "headache": Bounds(least, most),
        "migraine": _bounds_of_count(count.migraine_days, unrecorded, most),
        "long": _bounds_of_count(count.long_days, unrecorded, most),
    }
    both = {
        measure: Bounds(max(days.low, said.low), min(days.high, said.high))
        for measure, said in counted.items()
        for days in [from_days.bounds(measure)]  # type: ignore[arg-type]
    }
    clash = next((measure for measure, (low, high) in both.items() if low > high), None)
    if clash:
        said, found = counted[clash], from_days.bounds(clash)  # type: ignore[arg-type]
        contradiction = f"the calendar's {said} {clash} days of {count.month} against {found} day by day; the days win"
        return structs.replace(from_days, contradiction=contradiction)
    return structs.replace(from_days, **both, count=count)


def _bounds_of_count(counted: int | None, unrecorded: int, most: int) -> Bounds:
    """Bounds from a count on the recorded days, when `unrecorded` days of the month weren't."""
    return Bounds(0, most) if counted is None else Bounds(counted, min(counted + unrecorded, most))
