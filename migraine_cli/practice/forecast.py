"""How many visits the next quarters will bring, from who is due and what became of such visits before.

Of the visits due the clinic's own share is kept, give or take chance (Wilson), and more where past quarters differed by
more than chance; of others, such as new patients, as few
or as many come as in past quarters. Each forecast is graded: the same one is made for past quarters from what was known
when they began.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, floor
from typing import NamedTuple

from msgspec import Struct

from migraine_cli.chart.period import Period
from migraine_cli.practice.past_visits import PastVisits, Quarter, quarter_after
from migraine_cli.treatment.shares import wilson

PAST_QUARTERS = 8
"""Quarters that a forecast looks back on (ours)."""

FEWEST_DUE = 20
"""Past visits due below which nothing can be told (ours)."""


class Range(Struct, frozen=True):
    """The least and the most of something that is counted."""

    low: int
    high: int

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high

    def times(self, rate: float) -> Range:
        """So much of something else: `rate` of it for each."""
        return Range(floor(self.low * rate), ceil(self.high * rate))

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


class Grade(NamedTuple):
    """How the same forecast did on `of` past quarters: in how many the visits lay within its range, and by how many
    percent of the visits its middle was off on average.
    """

    held: int
    of: int
    off_percent: int


class Forecast(Struct, frozen=True, kw_only=True):
    """The visits of one quarter. `visits` is None where it can't be told.

    `due` fall due in it, `booked` of them with an appointment. Of `past.due` visits in `quarters` past quarters
    `past.kept` took place; each brought as many other visits as `others` says.
    """

    period: Period
    visits: Range | None
    due: int
    booked: int
    past: Quarter
    quarters: int
    others: Range | None
    grade: Grade | None = None


class Forecaster:
    """The forecasts of one day; `ahead` counts the quarters from 0, the one that begins tomorrow."""

    def __init__(self, past: PastVisits, day: date) -> None:
        self._past, self._day = past, day
        self._became: dict[tuple[int, int], Quarter] = {}

    def forecast(self, ahead: int) -> Forecast:
        """The forecast for one quarter, graded."""
        from msgspec.structs import replace

        return replace(self._made(0, ahead), grade=self._graded(ahead))

    def _graded(self, ahead: int) -> Grade | None:
        made = [(self._made(-back, ahead), self._visits(-back, ahead)) for back in self._backs(0, ahead)]
        told = [(each.visits, came) for each, came in made if each.visits is not None]
        if not told:
            return None
        missed = sum(abs((each.low + each.high) / 2 - came) for each, came in told)
        all_came = sum(came for _, came in told)
        held = sum(came in each for each, came in told)
        return Grade(held, len(told), round(100 * missed / all_came) if all_came else 0)

    def _made(self, begun: int, ahead: int) -> Forecast:
        """The forecast made when the quarter `begun` (0: tomorrow's) began, from what was known then; of appointments
        that are still to come everything is known that is recorded.
        """
        on, period = self._eve(begun), quarter_after(self._day, begun + ahead)
        made_by = on if begun else date.max
        due = sum(self._past.due(on, period, made_by).values())
        became = [self._quarter(begun - back, ahead) for back in self._backs(begun, ahead)]
        past = Quarter(sum(each.due for each in became), sum(each.kept for each in became), 0)
        others = _range_of([each.others for each in became])
        visits = None
        if others is not None and past.due >= FEWEST_DUE:
            firsts = self._past.booked_firsts(on, period, made_by)
            visits = _expected(due, became, Range(others.low, max(others.high, firsts)))
        return Forecast(
            period=period,
            visits=visits,
            due=due,
            booked=self._past.booked(on, period, made_by),
            past=past,
            quarters=len(became),
            others=others,
        )

    def _backs(self, begun: int, ahead: int) -> list[int]:
        """How many quarters back the same was asked, of those whose outcome was known when `begun` began, and at whose
        beginning the clinic had treated someone.
        """
        every = range(ahead + 1, ahead + 1 + PAST_QUARTERS)
        return [back for back in every if self._past.since and self._eve(begun - back) >= self._past.since]

    def _quarter(self, begun: int, ahead: int) -> Quarter:
        if (begun, ahead) not in self._became:
            period = quarter_after(self._day, begun + ahead)
            self._became[begun, ahead] = self._past.quarter(self._eve(begun), period)
        return self._became[begun, ahead]

    def _visits(self, begun: int, ahead: int) -> int:
        return self._past.visits(quarter_after(self._day, begun + ahead))

    def _eve(self, begun: int) -> date:
        """The day before a quarter begins."""
        return quarter_after(self._day, begun - 1).last


def _expected(due: int, became: Sequence[Quarter], others: Range) -> Range:
    """Chance is that of the past visits and of the coming ones: as if the share were known of fewer."""
    if not due:
        return others
    past_due = sum(each.due for each in became)
    share = sum(each.kept for each in became) / past_due
    known = max(1.0, 1 / (1 / past_due + 1 / due) / _beyond_chance(became, share))
    low, high = wilson(known * share, known)
    return Range(floor(due * low / 100) + others.low, ceil(due * high / 100) + others.high)


def _beyond_chance(became: Sequence[Quarter], share: float) -> float:
    """How many times wider than by chance the quarters spread around their share, as a variance, at least 1: Pearson's
    chi-squared by its degrees of freedom (McCullagh and Nelder, Generalized Linear Models, 4.5).
    """
    told = [each for each in became if each.due]
    if len(told) < 2 or share in (0, 1):
        return 1.0
    chi_squared = sum((each.kept - each.due * share) ** 2 / (each.due * share * (1 - share)) for each in told)
    return max(1.0, chi_squared / (len(told) - 1))


def _range_of(numbers: Sequence[int]) -> Range | None:
    return Range(min(numbers), max(numbers)) if numbers else None
