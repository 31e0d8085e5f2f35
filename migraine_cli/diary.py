"""The headache diary: what is known of each day, and how many days there can have been.

A day that nobody wrote about is unknown, never headache-free. So a count is a pair of bounds: what it would be if no
unknown day had been a headache day, and what it would be if every one had.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from msgspec import Struct, structs

from migraine_cli.answers import Answer
from migraine_cli.dates import days_within, every_day, month_days
from migraine_cli.errors import InvalidValue
from migraine_cli.records import DayStatement, DiaryEntry, MonthCount

Measure = Literal["headache", "migraine", "long"]
"""What is counted: headache days, migraine days, or days with at least LONG_HOURS of headache."""

LONG_HOURS = 4
"""Hours; a day counts for the US label's rule from exactly 4 hours on (clinical.md, choice 5)."""


class Day(NamedTuple):
    """What is known of one day; None is not known. `id` is the diary entry that spoke of it last."""

    headache: bool | None = None
    hours: float | None = None
    severity: int | None = None
    migraine: bool | None = None
    medicines: tuple[str, ...] | None = None
    note: str | None = None
    id: str | None = None

    def after(self, said: DayStatement, entry_id: str | None = None) -> Day:
        """This day after a later statement of the diary entry `entry_id`: what it states wins, what it leaves blank
        stays.
        """
        medicines = self.medicines if said.medicines is None else said.medicines
        note = said.note or self.note
        if said.headache is False:
            return Day(headache=False, migraine=False, medicines=medicines, note=note, id=entry_id)
        if said.headache is None:
            return self._replace(medicines=medicines, note=note, id=entry_id)
        before = self if self.headache else Day()
        return Day(
            headache=True,
            hours=before.hours if said.hours is None else said.hours,
            severity=before.severity if said.severity is None else said.severity,
            migraine=before.migraine if said.migraine is None else said.migraine,
            medicines=medicines,
            note=note,
            id=entry_id,
        )

    def contradicted_by(self, later: Day) -> bool:
        """Whether a fact that was known is another one in `later`."""
        return any(old is not None and old != new for old, new in zip(self[:-1], later[:-1], strict=True))

    def counts(self, measure: Measure) -> bool | None:
        """Whether the day counts; None when that isn't known."""
        if not self.headache:
            return self.headache
        if measure == "headache":
            return True
        if measure == "migraine":
            return self.migraine
        return None if self.hours is None else self.hours >= LONG_HOURS


class Bounds(NamedTuple):
    """The least and the most that a count can be."""

    low: int
    high: int

    def at_least(self, needed: int) -> Answer:
        """Whether the count reaches `needed`, whatever the unknown days were."""
        if self.low >= needed:
            return Answer.YES
        return Answer.NO if self.high < needed else Answer.UNKNOWN

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


class Period(NamedTuple):
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """Days in the period."""
        return (self.last - self.first).days + 1

    @property
    def month(self) -> str | None:
        """Such as "2026-10" when the period is one calendar month, else None."""
        month = month_of(self.first)
        return f"{self.first:%Y-%m}" if self == month else None

    def days(self) -> Iterable[date]:
        """Each day of the period, in order."""
        return every_day(self.first, self.last)

    def __str__(self) -> str:
        return self.month or f"{self.first}..{self.last}"


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


def month_of(day: date) -> Period:
    """The calendar month that `day` lies in."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def months_before(day: date, count: int) -> list[Period]:
    """The `count` latest complete calendar months before `day`, the latest first."""
    months = []
    for _ in range(count):
        month = month_of(day.replace(day=1) - timedelta(days=1))
        months.append(month)
        day = month.first
    return months


def blocks_before(day: date, count: int, length: int) -> list[Period]:
    """The `count` latest blocks of `length` days, the latest ending on the day before `day`."""
    ends = [day - timedelta(days=1 + n * length) for n in range(count)]
    return [Period(end - timedelta(days=length - 1), end) for end in ends]


def known_days(entries: Iterable[DiaryEntry], first: date, last: date) -> dict[date, Day]:
    """What is known of each day from `first` to `last`, from entries in the order in which they were recorded."""
    days: dict[date, Day] = {}
    unknown = Day()
    for entry in entries:
        for statement in entry.statements:
            for day in days_within(statement.days, first, last):
                days[day] = days.get(day, unknown).after(statement, entry.id)
    return days


def changed_days(before: Sequence[DiaryEntry], added: Sequence[DiaryEntry], first: date, last: date) -> list[date]:
    """The days of which something known before `added` is now known otherwise."""
    return differing_days(before, [*before, *added], first, last)


def differing_days(before: Sequence[DiaryEntry], after: Sequence[DiaryEntry], first: date, last: date) -> list[date]:
    """The days of which something known by `before` is another or no longer known by `after`."""
    old, new = known_days(before, first, last), known_days(after, first, last)
    unknown = Day()
    return [day for day in sorted(old) if old[day].contradicted_by(new.get(day, unknown))]


def month_count(counts: Iterable[MonthCount], month: str) -> MonthCount | None:
    """What the paper calendars say of `month`, later statements over earlier ones; None when they say nothing."""
    merged: MonthCount | None = None
    for count in counts:
        if count.month == month:
            merged = count if merged is None else merged_count(merged, count)
    return merged


def counted_so_far(count: MonthCount, today: date) -> None:
    """Raises InvalidValue for a month that hasn't begun, and for more days than have passed of the running one."""
    month = Period(*month_days(count.month))
    if today < month.first:
        raise InvalidValue(f"{count.month} is in the future; count a month when it has begun.")
    passed = (min(today, month.last) - month.first).days + 1
    if max(count.headache_days or 0, count.recorded_days or 0) > passed:
        raise InvalidValue(f"only {passed} days of {count.month} have passed by {today}; correct the counts.")


def merged_count(before: MonthCount, later: MonthCount) -> MonthCount:
    """`later` with what it leaves blank taken from `before`. Raises InvalidValue when the two can't go together."""

    def latest(name: str) -> int | None:
        stated: int | None = getattr(later, name)
        if stated is None:
            stated = getattr(before, name)
        return stated

    return MonthCount(
        patient=later.patient,
        month=later.month,
        headache_days=latest("headache_days"),
        migraine_days=latest("migraine_days"),
        long_days=latest("long_days"),
        recorded_days=latest("recorded_days"),
    )


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
