"""What a paper calendar's count says of a month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class CalendarCount(Protocol):
    """What a paper calendar says of one month: a record of it, or a row of a store that has many."""

    @property
    def month(self) -> str:
        """The calendar month, such as "2026-10"."""

    @property
    def headache_days(self) -> int | None:
        """Days with headache; None is not known."""

    @property
    def migraine_days(self) -> int | None:
        """Days with migraine; None is not known."""

    @property
    def long_days(self) -> int | None:
        """Days with 4 hours of headache or more; None is not known."""

    @property
    def recorded_days(self) -> int | None:
        """Days on which the calendar was kept; None is not known."""


C = TypeVar("C", bound=CalendarCount)


def that_count(counts: Iterable[C]) -> list[C]:
    """Of each month of one patient the count that counts: its latest."""
    return list({count.month: count for count in counts}.values())


def month_count(counts: Sequence[CalendarCount], month: str) -> CalendarCount | None:
    """The count of `month`: the latest alone, its blanks unknown; None when there is none.

    A count is the whole of what one calendar says. Taking from an earlier one what a later leaves blank would make up a
    calendar that nobody kept: 18 of 31 recorded days and then 12 became "12 of 31".
    """
    return next((count for count in reversed(counts) if count.month == month), None)
