"""How well migraine is under control in a month, beside the percentage.

The levels are those of the International Headache Society's position of 2025 (10.1177/03331024251320608, read in the
abstract), by the days with migraine or with a moderate to severe headache: freedom is the aim, and percent alone is no
target. One month shows the range only; the position asks for three.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.day import Day
from migraine_cli.chart.tally import Tally

LEVELS: tuple[tuple[str, int], ...] = (
    ("freedom", 0),
    ("optimal control", 3),
    ("modest control", 6),
    ("insufficient control", 31),
)
"""Each level with the most days a month that lie in it, the best first."""

MODERATE_FROM = 4
"""Of 0 to 10: from here on a headache counts as moderate or severe; general knowledge, the position names no number."""


def burdened_days(days: Mapping[date, Day], month: Tally) -> Bounds:
    """Days of the month with migraine or a moderate to severe headache; a day of unknown kind or strength widens the
    bounds.
    """
    known = [_burdened(days[day]) for day in month.period.days() if day in days]
    sure, not_so = known.count(True), known.count(False)
    return Bounds(max(sure, month.migraine.low), min(month.period.length - not_so, month.headache.high))


def levels(days: Bounds) -> tuple[str, ...]:
    """The levels that so many days can lie in, the best first."""
    beyond = [-1, *(most for _, most in LEVELS)]
    return tuple(
        name for (name, most), below in zip(LEVELS, beyond, strict=False) if days.low <= most and days.high > below
    )


def _burdened(day: Day) -> bool | None:
    """Whether the day had migraine or a moderate to severe headache; None when that isn't known."""
    if not day.headache:
        return day.headache
    strong = None if day.severity is None else day.severity >= MODERATE_FROM
    if day.migraine or strong:
        return True
    return None if day.migraine is None or strong is None else False
