"""What a paper calendar's count says of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from migraine_cli.chart.period import Period
from migraine_cli.errors import InvalidValue
from migraine_cli.records.diary import MonthCount
from migraine_cli.words.dates import month_days


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
