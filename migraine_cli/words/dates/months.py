"""A day so many calendar months before another."""

from __future__ import annotations

from datetime import date

from migraine_cli.words.dates.refusals import days_in_month


def months_earlier(day: date, months: int) -> date:
    """The same day of the month, or the last one of a shorter month, as `dateutil` has it, which takes longer to load
    than recording a session takes.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))
