"""How far headache days fell from the baseline, compared as whole numbers so that 29.63 % never rounds to 30."""

from __future__ import annotations

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds


def fell_by(percent: int, before: int, now: int) -> bool:
    """Whether `now` days are at least `percent` fewer than `before`."""
    return 100 * (before - now) >= percent * before


def reached(percent: int, before: Bounds, now: Bounds) -> Answer:
    """Whether the days fell by `percent`, whatever the unknown days were; unknown as long as `before` can be 0, since
    then there is nothing to reduce.
    """
    if not before.low:
        return Answer.UNKNOWN
    sure = fell_by(percent, before.low, now.high)
    possible = fell_by(percent, before.high, now.low)
    return Answer.of(sure if sure == possible else None)


def percent_fewer(before: Bounds, now: Bounds) -> tuple[float, float] | None:
    """The least and the most the reduction can be in percent, for showing only; None without a baseline."""
    if not before.low:
        return None
    low, high = (100 * (b - f) / b for b, f in ((before.low, now.high), (before.high, now.low)))
    return round(low, 2), round(high, 2)
