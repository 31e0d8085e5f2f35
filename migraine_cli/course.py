"""Courses of treatment: sessions that follow one another without a stop or a long gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from migraine_cli.records import CHRONIC_MIGRAINE, ONABOTULINUM, Session

CYCLE_DAYS = 84
"""12 weeks between sessions (US and EU label); 5 to 8 days shorter than three calendar months."""

LAPSED_AFTER_DAYS = 182
"""Days without a session after which a course has ended and the patient counts as lapsed; ours (clinical.md, choice
4).
"""


def migraine_sessions(sessions: Iterable[Session], until: date) -> list[Session]:
    """Chronic-migraine sessions up to and including `until`, the earliest first."""
    return sorted(
        (session for session in sessions if session.indication == CHRONIC_MIGRAINE and session.date <= until),
        key=lambda session: session.date,
    )


def present_course(sessions: Iterable[Session], as_of: date) -> Sequence[Session]:
    """The sessions of onabotulinumtoxinA in the course that runs on `as_of`, the earliest first; empty when none
    runs.
    """
    course: list[Session] = []
    following = as_of
    for session in reversed(migraine_sessions(sessions, as_of)):
        if session.product != ONABOTULINUM:
            continue
        if following - session.date > timedelta(days=LAPSED_AFTER_DAYS):
            break
        course.insert(0, session)
        following = session.date
    return course
