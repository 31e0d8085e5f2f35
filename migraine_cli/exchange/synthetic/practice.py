"""A practice of any size, for benchmarks: years of sessions and month counts for every patient."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.period import months_before
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.exchange.synthetic.diaries import Month, month_count
from migraine_cli.exchange.synthetic.people import person
from migraine_cli.exchange.synthetic.treatments import migraine_sessions, tried_preventives
from migraine_cli.records.diary import MonthCount

MONTHS = 96
"""Months of diary counts a patient: eight years."""

SESSIONS = (12, 20)
"""Sessions a patient, least and most; 16 on average."""

LAST_SEEN_DAYS = 510
"""The last session lies up to so many days back: one patient in nine was seen in the last eight weeks, as
where the file keeps those who no longer come."""


def veteran(number: int, seed: int, as_of: date) -> Chart:
    """The chart of patient `number`, treated for years up to `as_of`; no single days are known."""
    chance = Chance(f"{seed}/{number}")
    days = [as_of - timedelta(chance.between(0, LAST_SEEN_DAYS))]
    for _ in range(chance.between(*SESSIONS) - 1):
        days.insert(0, days[0] - timedelta(chance.between(84, 96)))
    patient = person(chance, number, days[0])
    return Chart(
        patient,
        preventives=tried_preventives(chance, patient, chance.between(0, 4), days[0]),
        sessions=migraine_sessions(chance, patient.id, days, chance.one_of((0, 0, 0, 2, 4, 8)), as_of),
        months=_months(chance, patient.id, f"{days[0]:%Y-%m}", as_of),
        diary=[],
    )


def _months(chance: Chance, patient: str, treated_since: str, as_of: date) -> list[MonthCount]:
    before, after = chance.between(16, 24), chance.between(4, 18)
    return [
        month_count(
            chance,
            patient,
            name,
            length,
            Month((before if name < treated_since else after) + chance.between(-2, 2)),
            "paper",
        )
        for name, length in _calendar(as_of)
    ]


@cache
def _calendar(as_of: date) -> tuple[tuple[str, int], ...]:
    """Name and length of the MONTHS complete months before `as_of`, the earliest first."""
    return tuple((f"{month.first:%Y-%m}", month.length) for month in reversed(months_before(as_of, MONTHS)))
