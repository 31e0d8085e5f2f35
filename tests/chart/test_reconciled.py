"""Days against a paper calendar's count: all measures together, exactly.

The tables name what a clinician would: the days written down one by one, the calendar's counts, and what follows. The
oracle goes through every way that a small month can have been and every set of days on which the calendar can have
been kept, and finds the same bounds.
"""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migraine_cli.chart.day import Day
from migraine_cli.chart.period import Period
from migraine_cli.chart.reconciled import KnownDays, reconciled
from migraine_cli.chart.tally import tally
from migraine_cli.records.diary import MonthCount

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))

FREE = Day(headache=False, migraine=False)
UNKNOWN_KIND = Day(headache=True)
NOT_MIGRAINE = Day(headache=True, migraine=False)
MIGRAINE = Day(headache=True, migraine=True)
SHORT = Day(headache=True, hours=3.5)
LONG = Day(headache=True, hours=4)
LONG_NOT_MIGRAINE = Day(headache=True, migraine=False, hours=4)
SHORT_MIGRAINE = Day(headache=True, migraine=True, hours=3)


def march(*runs: tuple[int, Day]) -> dict[date, Day]:
    """March from its first day on: so many days of each kind; the rest is blank."""
    return dict(zip(MARCH.days(), [day for number, day in runs for _ in range(number)], strict=False))


def calendar(
    headache: int | None = None, migraine: int | None = None, long: int | None = None, recorded: int | None = None
) -> MonthCount:
    return MonthCount(
        patient="P1",
        month="2026-03",
        headache_days=headache,
        migraine_days=migraine,
        long_days=long,
        recorded_days=recorded,
    )


# the days one by one · the calendar · headache days, migraine days, days of 4 hours or more
TOGETHER = {
    "44: the days fix the 20 headache days, so 7 migraine days are exact": (
        march((20, UNKNOWN_KIND), (11, FREE)),
        calendar(20, 7),
        (20, 7, "0 to 20"),
    ),
    "the days fix the 20, so 9 long days are exact": (
        march((20, UNKNOWN_KIND), (11, FREE)),
        calendar(20, 7, 9),
        (20, 7, 9),
    ),
    "one blank day leaves one migraine day open": (
        march((20, UNKNOWN_KIND), (10, FREE)),
        calendar(20, 7),
        ("20 to 21", "7 to 8", "0 to 21"),
    ),
    "a calendar kept every day is exact beside blank days": (march(), calendar(16, 8, 5, recorded=31), (16, 8, 5)),
    "a calendar kept on 29 days leaves two": (
        march(),
        calendar(16, 8, 5, recorded=29),
        ("16 to 18", "8 to 10", "5 to 7"),
    ),
    "not told on how many days it was kept: the 23 other days can be anything": (
        march(),
        calendar(8, 8),
        ("8 to 31", "8 to 31", "0 to 31"),
    ),
    "headache days that weren't migraine stay so": (march(), calendar(28, 5), ("28 to 31", "5 to 8", "0 to 31")),
    "more headache days one by one than the calendar saw": (
        march((18, UNKNOWN_KIND)),
        calendar(16, 8, recorded=29),
        (18, "8 to 10", "0 to 18"),
    ),
    "migraine counted, headache days not: a migraine day is a headache day": (
        march((20, FREE)),
        calendar(migraine=9, recorded=31),
        ("9 to 11", 9, "0 to 11"),
    ),
    "kept on one day, a long migraine day: the long day without migraine was another": (
        march((1, LONG_NOT_MIGRAINE), (29, FREE)),
        calendar(migraine=1, long=1, recorded=1),
        (2, 1, 2),
    ),
    "the calendar can have seen 4 of 8 short migraines: 4 of its headache days were others": (
        march((8, SHORT_MIGRAINE)),
        calendar(8, 4, 0, recorded=25),
        ("12 to 14", "8 to 10", "0 to 2"),
    ),
    "of 10 long days without migraine the calendar can have seen its 4 long ones": (
        march((10, LONG_NOT_MIGRAINE)),
        calendar(10, long=4),
        ("16 to 31", "0 to 21", "10 to 25"),
    ),
    "a calendar of 5 migraine days beside 11 of them and 20 free days": (
        march((11, MIGRAINE), (20, FREE)),
        calendar(migraine=5),
        (11, 11, "0 to 11"),
    ),
    "a calendar kept every day with nothing counted beside free days": (
        march((31, FREE)),
        calendar(recorded=31),
        (0, 0, 0),
    ),
    "no migraine day counted beside free days": (march((31, FREE)), calendar(migraine=0, recorded=31), (0, 0, 0)),
    "no long day counted beside free days": (march((31, FREE)), calendar(long=0, recorded=31), (0, 0, 0)),
    "only the days on which it was kept are counted": (
        march((3, MIGRAINE), (20, FREE)),
        calendar(recorded=31),
        ("3 to 11", "3 to 11", "0 to 11"),
    ),
}


