"""Invented headache diaries: single days with their gaps, and counts from paper calendars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from migraine_cli.chart.period import Period
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.records.diary import DayStatement, MonthCount

Keeping = Literal["daily", "yes-or-no", "attacks-only", "paper", "paper-unmarked"]
"""How a patient keeps the diary: every day with details, every day with yes or no, only days with a headache,
or a paper calendar with or without the number of days on which it was kept."""

TRIPTANS = ("sumatriptan", "rizatriptan")
ANALGESICS = ("ibuprofen", "naproxen", "paracetamol")

SCATTERED = 4
"""Up to so many missing days lie here and there; more are one stretch, a holiday or a hospital stay."""


class Month(NamedTuple):
    """A month as it is to be: headache days written down, days missing, migraine days (None: by chance)."""

    headache: int
    missing: int = 0
    migraine: int | None = None


class Medicines(NamedTuple):
    """What a patient takes in an attack and in a milder headache."""

    triptan: str
    analgesic: str


def near(chance: Chance, month: Month) -> Month:
    """A month much like `month`, and mostly complete."""
    missing = chance.one_of((0, 0, 0, 0, 1, 2))
    return Month(min(max(month.headache + chance.between(-2, 2), 0), 26), missing)


def day_statements(chance: Chance, period: Period, month: Month, keeping: Keeping) -> list[DayStatement]:
    """A statement for each day of `period` that the patient wrote about, in order."""
    days = [day.isoformat() for day in period.days()]
    written = _without_missing(chance, days, month.missing)
    aching = set(chance.some_of(written, month.headache))
    migraine = set(chance.some_of(sorted(aching), _migraine_days(chance, month)))
    medicines = Medicines(chance.one_of(TRIPTANS), chance.one_of(ANALGESICS))
    return [
        _ache(chance, day, day in migraine, medicines, keeping) if day in aching else _free(day)
        for day in written
        if day in aching or keeping != "attacks-only"
    ]


def month_count(chance: Chance, patient: str, name: str, length: int, month: Month, keeping: Keeping) -> MonthCount:
    """What a paper calendar shows for the month `name` ("2026-09") of `length` days."""
    recorded = length - month.missing
    headache = min(month.headache, recorded)
    migraine = min(_migraine_days(chance, month), headache)
    return MonthCount(
        patient=patient,
        month=name,
        headache_days=headache,
        migraine_days=migraine,
        long_days=chance.between(migraine, headache),
        recorded_days=None if keeping in ("paper-unmarked", "attacks-only") else recorded,
    )


def _migraine_days(chance: Chance, month: Month) -> int:
    if month.migraine is not None:
        return month.migraine
    return chance.between(-(-month.headache // 2), month.headache * 3 // 4)


def _without_missing(chance: Chance, days: list[str], missing: int) -> list[str]:
    if missing <= SCATTERED:
        lost: Iterable[str] = chance.some_of(days, missing)
    else:
        first = chance.between(0, len(days) - missing)
        lost = days[first : first + missing]
    gone = set(lost)
    return [day for day in days if day not in gone]


def _free(day: str) -> DayStatement:
    return DayStatement(days=(day,), headache=False)


def _ache(chance: Chance, day: str, migraine: bool, medicines: Medicines, keeping: Keeping) -> DayStatement:
    if keeping == "yes-or-no":
        return DayStatement(days=(day,), headache=True)
    hours = chance.between(8, 36) / 2 if migraine else chance.between(2, 14) / 2
    medicine = medicines.triptan if migraine and chance.happens(0.7) else medicines.analgesic
    return DayStatement(
        days=(day,),
        headache=True,
        hours=None if chance.happens(0.04) else hours,
        severity=chance.between(6, 10) if migraine else chance.between(2, 5),
        migraine=migraine,
        medicines=(medicine,) if chance.happens(0.8 if migraine else 0.4) else None,
    )
