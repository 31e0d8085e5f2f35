"""The periods that counts are made over: calendar months, or blocks of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from migraine_cli.errors import ClinicFileError
from migraine_cli.words.dates import days_in_month, every_day
from migraine_cli.words.dates.refusals import FIRST_YEAR


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
        return self.first.isoformat()[:7] if self == month_of(self.first) else None

    def days(self) -> tuple[date, ...]:
        """Each day of the period, in order."""
        return _days(self)

    def __str__(self) -> str:
        return self.month or f"{self.first}..{self.last}"


def month_of(day: date) -> Period:
    """The calendar month that `day` lies in."""
    return _calendar_month(day.year, day.month)


@lru_cache  # of a clinic's patients the same months are judged
def _days(period: Period) -> tuple[date, ...]:
    return tuple(every_day(period.first, period.last))


@cache
def _calendar_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, days_in_month(year, month)))


def months_back(day: date) -> Iterator[Period]:
    """The complete calendar months before `day`, the latest first, without end. Raises ClinicFileError before the first
    month that there is.
    """
    while True:
        month = month_of(_earlier(day.replace(day=1), 1))
        yield month
        day = month.first


def blocks_back(day: date, length: int) -> Iterator[Period]:
    """Blocks of `length` days, the latest ending on the day before `day`, without end. Raises ClinicFileError before
    the first day that there is.
    """
    while True:
        first = _earlier(day, length)
        yield Period(first, day - timedelta(days=1))
        day = first


def _earlier(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError as fault:
        raise ClinicFileError(
            f"the clinic file is damaged: a record lies before the year {FIRST_YEAR}; run `migcli check`, which names"
            " it."
        ) from fault


def months_before(day: date, count: int) -> list[Period]:
    """The `count` latest complete calendar months before `day`, the latest first."""
    return list(islice(months_back(day), count))