@pytest.mark.parametrize(("days", "count", "found"), TOGETHER.values(), ids=TOGETHER)
def test_what_days_and_calendar_allow_together(
    days: dict[date, Day], count: MonthCount, found: tuple[int | str, int | str, str | int]
) -> None:
    month = tally(days, [count], MARCH)
    assert month.contradiction is None
    assert tuple(map(str, (month.headache, month.migraine, month.long))) == tuple(map(str, found))


# the days one by one · a calendar that can't be true beside them · what the days alone say
CONTRADICTED = {
    "43: 15 headache days without migraine leave room for 1 migraine day, not for 8": (
        march((15, NOT_MIGRAINE)),
        calendar(16, 8, recorded=31),
        ("15 to 31", "0 to 16", "0 to 31"),
    ),
    "more free days than the calendar leaves": (
        march((16, FREE)),
        calendar(16, recorded=31),
        ("0 to 15", "0 to 15", "0 to 15"),
    ),
    "one headache day more than a calendar kept every day": (
        march((17, UNKNOWN_KIND)),
        calendar(16, recorded=31),
        ("17 to 31", "0 to 31", "0 to 31"),
    ),
    "the long days alone clash, and all measures fall to the days": (
        march((10, SHORT), (21, FREE)),
        calendar(10, 4, 1, recorded=31),
        (10, "0 to 10", 0),
    ),
    "one headache counted, neither migraine nor long; one was a migraine, the other long": (
        march((1, SHORT_MIGRAINE), (1, LONG_NOT_MIGRAINE), (29, FREE)),
        calendar(1, 0, 0, recorded=30),
        (2, 1, 1),
    ),
}


@pytest.mark.parametrize(("days", "count", "found"), CONTRADICTED.values(), ids=CONTRADICTED)
def test_where_any_measure_cannot_be_true_the_days_win_for_all_and_it_is_said(
    days: dict[date, Day], count: MonthCount, found: tuple[str | int, str | int, str | int]
) -> None:
    month = tally(days, [count], MARCH)
    assert tuple(map(str, (month.headache, month.migraine, month.long))) == tuple(map(str, found))
    assert month.contradiction is not None
    assert month.contradiction.startswith("the calendar of 2026-03 (")
    assert month.contradiction.endswith("; the days win")
    assert not month.counted


def test_a_contradiction_names_both_sides() -> None:
    month = tally(march((15, NOT_MIGRAINE)), [calendar(16, 8, recorded=31)], MARCH)
    assert month.contradiction == (
        "the calendar of 2026-03 (16 headache days, 8 migraine days, 31 days recorded) can't be true beside the days "
        "recorded one by one (15 to 31 headache days, 0 to 16 migraine days, 0 to 31 of 4 hours or more); the days win"
    )


TRUTHS = tuple((True, migraine, long) for migraine in (True, False) for long in (True, False))
TRUTHS = (*TRUTHS, (False, False, False))


def truths(day: Day) -> list[tuple[bool, bool, bool]]:
    """Every way that a day can have been: headache, migraine, 4 hours or more."""
    return [
        truth
        for truth in TRUTHS
        if all(
            known in (None, real)
            for known, real in zip((day.headache, day.counts("migraine"), day.counts("long")), truth, strict=True)
        )
    ]


