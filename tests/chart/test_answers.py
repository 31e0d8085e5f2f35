"""The three-valued answer, as truth tables."""

import pytest

from migraine_cli.chart.answers import Answer

Y, N, U = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (Y, Y, Y, Y),
        (Y, U, U, Y),
        (Y, N, N, Y),
        (U, Y, U, Y),
        (U, U, U, U),
        (U, N, N, U),
        (N, Y, N, Y),
        (N, U, N, U),
        (N, N, N, N),
    ],
)
def test_and_or(one: Answer, other: Answer, both: Answer, either: Answer) -> None:
    assert (one & other) is both
    assert (one | other) is either


def test_not() -> None:
    assert (~Y, ~N, ~U) == (N, Y, U)


def test_unknown_is_never_taken_for_yes_or_no() -> None:
    for answer in Answer:
        with pytest.raises(TypeError):
            bool(answer)


@pytest.mark.parametrize(("fact", "answer"), [(True, Y), (False, N), (None, U)])
def test_a_fact_that_is_not_recorded_is_unknown(fact: bool | None, answer: Answer) -> None:
    assert Answer.of(fact) is answer


def test_all_of_none_is_yes() -> None:
    assert Answer.all([]) is Y
    assert Answer.all([Y, U, Y]) is U
    assert Answer.all([U, N]) is N
