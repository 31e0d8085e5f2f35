"""What would settle an unknown, in words: the days, the facts or the calendar's figures that are missing."""

from __future__ import annotations

from datetime import date

import pytest
from charts import Facts, chart, kept

from migraine_cli.chart.period import Period
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import HeadacheDays, LongHeadacheDays, MigraineDays
from migraine_cli.eligibility.policy import HeadacheDays as Headache
from migraine_cli.eligibility.start import start_finding
from migraine_cli.records.diary import MonthCount

APRIL = Period(date(2024, 4, 1), date(2024, 4, 30))
MAY = date(2024, 5, 1)
HEADACHE = Headache(id="headache", at_least=15)
MIGRAINE = MigraineDays(id="migraine", at_least=8)
LONG = LongHeadacheDays(id="long", at_least=15)


def days(text: str) -> list[date]:
    return [date(2024, 4, int(day)) for day in text.split()]


def april(
    without: str = "", no_kind: str = "", no_hours: str = "", headache: int = 14, migraine: int = 6
) -> dict[date, Facts]:
    """April with so many headache days from the 1st on, and what isn't known of it by day of the month."""
    known = kept(APRIL, headache, migraine, long=headache)
    for day in days(no_kind):
        known[day] = known[day] | {"migraine": None}
    for day in days(no_hours):
        known[day] = known[day] | {"hours": None}
    return {day: facts for day, facts in known.items() if day not in days(without)}


@pytest.mark.parametrize(
    ("criterion", "known", "missing"),
    [
        (HEADACHE, april("30"), ("1 more diary day of 2024-04 (2024-04-30)",)),
        (HEADACHE, april("20 21 22 25"), ("4 more diary days of 2024-04 (2024-04-20..2024-04-22, 2024-04-25)",)),
        (
            HEADACHE,
            april("20 22 24 26 28"),
            ("5 more diary days of 2024-04 (2024-04-20, 2024-04-22, 2024-04-24, 2024-04-26, …)",),
        ),
        (HEADACHE, {}, ("the 30 diary days of 2024-04, of which nothing is recorded",)),
        (HEADACHE, april("30", headache=15), ()),
        (HEADACHE, april("30", headache=13), ()),
        (
            MIGRAINE,
            april(no_kind="7 8 9"),
            ("migraine yes or no of 3 headache days of 2024-04 (2024-04-07..2024-04-09)",),
        ),
        (
            MIGRAINE,
            april("30", no_kind="7"),
            (
                "1 more diary day of 2024-04 (2024-04-30)",
                "migraine yes or no of 1 headache day of 2024-04 (2024-04-07)",
            ),
        ),
        (LONG, april(no_hours="3", headache=15), ("the hours of 1 headache day of 2024-04 (2024-04-03)",)),
    ],
    ids=[
        "one day",
        "several days",
        "more days than are named",
        "nothing recorded",
        "yes whatever the day was",
        "no whatever the day was",
        "migraine of some days",
        "a day, and migraine of another",
        "hours of a day",
    ],
)
def test_a_months_gaps(
    criterion: HeadacheDays | MigraineDays | LongHeadacheDays,
    known: dict[date, dict[str, int | None]],
    missing: tuple[str, ...],
) -> None:
    assert start_finding(criterion, Case.of(chart(known), MAY)).missing == missing


def test_only_months_that_can_still_change_the_answer_are_named() -> None:
    march = kept(Period(date(2024, 3, 1), date(2024, 3, 31)), 20, 8, 0, blank=3)
    finding = start_finding(Headache(id="h", at_least=15, months=2), Case.of(chart(april("30") | march), MAY))
    assert finding.missing == ("1 more diary day of 2024-04 (2024-04-30)",)


def test_an_average_needs_every_month() -> None:
    march = kept(Period(date(2024, 3, 1), date(2024, 3, 31)), 15, 8, 0, blank=1)
    average = Headache(id="h", at_least=15, months=2, over="average")
    assert start_finding(average, Case.of(chart(april("30") | march), MAY)).missing == (
        "1 more diary day of 2024-03 (2024-03-31)",
        "1 more diary day of 2024-04 (2024-04-30)",
    )


def counted(
    headache: int | None,
    migraine: int | None = None,
    recorded: int | None = None,
    known: dict[date, Facts] | None = None,
) -> Case:
    count = MonthCount(
        patient="P1", month="2024-04", headache_days=headache, migraine_days=migraine, recorded_days=recorded
    )
    own = chart(known or {})
    own.months = [count]
    return Case.of(own, MAY)


@pytest.mark.parametrize(
    ("criterion", "case", "missing"),
    [
        (HEADACHE, counted(14), ("on how many days of 2024-04 the calendar was kept",)),
        (HEADACHE, counted(14, recorded=29), ("the day of 2024-04 on which the calendar wasn't kept",)),
        (HEADACHE, counted(14, recorded=26), ("the 4 days of 2024-04 on which the calendar wasn't kept",)),
        (HEADACHE, counted(None, 5), ("the number of headache days in the calendar of 2024-04",)),
        (MIGRAINE, counted(14, recorded=30), ("the number of migraine days in the calendar of 2024-04",)),
        (HEADACHE, counted(14, recorded=28, known=april("30")), ("1 more diary day of 2024-04 (2024-04-30)",)),
    ],
    ids=[
        "days kept not known",
        "a day not kept",
        "days not kept",
        "headache days not counted",
        "migraine days not counted",
        "a calendar beside single days",
    ],
)
def test_a_calendars_gaps(criterion: HeadacheDays | MigraineDays, case: Case, missing: tuple[str]) -> None:
    assert start_finding(criterion, case).missing == missing
