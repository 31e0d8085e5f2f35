"""Charts for the tests of verdicts, built from the counts that a clinician would name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from migraine_cli.chart.chart import Chart
from migraine_cli.chart.period import Period
from migraine_cli.records.codes import PreventiveClass
from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.session import Session
from migraine_cli.words.dates import spans

ADULT = Patient(id="P1", name="Test", born=date(1980, 5, 17), overuse="managed")
TRIED: tuple[tuple[str, PreventiveClass], ...] = (
    ("topiramate", "antiepileptic"),
    ("amitriptyline", "antidepressant"),
    ("propranolol", "beta-blocker"),
)
THREE_FAILED = tuple(
    Preventive(
        patient="P1",
        medicine=medicine,
        drug_class=drug_class,
        outcome="failed",
        started=date(2019, 1, 1),
        stopped=date(2019, 6, 1),
    )
    for medicine, drug_class in TRIED
)

Facts = dict[str, Any]
"""What the diary says of one day."""

FREE: Facts = {"headache": False}
KINDS_OF_DAY: tuple[Facts, ...] = (
    FREE,
    {"headache": True, "migraine": False, "hours": 3},
    {"headache": True, "migraine": True, "hours": 3},
    {"headache": True, "migraine": False, "hours": 4},
    {"headache": True, "migraine": True, "hours": 4},
)


def kept(period: Period, headache: int, migraine: int, long: int, blank: int = 0) -> dict[date, Facts]:
    """A month with so many headache, migraine and long days, and `blank` days at its end without an entry."""
    days = list(period.days())
    facts: list[Facts] = [
        {"headache": True, "migraine": n < migraine, "hours": 4 if n < long else 3} if n < headache else FREE
        for n in range(len(days) - blank)
    ]
    return dict(zip(days, facts, strict=False))


def chart(
    days: dict[date, Facts],
    sessions: tuple[date, ...] = (),
    patient: Patient = ADULT,
    preventives: Sequence[Preventive] = THREE_FAILED,
) -> Chart:
    """A chart with these days; every other day is unknown."""
    alike: dict[tuple[tuple[str, Any], ...], list[date]] = {}
    for day, facts in days.items():
        alike.setdefault(tuple(facts.items()), []).append(day)
    statements = tuple(DayStatement(days=spans(group), **dict(facts)) for facts, group in alike.items())
    return Chart(
        patient,
        diary=[DiaryEntry(patient=patient.id, statements=statements)] if statements else [],
        months=[],
        preventives=preventives,
        sessions=[Session(patient=patient.id, date=day, units=155) for day in sessions],
        effects=[],
        checkups=[],
        events=[],
    )


def weeks(start: date, count: int) -> date:
    """`count` weeks after `start`."""
    return start + timedelta(weeks=count)
