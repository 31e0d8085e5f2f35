"""Whole years of age, and the day on which they are reached."""

from __future__ import annotations

from datetime import date, timedelta


def coming_of_age(born: date, years: int = 18) -> date:
    """The day on which someone turns `years`; born on 29 February, that is 28 February in a common year."""
    if (born.month, born.day) == (2, 29):
        return date(born.year + years, 3, 1) - timedelta(days=1)
    return born.replace(year=born.year + years)


def age_on(born: date, day: date) -> int:
    """Whole years of age on `day`; -1 or less before the birth."""
    years = day.year - born.year
    return years if coming_of_age(born, years) <= day else years - 1
