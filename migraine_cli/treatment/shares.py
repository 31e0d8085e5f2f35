"""How many of a clinic's patients reached something: whatever the missing days were, and with chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from msgspec import Struct

from migraine_cli.chart.answers import Answer

_NORMAL_95 = 1.959964
"""Standard deviations that 95 % of a normal distribution lie within."""


class Share(Struct, frozen=True):
    """Of `patients` at least `sure` and at most `possible` reached it.

    `low` and `high` are these as percent. `chance_low` and `chance_high` are the ends of the 95 % intervals (Wilson)
    around either, in percent: so far the share in patients like these can lie from what was seen in so few.
    """

    patients: int
    sure: int
    possible: int
    low: float
    high: float
    chance_low: float
    chance_high: float

    @staticmethod
    def of(answers: Sequence[Answer]) -> Share | None:
        """The share of yes among the answers, an unknown one counted both ways; None of nobody."""
        if not answers:
            return None
        patients, sure = len(answers), answers.count(Answer.YES)
        possible = sure + answers.count(Answer.UNKNOWN)
        return Share(
            patients,
            sure,
            possible,
            100 * sure / patients,
            100 * possible / patients,
            wilson(sure, patients)[0],
            wilson(possible, patients)[1],
        )


def wilson(count: float, of: float) -> tuple[float, float]:
    """The 95 % score interval of Wilson (1927) around `count` of `of`, at least one, in percent."""
    z2 = _NORMAL_95**2
    middle = count + z2 / 2
    spread = _NORMAL_95 * sqrt(count * (of - count) / of + z2 / 4)
    low, high = (100 * (middle + way * spread) / (of + z2) for way in (-1, 1))
    return low if count else 0.0, high if count < of else 100.0
