"""Headache days week by week after the injection: before a course, in each cycle, and in weeks that aren't over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from migraine_cli.chart.chart import Chart
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import CourseEvent
from migraine_cli.treatment.weeks import weeks

FIRST, SECOND = date(2026, 1, 5), date(2026, 3, 30)
"""Two Mondays, 12 weeks apart."""


def chart(days: Mapping[date, bool], *sessions: date, stopped: date | None = None) -> Chart:
    """A diary that says of these days whether there was headache."""
    said = tuple(DayStatement(days=(str(day),), headache=headache) for day, headache in days.items())
    return Chart(
        Patient(id="P1"),
        diary=[DiaryEntry(patient="P1", statements=said)],
        months=[MonthCount(patient="P1", month="2026-01", headache_days=20)],
        preventives=[],
        sessions=[Session(patient="P1", date=day) for day in sessions],
        effects=[],
        checkups=[],
        events=[CourseEvent(patient="P1", date=stopped, step="stop")] if stopped else [],
    )


def told(found: Chart, as_of: date) -> list[tuple[date, bool, list[str]]]:
    """The session, whether it is the row before it, and the weeks; "-" isn't over."""
    return [
        (row.session, row.before, ["-" if week is None else str(week) for week in row.weeks])
        for row in weeks(found, as_of)
    ]


def kept(first: date, weeks: int, headaches: int) -> dict[date, bool]:
    """Whole weeks with so many headache days each, the other days free."""
    return {first + timedelta(weeks=week, days=day): day < headaches for week in range(weeks) for day in range(7)}


def test_the_weeks_before_a_course_and_those_of_its_cycles() -> None:
    days = kept(FIRST - timedelta(weeks=12), 12, 5) | kept(FIRST, 12, 2) | kept(SECOND, 2, 1)
    assert told(chart(days, FIRST, SECOND), SECOND + timedelta(days=14)) == [
        (FIRST, True, ["5"] * 12),
        (FIRST, False, ["2"] * 12),
        (SECOND, False, ["1", "1", *["-"] * 10]),
    ]


def test_a_week_counts_once_its_last_day_is_over() -> None:
    found = chart(kept(FIRST, 1, 3), FIRST)
    assert told(found, FIRST + timedelta(days=6))[1][2] == ["-"] * 12
    assert told(found, FIRST + timedelta(days=7))[1][2] == ["3", *["-"] * 11]


def test_a_week_cut_by_the_next_session_is_not_over() -> None:
    early = FIRST + timedelta(days=80)
    assert told(chart(kept(FIRST, 12, 2), FIRST, early), early)[1][2] == [*["2"] * 11, "-"]


def test_days_without_an_entry_may_have_been_either() -> None:
    days = {FIRST: True, FIRST + timedelta(days=1): False}
    assert told(chart(days, FIRST), FIRST + timedelta(days=14))[1][2][:2] == ["1 to 6", "0 to 7"]


def test_each_course_has_its_own_row_before_it() -> None:
    found = chart({}, FIRST, SECOND, stopped=FIRST + timedelta(days=30))
    assert [(row.session, row.before) for row in weeks(found, SECOND)] == [
        (FIRST, True),
        (FIRST, False),
        (SECOND, True),
        (SECOND, False),
    ]


def test_a_session_of_a_later_day_has_no_row() -> None:
    assert weeks(chart({}, FIRST), FIRST - timedelta(days=1)) == []
    assert len(weeks(chart({}, FIRST, SECOND), SECOND - timedelta(days=1))) == 2