@cache
def worlds(days: tuple[Day, ...]) -> list[list[tuple[bool, bool, bool]]]:
    return [list(world) for world in itertools.product(*map(truths, days))]


def by_brute_force(days: tuple[Day, ...], count: MonthCount) -> dict[str, tuple[int, int]] | None:
    """The bounds found by trying every world with every set of days on which the calendar can have been kept."""
    stated = (count.headache_days, count.migraine_days, count.long_days)
    sizes = range(len(days) + 1) if count.recorded_days is None else [count.recorded_days]
    kept = [chosen for size in sizes for chosen in itertools.combinations(range(len(days)), size)]
    fits = [
        tuple(sum(column) for column in zip(*world, strict=True))
        for world in worlds(days)
        if any(
            all(number in (None, sum(world[n][place] for n in chosen)) for place, number in enumerate(stated))
            for chosen in kept
        )
    ]
    if not fits:
        return None
    names = ("headache", "migraine", "long")
    return {name: (min(found), max(found)) for name, found in zip(names, zip(*fits, strict=True), strict=True)}


KINDS = (
    Day(),
    FREE,
    UNKNOWN_KIND,
    NOT_MIGRAINE,
    MIGRAINE,
    SHORT,
    LONG,
    LONG_NOT_MIGRAINE,
    SHORT_MIGRAINE,
    Day(headache=True, migraine=True, hours=4),
    Day(headache=True, migraine=False, hours=3),
)


@st.composite
def counts(draw: st.DrawFn, length: int) -> MonthCount:
    """A calendar of a month of so many days that the record itself allows."""
    recorded = draw(st.none() | st.integers(0, length))
    headache = draw(st.none() | st.integers(0, length if recorded is None else recorded))
    most = next((number for number in (headache, recorded) if number is not None), length)
    migraine, long = (draw(st.none() | st.integers(0, most)) for _ in range(2))
    return calendar(headache, migraine, long, recorded)


def small_months(length: int) -> st.SearchStrategy[tuple[tuple[Day, ...], MonthCount]]:
    days = st.lists(st.sampled_from(KINDS), min_size=length, max_size=length).map(
        lambda found: tuple(sorted(found, key=KINDS.index))
    )
    return st.tuples(days, counts(length))


def agrees(days: tuple[Day, ...], count: MonthCount) -> None:
    found = reconciled(KnownDays.of(days, len(days)), count)
    assert found == by_brute_force(days, count)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 4).flatmap(small_months))
def test_the_bounds_are_those_of_every_way_a_small_month_can_have_been(
    month: tuple[tuple[Day, ...], MonthCount],
) -> None:
    agrees(*month)


@pytest.mark.slow
@settings(max_examples=4000, deadline=None)
@given(st.integers(1, 5).flatmap(small_months))
def test_the_bounds_are_those_of_every_way_a_month_of_five_days_can_have_been(
    month: tuple[tuple[Day, ...], MonthCount],
) -> None:
    agrees(*month)


@pytest.mark.slow
@pytest.mark.parametrize("length", [1, 2, 3])
def test_every_small_month_with_every_calendar(length: int) -> None:
    numbers = (None, *range(length + 1))
    allowed = []
    for stated in itertools.product(numbers, repeat=4):
        most = length if stated[3] is None else stated[3]
        among = most if stated[0] is None else stated[0]
        if (stated[0] or 0) <= most and all((number or 0) <= among for number in stated[1:3]):
            allowed.append(calendar(*stated))
    for days in itertools.combinations_with_replacement(KINDS, length):
        for count in allowed:
            agrees(days, count)


@given(st.lists(st.sampled_from(KINDS), max_size=31))
def test_the_known_days_of_a_month_are_counted_once_each(days: list[Day]) -> None:
    known = KnownDays.of(days, 31)
    assert sum(known.headaches.values()) + known.free + known.blank == 31
    assert known.free == Counter(days)[FREE]
