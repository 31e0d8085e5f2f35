"""What a month comes to: a paper calendar's count, alone and beside single days. April 2024 has 30 days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.day import Day, differing_days
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import tally
from migraine_cli.records.diary import DayStatement, MonthCount

APRIL = Period(date(2024, 4, 1), date(2024, 4, 30))


def days(headache: int, free: int) -> dict[date, Day]:
    """So many headache days, then so many free ones; the rest of the month is unknown."""
    kinds = [Day(headache=True)] * headache + [Day(headache=False, migraine=False)] * free
    return dict(zip(APRIL.days(), kinds, strict=False))


def counted(
    headache: int | None = None, migraine: int | None = None, long: int | None = None, recorded: int | None = None
) -> MonthCount:
    return MonthCount(
        patient="P1",
        month="2024-04",
        headache_days=headache,
        migraine_days=migraine,
        long_days=long,
        recorded_days=recorded,
    )


@pytest.mark.parametrize(
    ("count", "known", "headache", "migraine"),
    [
        (counted(14, 8, recorded=30), {}, (14, 14), (8, 8)),
        (counted(14, 8, recorded=28), {}, (14, 16), (8, 10)),
        (counted(14, 8), {}, (14, 30), (8, 24)),
        (counted(14, recorded=30), {}, (14, 14), (0, 14)),
        (counted(None, 9, recorded=30), {}, (9, 30), (9, 9)),
        (counted(None, 9, long=16, recorded=30), {}, (16, 30), (9, 9)),
        (counted(14, 8, recorded=28), days(14, 15), (14, 15), (8, 9)),
        (counted(14, 8), days(2, 14), (14, 16), (8, 10)),
        (counted(20, 8, recorded=30), days(2, 14), (2, 16), (0, 16)),
    ],
    ids=[
        "every day recorded",
        "two days not recorded",
        "days recorded not known",
        "migraine not counted",
        "headache not counted: a migraine day is a headache day",
        "headache not counted: so is a long one",
        "beside single days",
        "beside single days, days recorded not known",
        "against single days, which win",
    ],
)
def test_a_calendar_month(
    count: MonthCount, known: dict[date, Day], headache: tuple[int, int], migraine: tuple[int, int]
) -> None:
    found = tally(known, [count], APRIL)
    assert (found.headache, found.migraine) == (Bounds(*headache), Bounds(*migraine))


def test_the_days_of_which_something_known_is_another_or_no_longer_known() -> None:
    def of_june(**days: Day) -> dict[date, Day]:
        return {date(2026, 6, int(name[1:])): day for name, day in days.items()}

    free, attack, unknown = Day(headache=False), Day(headache=True, hours=3), Day()
    old = of_june(d9=attack, d4=free, d3=attack, d2=attack, d1=unknown, d5=attack)
    new = of_june(d9=free, d3=attack, d2=Day(headache=True, hours=3, severity=5), d1=attack, d6=attack)
    assert [day.day for day in differing_days(old, new)] == [4, 5, 9]


TOLD_TWICE = {
    "the same day free, what was taken and noted stays": (
        {"headache": True, "hours": 5, "medicines": ("ibuprofen",), "note": "flashes"},
        {"headache": False},
        Day(headache=False, migraine=False, medicines=("ibuprofen",), note="flashes", id="diary:2"),
    ),
    "free, and something taken": (
        {"headache": True},
        {"headache": False, "medicines": ("ibuprofen",), "note": "to prevent one"},
        Day(headache=False, migraine=False, medicines=("ibuprofen",), note="to prevent one", id="diary:2"),
    ),
    "medicines alone": (
        {"headache": True, "hours": 5, "migraine": True, "note": "flashes"},
        {"medicines": ("ibuprofen",)},
        Day(headache=True, hours=5, migraine=True, medicines=("ibuprofen",), note="flashes", id="diary:2"),
    ),
    "a note alone": (
        {"headache": False, "medicines": ()},
        {"note": "slept badly"},
        Day(headache=False, migraine=False, medicines=(), note="slept badly", id="diary:2"),
    ),
    "a headache told again": (
        {"headache": True, "hours": 5, "severity": 6, "migraine": True, "medicines": ("ibuprofen",), "note": "flashes"},
        {"headache": True, "hours": 8},
        Day(True, 8, 6, True, ("ibuprofen",), "flashes", "diary:2"),
    ),
    "a headache on a day that was free": (
        {"headache": False, "medicines": ("ibuprofen",)},
        {"headache": True, "severity": 3},
        Day(headache=True, severity=3, medicines=("ibuprofen",), id="diary:2"),
    ),
    "nothing taken after all": (
        {"headache": True, "medicines": ("ibuprofen",)},
        {"headache": True, "medicines": ()},
        Day(headache=True, medicines=(), id="diary:2"),
    ),
}


@pytest.mark.parametrize(("first", "then", "known"), TOLD_TWICE.values(), ids=TOLD_TWICE)
def test_a_day_told_twice(first: dict[str, Any], then: dict[str, Any], known: Day) -> None:
    once = Day().after(DayStatement(days=("2026-06-01",), **first), "diary:1")
    assert once.id == "diary:1"
    assert once.after(DayStatement(days=("2026-06-01",), **then), "diary:2") == known
