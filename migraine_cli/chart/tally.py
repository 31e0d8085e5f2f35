"""How many days of a period counted: if no unknown day had been a headache day, and if every one had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct, structs

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.calendar_count import CalendarCount, month_count
from migraine_cli.chart.day import Day, Measure
from migraine_cli.chart.period import Period
from migraine_cli.chart.reconciled import KnownDays, reconciled

_KINDS: tuple[Measure, Measure] = ("migraine", "long")
"""What is counted among the headache days."""


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
    count: CalendarCount | None = None
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


def tally(days: Mapping[date, Day], counts: Sequence[CalendarCount], period: Period) -> Tally:
    """Counts of `period` as bounds, from single days and, for a calendar month, from a paper calendar's count."""
    known = _known(days, period)
    from_days = _tally_of_days(known, period)
    month = period.month
    if not month:
        unused = _months_touched(counts, period)
        return structs.replace(from_days, unused=unused) if unused else from_days
    count = month_count(counts, month)
    if count is None:
        return from_days
    return _with_count(from_days, KnownDays.of(known.values(), period.length), count)


def _months_touched(counts: Iterable[CalendarCount], period: Period) -> tuple[str, ...]:
    first, last = period.first.isoformat()[:7], period.last.isoformat()[:7]
    return tuple(sorted({count.month for count in counts if first <= count.month <= last}))


def _known(days: Mapping[date, Day], period: Period) -> dict[date, Day]:
    """The days of the period of which a headache or its absence is known."""
    if not days:  # of a clinic that counts on paper
        return {}
    found = ((day, days[day]) for day in period.days() if day in days)
    return {day: known for day, known in found if known.headache is not None}


def _tally_of_days(known: Mapping[date, Day], period: Period) -> Tally:
    every = period.days()
    if not known:
        none = Bounds(0, len(every))
        return Tally(period, none, none, none, every)
    blank = tuple(day for day in every if day not in known)
    headaches = {day: each for day, each in known.items() if each.headache}  # which the other measures are about
    (migraine, without_kind), (long, without_hours) = (_counted(headaches, measure) for measure in _KINDS)

    def bounds(sure: int, unclear: Sequence[date]) -> Bounds:
        return Bounds(sure, sure + len(unclear) + len(blank))

    return Tally(
        period,
        bounds(len(headaches), ()),
        bounds(migraine, without_kind),
        bounds(long, without_hours),
        blank,
        without_kind=without_kind,
        without_hours=without_hours,
    )


def _counted(headaches: Mapping[date, Day], measure: Measure) -> tuple[int, tuple[date, ...]]:
    """How many headache days count, and of which it isn't known."""
    answers = [known.counts(measure) for known in headaches.values()]
    unclear = (day for day, counts in zip(headaches, answers, strict=True) if counts is None)
    return answers.count(True), tuple(unclear) if None in answers else ()


def _with_count(from_days: Tally, days: KnownDays, count: CalendarCount) -> Tally:
    """Bounds that both the single days and the calendar's count allow; where none are, the single days win for every
    measure.
    """
    both = reconciled(days, count)
    if both is None:
        said = ", ".join(f"{days} {what}" for days, what in _stated(count))
        contradiction = (
            f"the calendar of {count.month} ({said}) can't be true beside the days recorded one by one "
            f"({from_days.headache} headache days, {from_days.migraine} migraine days, {from_days.long} of 4 hours or "
            "more); the days win"
        )
        return structs.replace(from_days, contradiction=contradiction)
    return structs.replace(from_days, **both, count=count)


def _stated(count: CalendarCount) -> list[tuple[int, str]]:
    """What a calendar's count states."""
    every = (
        (count.headache_days, "headache days"),
        (count.migraine_days, "migraine days"),
        (count.long_days, "days of 4 hours or more"),
        (count.recorded_days, "days recorded"),
    )
    return [(days, what) for days, what in every if days is not None]
