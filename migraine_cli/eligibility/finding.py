"""One criterion answered: what it needs, what was found, why, and what would settle it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from migraine_cli.answers import Answer
from migraine_cli.diary import Bounds, Measure, Period, Tally

Stage = Literal["start", "continue"]


class Found(Struct, frozen=True):
    """What was found, as the least and the most it can be."""

    low: float
    high: float
    unit: str


class Finding(Struct, frozen=True, kw_only=True):
    """One criterion answered. `missing` says what would settle an unknown; it is part of the verdict's own list."""

    id: str
    answer: Answer
    needs: str
    found: Found | None = None
    period: str | None = None
    because: str
    stage: Stage = "start"
    preference: bool = False
    missing: tuple[str, ...] = ()


def span(months: list[Tally]) -> str:
    """The period that these months cover, given the latest first."""
    latest, earliest = months[0].period, months[-1].period
    if len(months) == 1:
        return str(latest)
    if latest.month and earliest.month:
        return f"{earliest.month}..{latest.month}"
    return str(Period(earliest.first, latest.last))


def found_days(bounds: Bounds, unit: str) -> Found:
    """Bounds of a day count as what was found."""
    return Found(bounds.low, bounds.high, unit)


def gap(month: Tally, measure: Measure) -> str | None:
    """What would make the month's count exact, or None when it is."""
    bounds = month.bounds(measure)
    open_days = bounds.high - bounds.low
    if not open_days:
        return None
    if month.blank and len(month.blank) == open_days:
        return f"{_days(len(month.blank))} of {month.period} without an entry ({_listed(month)})"
    if month.blank:
        rest = {"migraine": "migraine yes or no", "long": "the hours", "headache": "headache yes or no"}[measure]
        return f"{_days(len(month.blank))} of {month.period} without an entry, and {rest} on recorded headache days"
    if measure == "headache" or month.counted:
        return f"{_days(open_days)} of {month.period} not recorded in the calendar"
    what = "migraine yes or no" if measure == "migraine" else "the hours"
    return f"{what} of {_days(open_days)} with headache in {month.period}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


_LISTED_DAYS = 4


def _listed(month: Tally) -> str:
    if len(month.blank) == month.period.length:
        return "nothing is recorded"
    days = [day.isoformat() for day in month.blank[:_LISTED_DAYS]]
    return ", ".join(days) + (", …" if len(month.blank) > _LISTED_DAYS else "")
