"""What stands beside a percentage: the level of control of a month, and a clinic's shares with their doubt."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.chart.day import Day
from migraine_cli.chart.period import Period
from migraine_cli.chart.tally import tally
from migraine_cli.records.diary import MonthCount
from migraine_cli.treatment.control import LEVELS, burdened_days, levels
from migraine_cli.treatment.shares import Share, wilson

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("days", "named"),
    [
        ((0, 0), ("freedom",)),
        ((1, 1), ("optimal control",)),
        ((3, 3), ("optimal control",)),
        ((4, 4), ("modest control",)),
        ((6, 6), ("modest control",)),
        ((7, 7), ("insufficient control",)),
        ((31, 31), ("insufficient control",)),
        ((0, 1), ("freedom", "optimal control")),
        ((3, 4), ("optimal control", "modest control")),
        ((6, 7), ("modest control", "insufficient control")),
        ((0, 31), ("freedom", "optimal control", "modest control", "insufficient control")),
    ],
)
def test_the_levels_on_both_sides_of_every_edge(days: tuple[int, int], named: tuple[str, ...]) -> None:
    assert levels(Bounds(*days)) == named


@given(st.integers(0, 31), st.integers(0, 31))
def test_the_levels_of_bounds_are_those_of_every_number_within(one: int, other: int) -> None:
    low, high = sorted((one, other))
    within = {name for number in range(low, high + 1) for name in levels(Bounds(number, number))}
    assert set(levels(Bounds(low, high))) == within
    assert levels(Bounds(low, high)) == tuple(name for name, _ in LEVELS if name in within)


# what is known of the one headache day of a month · days with migraine or a moderate to severe headache
@pytest.mark.parametrize(
    ("day", "burdened"),
    [
        (Day(headache=True, migraine=True), (1, 1)),
        (Day(headache=True, migraine=True, severity=1), (1, 1)),
        (Day(headache=True, migraine=False, severity=3), (0, 0)),
        (Day(headache=True, migraine=False, severity=4), (1, 1)),
        (Day(headache=True, severity=4), (1, 1)),
        (Day(headache=True, severity=3), (0, 1)),
        (Day(headache=True, migraine=False), (0, 1)),
        (Day(headache=True), (0, 1)),
        (Day(headache=False, migraine=False), (0, 0)),
        (Day(), (0, 1)),
    ],
)
def test_a_day_of_unknown_kind_or_strength_widens_the_bounds(day: Day, burdened: tuple[int, int]) -> None:
    days = dict.fromkeys(APRIL.days(), Day(headache=False, migraine=False)) | {APRIL.first: day}
    assert burdened_days(days, tally(days, (), APRIL)) == burdened


def test_a_calendar_bounds_the_days_by_its_migraine_and_its_headache_days() -> None:
    count = MonthCount(patient="P1", month="2026-04", headache_days=9, migraine_days=2, recorded_days=30)
    assert burdened_days({}, tally({}, [count], APRIL)) == (2, 9)


# 17 of 36 surely and 7 more perhaps: the clinic of findings.md
def test_a_share_whatever_the_missing_days_were_and_with_chance() -> None:
    share = Share.of([YES] * 17 + [UNKNOWN] * 7 + [NO] * 12)
    assert share is not None
    assert (share.patients, share.sure, share.possible) == (36, 17, 24)
    figures = (share.low, share.high, share.chance_low, share.chance_high)
    assert tuple(map(round, figures)) == (47, 67, 32, 80)
    assert (share.low, share.high) == pytest.approx((100 * 17 / 36, 100 * 24 / 36))


def test_a_share_of_nobody_is_none() -> None:
    assert Share.of([]) is None


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 27.75), (10, 10, 72.25, 100.0), (5, 10, 23.66, 76.34), (1, 1, 20.65, 100.0), (81, 263, 25.53, 36.62)],
)
def test_wilsons_interval_as_published(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=0.01)


@given(st.lists(st.sampled_from([YES, NO, UNKNOWN]), min_size=1, max_size=60))
def test_every_way_the_unknown_answers_can_have_been_lies_within(answers: list[Answer]) -> None:
    share = Share.of(answers)
    assert share is not None
    for unknown in (YES, NO):
        settled = [unknown if answer is UNKNOWN else answer for answer in answers]
        percent = 100 * settled.count(YES) / len(settled)
        assert share.low <= percent <= share.high
        assert share.chance_low <= percent <= share.chance_high
