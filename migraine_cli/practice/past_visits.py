"""The visits of a clinic quarter by quarter: who was due as the records stood on a day, and who came.

A quarter is three calendar months, from the day after another day on. What was known on a day is what is dated up to
it, and of appointments those that had been made by then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS, interruption
from migraine_cli.chart.period import Period
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, CourseEvent
from migraine_cli.treatment.schedule import next_due

MONTHS = 3


class Made(NamedTuple):
    """An appointment, and the day on which it was made or last changed."""

    on: date
    booking: Booking


class Quarter(NamedTuple):
    """What a quarter brought: visits that were due, how many of them took place, and other visits, such as first ones
    and those of other indications.
    """

    due: int
    kept: int
    others: int


class PastVisits:
    """The sessions of onabotulinumtoxinA, what interrupts courses, and the appointments, by patient."""

    def __init__(
        self,
        sessions: Iterable[Session],
        events: Mapping[str, Sequence[CourseEvent]],
        bookings: Iterable[Made],
    ) -> None:
        self.sessions = sorted((each for each in sessions if each.product == ONABOTULINUM), key=lambda each: each.date)
        self._all_days = [each.date for each in self.sessions]
        self._events = events
        self._days: dict[str, list[date]] = {}
        for session in self.sessions:
            if session.indication == CHRONIC_MIGRAINE:
                self._days.setdefault(session.patient, []).append(session.date)
        self._booked: dict[str, list[Made]] = {}
        for made in bookings:
            if made.booking.status is None:
                self._booked.setdefault(made.booking.patient, []).append(made)

    @cached_property
    def since(self) -> date | None:
        """The day of the first session; None before it."""
        return self.sessions[0].date if self.sessions else None

    def due(self, known_on: date, within: Period, made_by: date | None = None) -> dict[str, int]:
        """How many visits of each patient fall due in the time, as known on a day: none of who has stopped or lapsed.

        The first is on the day booked, else 84 days after the last session or when a pause ends, at once if that has
        passed; each further one 84 days later. Appointments made after `made_by`, else after that day, aren't known.
        """
        found = ((patient, self._due_of(patient, known_on, within, made_by or known_on)) for patient in self._days)
        return {patient: number for patient, number in found if number}

    def quarter(self, known_on: date, within: Period) -> Quarter:
        """What became of a time that is over, by what was known on a day before it."""
        due = self.due(known_on, within)
        kept = sum(min(number, _between(self._days[patient], within)) for patient, number in due.items())
        return Quarter(sum(due.values()), kept, self.visits(within) - kept)

    def visits(self, within: Period) -> int:
        """How many visits took place in a time."""
        return _between(self._all_days, within)

    def booked(self, known_on: date, within: Period, made_by: date) -> int:
        """How many of the visits due in the time have an appointment in it."""
        due = self.due(known_on, within, made_by)
        return sum(self._appointment(patient, made_by, within) is not None for patient in due)

    def booked_firsts(self, known_on: date, within: Period, made_by: date) -> int:
        """How many patients who were never treated have an appointment in the time."""
        never = (patient for patient in self._booked if self._last(patient, known_on) is None)
        return sum(self._appointment(patient, made_by, within) is not None for patient in never)

    def _due_of(self, patient: str, known_on: date, within: Period, made_by: date) -> int:
        last = self._last(patient, known_on)
        if last is None or (known_on - last).days > LAPSED_AFTER_DAYS:
            return 0
        stop = interruption(self._events.get(patient, ()), last, known_on)
        if stop is not None and stop.until is None:
            return 0
        tomorrow = known_on + timedelta(days=1)
        resumed = date.min if stop is None or stop.until is None else stop.until
        booked = self._appointment(patient, made_by, Period(tomorrow, date.max))
        first = booked or max(next_due(last), tomorrow, resumed)
        if first > within.last:
            return 0
        later = (within.last - first).days // CYCLE_DAYS + 1
        return later - max(0, -((first - within.first).days // CYCLE_DAYS))

    def _last(self, patient: str, known_on: date) -> date | None:
        days = self._days.get(patient, [])
        before = bisect_right(days, known_on)
        return days[before - 1] if before else None

    def _appointment(self, patient: str, made_by: date, within: Period) -> date | None:
        made = (each.booking.date for each in self._booked.get(patient, ()) if each.on <= made_by)
        return min((day for day in made if within.first <= day <= within.last), default=None)


def _between(days: Sequence[date], within: Period) -> int:
    """How many of the days, in order, lie in a time."""
    return bisect_right(days, within.last) - bisect_left(days, within.first)


def quarter_after(day: date, number: int) -> Period:
    """The quarter that begins on the day after `day`, or so many quarters after that; before it where negative."""
    first, last = (day + relativedelta(months=MONTHS * n) for n in (number, number + 1))
    return Period(first + timedelta(days=1), last)
