"""Whole years of age, and the day on which they are reached."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def coming_of_age(born: date, years: int = 18) -> date:
    """The day on which someone turns `years`; born on 29 February, that is 28 February in a common year."""
    last = monthrange(born.year + years, born.month)[1]
    return born.replace(year=born.year + years, day=min(born.day, last))


def age_on(born: date, day: date) -> int:
    """Whole years of age on `day`; -1 or less before the birth."""
    years = day.year - born.year
    return years if coming_of_age(born, years) <= day else years - 1
