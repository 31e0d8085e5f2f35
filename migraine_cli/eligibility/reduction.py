"""How far headache days fell from the baseline, compared as whole numbers so that 29.63 % never rounds to 30."""

from __future__ import annotations

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.tally import Tally
from migraine_cli.eligibility.policy import ANY_REDUCTION

PERCENT_FEWER = "% fewer headache days"
"""The unit of a reduction; below 0 there are more of them."""


def fell_by(percent: int, before: int, now: int) -> bool:
    """Whether `now` days are at least `percent` fewer than `before`; for ANY_REDUCTION, whether they are fewer."""
    return now < before if percent == ANY_REDUCTION else 100 * (before - now) >= percent * before


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


def change_in_words(before: Bounds, now: Bounds) -> str | None:
    """Such as "54 % fewer", "25 to 40 % fewer" or "50 % more"; percents are cut, never rounded up to a threshold.

    None without a baseline.
    """
    if not before.low:
        return None
    (least, least_way), (most, most_way) = _change(before.low, now.high), _change(before.high, now.low)
    if least_way != most_way:
        return f"{least} % {least_way} to {most} % {most_way}"
    if least == most:
        return f"{most} % {most_way}"
    return f"{min(least, most)} to {max(least, most)} % {most_way}"


def _change(before: int, now: int) -> tuple[int, str]:
    return 100 * abs(before - now) // before, "fewer" if now <= before else "more"


def percent_in_words(percent: str) -> str:
    """A reduction written in percent, such as "6.67" or "-55.56", as "6 % fewer" or "55 % more"; cut, as above."""
    fewer = float(percent)
    return f"{int(abs(fewer))} % {'more' if fewer < 0 else 'fewer'}"


def other_side_per_day(percent: int, before: Tally, now: Tally) -> tuple[Bounds, Bounds] | None:
    """The days of either month times the other's length, where the reduction per day surely lies on the other side of
    `percent`: months of unlike length, such as 20 of 28 days against 15 of 31. None where it doesn't.
    """
    per_day = _times(before.headache, now.period.length), _times(now.headache, before.period.length)
    answers = reached(percent, before.headache, now.headache), reached(percent, *per_day)
    return per_day if set(answers) == {Answer.YES, Answer.NO} else None


def _times(days: Bounds, length: int) -> Bounds:
    return Bounds(days.low * length, days.high * length)
