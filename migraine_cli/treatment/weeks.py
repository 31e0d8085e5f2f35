"""Cycles under each other, week by week after the injection: where headaches come back before the next session.

Only single days are counted; a month's count doesn't say in which week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import CYCLE_DAYS, courses
from migraine_cli.chart.day import known_days
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import tally
from migraine_cli.records.session_day import SessionDay

WEEKS = CYCLE_DAYS // 7
"""Weeks of a cycle; 12."""


class CycleWeeks(Struct, frozen=True):
    """Headache days in each of the WEEKS after `session`, or before it in the first row of a course (`before`).

    A week that isn't over by the day asked for, or by the next session, is None.
    """

    session: date
    before: bool
    weeks: tuple[Bounds | None, ...]


def weeks(chart: Chart, as_of: date) -> list[CycleWeeks]:
    """For each course up to `as_of` the weeks before it, then a row for each cycle, the earliest first."""
    return [row for course in courses(chart.session_days, chart.events, as_of) for row in _course(chart, course, as_of)]


def _course(chart: Chart, course: list[SessionDay], as_of: date) -> Iterator[CycleWeeks]:
    first = course[0].date
    yield CycleWeeks(first, True, _weeks(chart, first - timedelta(weeks=WEEKS), first))
    ends = [*(session.date for session in course[1:]), as_of]
    for session, end in zip(course, ends, strict=True):
        yield CycleWeeks(session.date, False, _weeks(chart, session.date, end))


def _weeks(chart: Chart, start: date, end: date) -> tuple[Bounds | None, ...]:
    """The headache days of the weeks from `start` that are over on `end`."""
    days = known_days(chart.diary, start, start + timedelta(weeks=WEEKS, days=-1))
    periods = (Period(first, first + timedelta(days=6)) for first in (start + timedelta(weeks=n) for n in range(WEEKS)))
    return tuple(tally(days, (), week).headache if week.last < end else None for week in periods)
