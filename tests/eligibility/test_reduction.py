"""A reduction under every way the missing days could have been."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.bounds import Bounds
from migraine_cli.eligibility.policy import ANY_REDUCTION
from migraine_cli.eligibility.reduction import fell_by, percent_fewer, reached

BOUNDS = [Bounds(low, high) for low, high in combinations_with_replacement(range(11), 2)]


@pytest.mark.parametrize("percent", [30, 50, 75])
def test_an_answer_is_decided_exactly_when_all_completions_agree(percent: int) -> None:
    for before, now in product(filter(lambda bounds: bounds.low, BOUNDS), BOUNDS):
        answers = {
            fell_by(percent, b, n) for b in range(before.low, before.high + 1) for n in range(now.low, now.high + 1)
        }
        expected = Answer.of(answers.pop() if len(answers) == 1 else None)
        assert reached(percent, before, now) is expected, (before, now)


@pytest.mark.parametrize("percent", [30, 50, 75])
def test_whole_numbers_compare_as_fractions_do(percent: int) -> None:
    for before, now in product(range(1, 32), range(32)):
        assert fell_by(percent, before, now) == (Fraction(before - now, before) >= Fraction(percent, 100))


@pytest.mark.parametrize("now", BOUNDS, ids=str)
def test_a_baseline_that_can_be_0_is_no_denominator(now: Bounds) -> None:
    assert {reached(30, before, now) for before in BOUNDS if not before.low} == {Answer.UNKNOWN}


def test_what_is_shown_has_no_denominator_of_nothing() -> None:
    assert percent_fewer(Bounds(0, 20), Bounds(5, 5)) is None
    assert percent_fewer(Bounds(20, 20), Bounds(12, 15)) == (25, 40)
    assert percent_fewer(Bounds(27, 27), Bounds(19, 19)) == (29.63, 29.63)


@pytest.mark.parametrize(
    ("percent", "before", "now", "fell"),
    [
        (30, 20 * 31, 14 * 31, True),
        (30, 961, 673, False),  # 29.97 % fewer
        (30, 961, 672, True),
        (ANY_REDUCTION, 24 * 30, 23 * 31, True),  # 24 of 31 days, then 23 of 30: 0.97 % fewer per day
        (ANY_REDUCTION, 24 * 30, 24 * 31, False),
        (ANY_REDUCTION, 24, 24, False),
        (ANY_REDUCTION, 24, 23, True),
    ],
)
def test_a_reduction_per_day_is_as_exact(percent: int, before: int, now: int, fell: bool) -> None:
    assert fell_by(percent, before, now) is fell
