"""A practice of any size: years of sessions and months, and what a living practice has beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from msgspec.structs import replace

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.course import LAPSED_AFTER_DAYS
from migraine_cli.chart.period import Period, months_before
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.exchange.synthetic.clinic_days import on_or_before
from migraine_cli.exchange.synthetic.diaries import Month, day_statements, month_count
from migraine_cli.exchange.synthetic.people import person
from migraine_cli.exchange.synthetic.treatments import migraine_sessions, tried_preventives
from migraine_cli.records.codes import Caution
from migraine_cli.records.diary import DiaryEntry
from migraine_cli.records.patient import Patient
from migraine_cli.records.visits import CourseEvent

MONTHS = 96
"""Months of a patient's diary: eight years."""

DAILY_MONTHS = 3
"""The latest of them, which one patient in four keeps day by day; the others are counts."""

SESSIONS = (12, 20)
"""Sessions of a patient who was treated, least and most; 16 on average."""

LAST_SEEN_DAYS = 510
"""The last session lies up to so many days back: one patient in nine was seen in the last eight weeks, as
where the file keeps those who no longer come."""

CAUTIONS: tuple[Caution, ...] = ("anticoagulant", "anticoagulant", "aminoglycoside", "dysphagia", "hypersensitivity")
REASONS = ("moved away", "no benefit", "well without it", "side effects")


def treated_or_new(number: int, seed: int, as_of: date) -> Chart:
    """The chart of patient `number`: treated for years up to `as_of`, or one in thirty never yet."""
    chance = Chance(f"{seed}/{number}")
    days = [] if chance.happens(1 / 30) else _session_days(chance, as_of)
    first_visit = days[0] if days else as_of
    patient = _person(chance, number, first_visit, as_of)
    kept = _diary(chance, f"{first_visit:%Y-%m}", as_of)
    daily = kept[-DAILY_MONTHS:] if chance.happens(0.25) else []
    return Chart(
        patient,
        preventives=tried_preventives(chance, patient, chance.between(0, 4), first_visit),
        sessions=migraine_sessions(chance, patient.id, days, chance.one_of((0, 0, 0, 2, 4, 8)), as_of),
        months=[
            month_count(chance, patient.id, f"{period.first:%Y-%m}", period.length, month, "paper")
            for period, month in kept[: len(kept) - len(daily)]
        ],
        diary=_days(chance, patient.id, daily),
        events=_events(chance, patient.id, days[-1], as_of) if days else [],
    )


def _session_days(chance: Chance, as_of: date) -> list[date]:
    """Clinic days, the earliest first, mostly 12 weeks apart or a little more; few were a week early."""
    days = [on_or_before(as_of - timedelta(chance.between(0, LAST_SEEN_DAYS)))]
    for _ in range(chance.between(*SESSIONS) - 1):
        early = chance.happens(0.01)
        days.append(on_or_before(days[-1] - timedelta(76 if early else chance.between(84, 96))))
    return days[::-1]


def _person(chance: Chance, number: int, first_visit: date, as_of: date) -> Patient:
    """Someone who now and then has cautions, and days on which they can't come."""
    patient = person(chance, number, first_visit)
    away = f"{as_of + timedelta(days=29)}..{as_of + timedelta(days=46)}"
    return replace(
        patient,
        cautions=(chance.one_of(CAUTIONS),) if chance.happens(0.04) else (),
        not_on=(chance.one_of(("mon", "thu", away)),) if chance.happens(0.1) else (),
    )


def _diary(chance: Chance, treated_since: str, as_of: date) -> list[tuple[Period, Month]]:
    """How each month went; a day here and there is missing."""
    before, after = chance.between(16, 24), chance.between(4, 18)
    usual = {name: before if name < treated_since else after for name, _ in _calendar(as_of)}
    return [
        (period, Month(usual[name] + chance.between(-2, 2), missing=chance.one_of((0, 0, 0, 0, 1, 2))))
        for name, period in _calendar(as_of)
    ]


def _days(chance: Chance, patient: str, months: Sequence[tuple[Period, Month]]) -> list[DiaryEntry]:
    statements = [said for period, month in months for said in day_statements(chance, period, month, "daily")]
    return [DiaryEntry(patient=patient, statements=tuple(statements))] if statements else []


def _events(chance: Chance, patient: str, last: date, as_of: date) -> list[CourseEvent]:
    """Half of those who lapsed were stopped for a reason, and a few of those who come have paused."""
    if (as_of - last).days > LAPSED_AFTER_DAYS:
        stopped = last + timedelta(chance.between(30, LAPSED_AFTER_DAYS))
        reason = chance.one_of(REASONS)
        return [CourseEvent(patient=patient, date=stopped, step="stop", reason=reason)] if chance.happens(0.5) else []
    until = as_of + timedelta(chance.between(30, 120))
    return [CourseEvent(patient=patient, date=last, step="pause", until=until)] if chance.happens(0.02) else []


@cache
def _calendar(as_of: date) -> tuple[tuple[str, Period], ...]:
    """The MONTHS complete months before `as_of` and their names, the earliest first."""
    return tuple((f"{month.first:%Y-%m}", month) for month in reversed(months_before(as_of, MONTHS)))
