"""Those who started in a time, and what became of each by a fixed point: whoever left stays in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS, courses
from migraine_cli.chart.period import Period
from migraine_cli.records.session_day import SessionDay
from migraine_cli.records.visits import CourseEvent

_NO_EFFECT = re.compile(
    r"(no|without|lack of|insufficient|too little) (effect|response|benefit|efficacy)\b"
    r"|not effective\b|ineffective\b|non-?responder\b|(did not|didn't|does not|doesn't) help\b",
    re.IGNORECASE,
)
"""How a reason begins that says the treatment had no effect. Other words leave that unknown."""


class Told(Struct, frozen=True):
    """An answer, and why it can't be told; `reason` is empty where the records answer. `apart` doesn't count at all."""

    answer: Answer
    reason: str = ""
    apart: bool = False


class Member(Struct, frozen=True):
    """One patient of the cohort: the first course, and the session that came after it, if one did."""

    chart: Chart
    course: tuple[SessionDay, ...]
    after: SessionDay | None = None

    def next_after(self, index: int) -> date | None:
        """The day of the session after that one of the course; None while there is none."""
        later = [*self.course[index + 1 :], *([self.after] if self.after else [])]
        return later[0].date if later else None

    def step_between(self, step: str, first: date, last: date) -> CourseEvent | None:
        """The earliest such step of the course, such as a stop, from the first to the last of these days."""
        steps = (each for each in self.chart.events if each.step == step and first <= each.date <= last)
        return min(steps, key=lambda each: each.date, default=None)


def cohort(charts: Iterable[Chart], within: Period, as_of: date) -> list[Member]:
    """The patients whose first session of all, as recorded by `as_of`, lies in the time; the earliest first."""
    members = []
    for chart in charts:
        found = courses(chart.session_days, chart.events, as_of)
        if found and within.first <= found[0][0].date <= within.last:
            members.append(Member(chart, tuple(found[0]), found[1][0] if len(found) > 1 else None))
    return sorted(members, key=lambda each: (each.course[0].date, each.chart.patient.id))


def after_cycles(member: Member, number: int, as_of: date, measure: Callable[[Member, date], Told]) -> Told:
    """What `measure` finds by the day after that cycle. Who stopped before for no effect counts as no; who left early
    for any other reason can't be told.
    """
    last = member.course[-1].date
    given = len(member.course) >= number
    following = member.next_after(number - 1) if given else member.next_after(len(member.course) - 1)
    over = min(following or date.max, member.course[number - 1].date + timedelta(CYCLE_DAYS)) if given else as_of
    stop = member.step_between("stop", last, min(as_of, over, following or as_of))
    if stop and _NO_EFFECT.match((stop.reason or "").strip()):
        return Told(Answer.NO)
    if not given:
        return Told(Answer.UNKNOWN, _why_left(stop, last, following or as_of, number))
    if over > as_of:
        return Told(Answer.UNKNOWN, f"stopped: {_reason(stop)}" if stop else f"cycle {number} isn't over yet")
    lapsed = member.course[number - 1].date + timedelta(LAPSED_AFTER_DAYS + 1)
    return measure(member, min(following or as_of, as_of, lapsed))


def _why_left(stop: CourseEvent | None, last: date, by: date, number: int) -> str:
    if stop:
        return f"stopped: {_reason(stop)}"
    return "lapsed" if (by - last).days > LAPSED_AFTER_DAYS else f"cycle {number} isn't over yet"


def _reason(stop: CourseEvent) -> str:
    return stop.reason or "no reason recorded"
