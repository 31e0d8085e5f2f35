"""Verdicts hold under every way the missing days can have been: each completion of small gaps is judged."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import msgspec
import pytest
from charts import KINDS_OF_DAY, Facts, chart, kept
from hypothesis import given, settings
from hypothesis import strategies as st

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.period import months_before
from migraine_cli.eligibility.case import Case
from migraine_cli.eligibility.policy import Policy
from migraine_cli.eligibility.verdict import Verdict, judge

POLICIES = {
    path.stem: msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Policy)
    for path in sorted((Path(__file__).parents[2] / "data" / "policies").glob("*.toml"))
}
AS_OF = date(2026, 10, 5)
SECOND_YEAR = (date(2026, 1, 5), date(2026, 4, 6), date(2026, 6, 29))
MOST_BLANK = 3

Diary = tuple[dict[date, Facts], list[list[date]], tuple[date, ...]]
"""What is known of each day, the days of each month that are missing, and the sessions."""

near_fifteen = st.integers(12, 18)
near_eight = st.integers(6, 10)


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """Months near every threshold, before the start and lately, with a few blank days among them all."""
    treated = draw(st.booleans())
    sessions: tuple[date, ...] = SECOND_YEAR if treated else ()
    lately = months_before(AS_OF, 3 if treated else 0)
    before = months_before(sessions[0] if treated else AS_OF, 6)
    blanks = draw(st.lists(st.integers(0, len(before + lately) - 1), max_size=MOST_BLANK))
    days: dict[date, Facts] = {}
    for place, period in enumerate([*lately, *before]):
        headache = draw(st.one_of(near_fifteen, near_eight) if period in lately else near_fifteen)
        migraine = draw(st.integers(0, 10).map(partial(min, headache)))
        long = draw(st.integers(headache - 3, headache))
        days |= kept(period, headache, migraine, long, blank=blanks.count(place))
    gaps = [[day for day in period.days() if day not in days] for period in (*lately, *before)]
    return days, [gap for gap in gaps if gap], sessions


def completions(gaps: Sequence[Sequence[date]]) -> Iterator[dict[date, Facts]]:
    """Every way the missing days can have been, by month as often as each kind of day occurs.

    Which of a month's days it was changes no count, as the test below shows.
    """
    by_month = [itertools.combinations_with_replacement(KINDS_OF_DAY, len(gap)) for gap in gaps]
    for kinds in itertools.product(*by_month):
        yield {
            day: kind for gap, filled in zip(gaps, kinds, strict=True) for day, kind in zip(gap, filled, strict=True)
        }


def judged(policy: Policy, days: dict[date, Facts], sessions: tuple[date, ...]) -> Verdict:
    return judge(policy, Case.of(chart(days, sessions), AS_OF))


def verdict(policy: Policy, days: dict[date, Facts], sessions: tuple[date, ...]) -> Answer:
    return judged(policy, days, sessions).verdict


def holds(policy: Policy, diary: Diary) -> None:
    """A decided verdict is the one of every completion; an unknown one has completions of both kinds."""
    days, gaps, sessions = diary
    known = verdict(policy, days, sessions)
    completed = {verdict(policy, days | filled, sessions) for filled in completions(gaps)}
    assert completed == ({Answer.YES, Answer.NO} if known is Answer.UNKNOWN else {known})


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@settings(max_examples=8)
@given(diary=diaries())
def test_a_decided_verdict_holds_in_every_completion_and_an_unknown_one_has_both(policy: Policy, diary: Diary) -> None:
    holds(policy, diary)


@pytest.mark.slow
@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@settings(max_examples=500)
@given(diary=diaries())
def test_a_decided_verdict_holds_in_every_completion_of_many_diaries(policy: Policy, diary: Diary) -> None:
    holds(policy, diary)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
@settings(max_examples=10)
@given(diary=diaries())
def test_unknown_says_what_is_missing_and_a_decided_verdict_misses_nothing(policy: Policy, diary: Diary) -> None:
    days, _, sessions = diary
    found = judged(policy, days, sessions)
    assert bool(found.missing) == (Answer.UNKNOWN in (found.verdict, found.start))
    for criterion in found.criteria:
        assert bool(criterion.missing) == (criterion.answer is Answer.UNKNOWN)


@given(diary=diaries(), chance=st.randoms())
def test_which_days_of_a_month_it_was_changes_no_verdict(diary: Diary, chance: random.Random) -> None:
    days, _, sessions = diary
    shuffled: dict[date, Facts] = {}
    for month in {(day.year, day.month) for day in days}:
        within = [day for day in days if (day.year, day.month) == month]
        shuffled |= zip(within, chance.sample([days[day] for day in within], len(within)), strict=True)
    for policy in POLICIES.values():
        assert verdict(policy, shuffled, sessions) is verdict(policy, days, sessions)
