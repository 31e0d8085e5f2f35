"""The sample clinic: each story turned into a patient with a diary, sessions and preventives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import present_course
from migraine_cli.chart.period import Period, months_before
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.exchange.synthetic.diaries import Month, day_statements, month_count, near
from migraine_cli.exchange.synthetic.people import person
from migraine_cli.exchange.synthetic.stories import STORIES, Aside, Story
from migraine_cli.exchange.synthetic.treatments import migraine_sessions, tried_preventives
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session

MONTHS_BEFORE = 6
"""Months known up to the one judged, so that rules over several months have something to judge."""

DAILY_MONTHS = 3
"""The latest complete months known day by day; older ones are counts from a paper calendar."""


class KeptMonth(NamedTuple):
    """One month of a diary: how it went, and whether it is kept day by day."""

    period: Period
    month: Month
    daily: bool


def told(number: int, seed: int, as_of: date) -> Chart:
    """The chart of patient `number`, from 1, as their story has it on `as_of`."""
    story = STORIES[number - 1]
    chance = Chance(f"{seed}/{number}")
    days = _session_days(story, as_of)
    first_visit = days[0] if days else as_of
    patient = _patient(chance, story, number, first_visit, as_of)
    sessions = migraine_sessions(chance, patient.id, days, story.extra, as_of)
    everything = sorted([*sessions, *_asides(patient.id, story.aside, as_of)], key=lambda session: session.date)
    kept = list(_kept_months(chance, story, _judged_on(sessions, as_of), as_of))
    return Chart(
        patient,
        preventives=[] if story.tried is None else tried_preventives(chance, patient, story.tried, first_visit),
        sessions=everything,
        months=_counts(chance, patient.id, story, kept),
        diary=_diary(chance, patient.id, story, kept, as_of),
        events=[],
    )


def _patient(chance: Chance, story: Story, number: int, first_visit: date, as_of: date) -> Patient:
    born = None if story.days_old is None else as_of - timedelta(story.days_old)
    patient = person(chance, number, first_visit, born)
    return replace(patient, overuse=story.overuse, cautions=story.cautions, note=story.note)


def _session_days(story: Story, as_of: date) -> list[date]:
    """The days of the migraine sessions, the earliest first."""
    if story.last is None:
        return []
    days = [as_of - timedelta(story.last)]
    for weeks in reversed(story.gaps):
        days.insert(0, days[0] - timedelta(weeks=weeks))
    return days


def _asides(patient: str, aside: Aside | None, as_of: date) -> list[Session]:
    if aside is None:
        return []
    day = as_of - timedelta(aside.days_ago)
    return [Session(patient=patient, date=day, product=aside.product, indication=aside.indication, units=aside.units)]


def _judged_on(sessions: Sequence[Session], as_of: date) -> date:
    """The date before which the starting criteria are judged: the first session of the latest course."""
    return present_course(sessions, (), sessions[-1].date)[0].date if sessions else as_of


def _kept_months(chance: Chance, story: Story, start: date, as_of: date) -> Iterable[KeptMonth]:
    """The months of the diary up to the latest complete one, the earliest first."""
    judged = months_before(start, MONTHS_BEFORE)
    since = max((as_of.year - start.year) * 12 + as_of.month - start.month, 0)
    treated = months_before(as_of, since)
    lately = dict(zip(treated, reversed(story.lately), strict=False))
    daily = {judged[0], *months_before(as_of, DAILY_MONTHS if treated else 2)}
    if story.before:
        for period in reversed(judged):
            month = story.before if period == judged[0] else near(chance, story.before)
            yield KeptMonth(period, month, period in daily)
    if story.lately:
        for period in reversed(treated):
            month = lately.get(period) or near(chance, story.lately[0])
            yield KeptMonth(period, month, period in daily)


def _counts(chance: Chance, patient: str, story: Story, kept: Iterable[KeptMonth]) -> list[MonthCount]:
    return [
        month_count(chance, patient, f"{period.first:%Y-%m}", period.length, month, story.keeping)
        for period, month, daily in kept
        if not daily or story.keeping.startswith("paper")
    ]


def _diary(chance: Chance, patient: str, story: Story, kept: Sequence[KeptMonth], as_of: date) -> list[DiaryEntry]:
    """One entry with every day known: of the daily months, and of this month up to yesterday."""
    daily = [(period, month) for period, month, daily in kept if daily]
    if story.keeping.startswith("paper") or not daily:
        return []
    if as_of.day > 1 and daily[-1][0] == months_before(as_of, 1)[0]:
        daily.append(_this_month(*daily[-1], as_of))
    statements = [said for period, month in daily for said in day_statements(chance, period, month, story.keeping)]
    return [DiaryEntry(patient=patient, statements=tuple(statements))]


def _this_month(latest: Period, month: Month, as_of: date) -> tuple[Period, Month]:
    """The days of this month up to yesterday, headaches as frequent as in the latest complete month."""
    days = Period(as_of.replace(day=1), as_of - timedelta(days=1))
    return days, Month(round(month.headache * days.length / latest.length))
