"""The days on which the invented practice sees patients."""

from __future__ import annotations

from datetime import date, timedelta

CLINIC_WEEKDAYS = (0, 3)
"""Monday and Thursday."""

HOLIDAYS = ((1, 1), (12, 25), (12, 26))


def on_or_after(day: date) -> date:
    """The first clinic day from `day` on."""
    while not _open(day):
        day += timedelta(days=1)
    return day


def on_or_before(day: date) -> date:
    """The latest clinic day up to `day`."""
    while not _open(day):
        day -= timedelta(days=1)
    return day


def _open(day: date) -> bool:
    return day.weekday() in CLINIC_WEEKDAYS and (day.month, day.day) not in HOLIDAYS
