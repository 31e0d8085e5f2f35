"""Courses of treatment: sessions that follow one another without a stop or a long gap, and what interrupts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM

if TYPE_CHECKING:
    from migraine_cli.chart.period import Period
    from migraine_cli.records.session_day import SessionDay
    from migraine_cli.records.visits import CourseEvent

S = TypeVar("S", bound="SessionDay")

CYCLE_DAYS = 84
"""12 weeks between sessions (US and EU label); 5 to 8 days shorter than three calendar months."""

OVERDUE_AFTER_DAYS = 14
"""Days past the due date after which a retreatment is overdue; ours."""

LAPSED_AFTER_DAYS = 182
"""Days without a session after which a course has ended and the patient counts as lapsed; ours (clinical.md, choice
4).
"""

LATE_AFTER_DAYS = 98
"""Days after a session from which a month tells of late treatment and not of its effect; ours (clinical.md, choice 4):
two weeks more than CYCLE_DAYS.
"""

_date: attrgetter[date] = attrgetter("date")


def is_late(period: Period, course: Sequence[SessionDay]) -> bool:
    """Whether any day of the period lies more than LATE_AFTER_DAYS after the latest session before that day.

    `course` holds the sessions, the earliest first. What was late stays late once the patient is treated again.
    """
    from bisect import bisect_left  # a due list tells nothing of months

    before = bisect_left(course, period.first, key=_date) - 1
    days = [session.date for session in course[max(before, 0) : bisect_left(course, period.last, key=_date)]]
    return any((following - day).days > LATE_AFTER_DAYS for day, following in pairwise([*days, period.last]))


def migraine_sessions(sessions: Iterable[S], until: date) -> list[S]:
    """Chronic-migraine sessions up to and including `until`, the earliest first."""
    found = [session for session in sessions if session.indication == CHRONIC_MIGRAINE and session.date <= until]
    return sorted(found, key=_date)


def courses(sessions: Iterable[S], events: Iterable[CourseEvent], until: date) -> list[list[S]]:
    """Every course of onabotulinumtoxinA up to and including `until`, with its sessions, the earliest first.

    A course ends with a stop, or when LAPSED_AFTER_DAYS pass without a session. A session on the day of a stop still
    belongs to the course that is stopped.
    """
    stops = _stops(events, until)
    found: list[list[S]] = []
    for session in migraine_sessions(sessions, until):
        if session.product != ONABOTULINUM:
            continue
        stopped = stops and [stop for stop in stops if stop < session.date]
        if found and not _has_ended(found[-1], session.date, stopped):
            found[-1].append(session)
        else:
            found.append([session])
    return found


def present_course(sessions: Iterable[S], events: Iterable[CourseEvent], as_of: date) -> Sequence[S]:
    """The sessions of onabotulinumtoxinA in the course that runs on `as_of`, the earliest first; empty when none
    runs.
    """
    events = list(events)
    latest = courses(sessions, events, as_of)[-1:]
    return latest[0] if latest and not _has_ended(latest[0], as_of, _stops(events, as_of)) else ()


def interruption(events: Iterable[CourseEvent], last_session: date | None, as_of: date) -> CourseEvent | None:
    """The stop or the pause in force on `as_of`: the latest step taken, unless its time or a later session ended it."""
    past = sorted((event for event in events if event.date <= as_of), key=lambda event: event.date)
    if not past or past[-1].step == "resume":
        return None
    latest = past[-1]
    if last_session is not None and last_session > latest.date:
        return None
    return None if latest.until is not None and latest.until <= as_of else latest


def _stops(events: Iterable[CourseEvent], until: date) -> list[date]:
    return [event.date for event in events if event.step == "stop" and event.date <= until]


def _has_ended(course: Sequence[SessionDay], on: date, stops: Collection[date]) -> bool:
    """Whether a course lapsed before that day, or one of the stops up to then ended it."""
    last = course[-1].date
    return (on - last).days > LAPSED_AFTER_DAYS or (bool(stops) and last <= max(stops))
