"""Attacks to days: hours as a union, cut at midnight, over clock changes; an unknown length never denies a long day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.attacks import LONGEST, Attack, checked, headache_days, overlong

TODAY = date(2026, 11, 21)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours_by_day(*attacks: tuple[str, str | None]) -> dict[str, float | None]:
    made = [Attack(n, at(start), None if end is None else at(end)) for n, (start, end) in enumerate(attacks, 1)]
    return {str(day): facts.hours for day, (_, facts) in headache_days(made).items()}


@pytest.mark.parametrize(
    ("attacks", "hours"),
    [
        ([("2026-06-01T10:00", "2026-06-01T12:30")], {"2026-06-01": 2.5}),
        ([("2026-06-01T10:00", "2026-06-01T12:00"), ("2026-06-01T11:00", "2026-06-01T14:00")], {"2026-06-01": 4}),
        ([("2026-06-01T10:00", "2026-06-01T12:00"), ("2026-06-01T20:00", "2026-06-01T21:00")], {"2026-06-01": 3}),
        ([("2026-06-01T22:00", "2026-06-02T03:00")], {"2026-06-01": 2, "2026-06-02": 3}),
        ([("2026-06-01T22:00", "2026-06-02T00:00")], {"2026-06-01": 2}),
        ([("2026-06-01T22:00", "2026-06-03T01:00")], {"2026-06-01": 2, "2026-06-02": 24, "2026-06-03": 1}),
        ([("2026-06-01T10:00:00", "2026-06-01T13:59:59")], {"2026-06-01": 3.99}),
        ([("2026-06-01T10:00:00", "2026-06-01T10:00:01")], {"2026-06-01": 0.01}),
        ([("2026-06-01T10:00", None)], {"2026-06-01": None}),
        ([("2026-06-01T10:00", None), ("2026-06-01T12:00", "2026-06-01T15:00")], {"2026-06-01": None}),
        ([("2026-06-01T10:00", None), ("2026-06-01T12:00", "2026-06-01T16:00")], {"2026-06-01": 4}),
        # New York's clocks went back at 2:00 on 2026-11-01, and forward on 2026-03-08.
        ([("2026-11-01T00:00-04:00", "2026-11-01T03:00-05:00")], {"2026-11-01": 4}),
        ([("2026-10-31T23:00-04:00", "2026-11-01T06:00-05:00")], {"2026-10-31": 1, "2026-11-01": 7}),
        ([("2026-03-07T23:00-05:00", "2026-03-08T06:00-04:00")], {"2026-03-07": 1, "2026-03-08": 5}),
    ],
    ids=[
        "one",
        "two that overlap are not added",
        "two apart",
        "over midnight",
        "an end at midnight touches no further day",
        "over two midnights",
        "a second short of 4 hours isn't 4",
        "a second",
        "unknown length",
        "a short one beside one of unknown length",
        "a long one beside one of unknown length",
        "clocks back within the day",
        "clocks back in the night",
        "clocks forward in the night",
    ],
)
def test_hours_of_each_day(attacks: list[tuple[str, str | None]], hours: dict[str, float | None]) -> None:
    assert hours_by_day(*attacks) == hours


def test_an_attack_of_over_72_hours_counts_for_72_and_its_last_day_has_no_short_length() -> None:
    start = at("2026-06-01T22:00")
    attack = Attack(1, start, start + timedelta(days=20))
    days = headache_days([attack])
    assert [str(day) for day in days] == ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"]
    assert [facts.hours for _, facts in days.values()] == [2, 24, 24, 22]
    early = start - timedelta(hours=21)
    assert headache_days([Attack(1, early, early + timedelta(days=9))])[date(2026, 6, 4)][1].hours is None
    assert overlong([attack, Attack(2, start, start + LONGEST)]) == [attack]


@pytest.mark.parametrize(
    ("attack", "severity"),
    [
        (Attack(1, at("2026-06-01T10:00"), at("2026-06-01T12:00"), severity=7), 7),
        (Attack(1, at("2026-06-01T10:00"), at("2026-06-02T12:00"), severity=7), None),
        (Attack(1, at("2026-06-01T10:00"), None, severity=7), None),
    ],
    ids=["one day", "two days", "unknown length"],
)
def test_a_level_is_the_days_worst_for_an_attack_of_one_day_only(attack: Attack, severity: int | None) -> None:
    assert headache_days([attack])[date(2026, 6, 1)][1].severity == severity


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ([None], None),
        ([()], ()),
        ([(), None], None),
        ([(), ("ibuprofen",)], ("ibuprofen",)),
        ([("ibuprofen",), ("sumatriptan", "ibuprofen")], ("ibuprofen", "sumatriptan")),
    ],
)
def test_medicines_belong_to_the_day_the_attack_began(
    said: list[tuple[str, ...] | None], taken: tuple[str, ...] | None
) -> None:
    attacks = [Attack(n, at("2026-06-01T20:00"), at("2026-06-02T02:00"), medicines=each) for n, each in enumerate(said)]
    days = headache_days(attacks)
    assert days[date(2026, 6, 1)][1].medicines == taken
    assert days[date(2026, 6, 2)][1].medicines is None


def test_one_labelled_attack_makes_a_migraine_day_and_another_label_none_without() -> None:
    attacks = [Attack(1, at("2026-06-01T20:00")), Attack(2, at("2026-06-01T10:00"), migraine=True)]
    assert headache_days(attacks)[date(2026, 6, 1)][1].migraine is True
    assert headache_days(attacks[:1])[date(2026, 6, 1)][1].migraine is None


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-06-02T10:00", "2026-06-01T12:00", "2026-06-02 ends before it starts"),
        ("2026-11-22T10:00", None, "2026-11-22 is still to come"),
        ("2026-11-21T10:00", "2026-11-22T01:00", "2026-11-22 is still to come"),
    ],
)
def test_what_can_be_no_attack(start: str, end: str | None, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        checked(Attack(1, at(start), None if end is None else at(end)), TODAY)


MOMENTS = st.builds(
    lambda minutes, offset: (at("2026-03-01T00:00Z") + timedelta(minutes=minutes)).astimezone(
        timezone(timedelta(hours=offset))
    ),
    st.integers(0, 20 * 24 * 60),
    st.sampled_from([0, -4]),
)
ATTACKS = st.lists(
    st.builds(
        lambda start, length: Attack(1, start, None if length is None else start + length),
        MOMENTS,
        st.none() | st.timedeltas(timedelta(seconds=1), timedelta(hours=80)),
    ),
    max_size=6,
)


@given(ATTACKS, st.randoms(use_true_random=False))
def test_the_order_of_attacks_doesnt_matter(attacks: list[Attack], chance: object) -> None:
    mixed = list(attacks)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert headache_days(attacks) == headache_days(mixed)


@given(ATTACKS, ATTACKS)
def test_a_further_attack_of_known_length_takes_no_day_and_no_hours_away(
    attacks: list[Attack], more: list[Attack]
) -> None:
    before, after = headache_days(attacks), headache_days([*attacks, *more])
    assert before.keys() <= after.keys()
    for day, (_, facts) in before.items():
        grown = after[day][1].hours
        assert facts.hours is None or grown is None or grown >= facts.hours
        assert (grown is None) <= (facts.hours is None or facts.hours < 4)
        assert facts.hours is None or 0 < facts.hours <= 24
