"""The periods that counts are made over: calendar months, or blocks of days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from migraine_cli.words.dates import every_day


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
