"""The days on which a clinic is held, and the hours in which it is open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.rhythm import parse_rhythm
from migraine_cli.words.dates.times import parse_hours

YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize(
    ("text", "first_days"),
    [
        ("2w from 2026-10-13", ["2026-10-13", "2026-10-27", "2026-11-10"]),
        ("every 3 weeks from 13 Oct 2026", ["2026-10-13", "2026-11-03", "2026-11-24"]),
        ("1st,3rd tue", ["2026-01-06", "2026-01-20", "2026-02-03"]),
        ("1st and 3rd Tuesday", ["2026-01-06", "2026-01-20", "2026-02-03"]),
        ("last fri", ["2026-01-30", "2026-02-27", "2026-03-27"]),
        ("4th, last Sat", ["2026-01-24", "2026-01-31", "2026-02-28"]),
    ],
)
def test_the_days_on_which_a_clinic_is_held(text: str, first_days: list[str]) -> None:
    rhythm = parse_rhythm(text)
    assert [str(day) for day in YEAR if rhythm.falls_on(day)][:3] == first_days
    assert parse_rhythm(str(rhythm)) == rhythm


def test_a_weekday_in_every_place_is_every_one_of_them() -> None:
    rhythm = parse_rhythm("1st,2nd,3rd,4th,last wed")
    assert [day for day in YEAR if rhythm.falls_on(day)] == [day for day in YEAR if day.weekday() == 2]


@pytest.mark.parametrize(
    "text", ["", "tue", "5th tue", "1st", "1st noday", "0w from 2026-10-13", "53w from 2026-10-13", "2w", "2w from x"]
)
def test_what_names_no_days(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_rhythm(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-12:30", ["09:00-12:30"]),
        ("1:30pm – 4pm,9:00-12:30", ["09:00-12:30", "13:30-16:00"]),
        ("09:00-12:00, 12:00-13:00", ["09:00-12:00", "12:00-13:00"]),
    ],
)
def test_opening_hours(text: str, hours: list[str]) -> None:
    assert [str(opening) for opening in parse_hours(text)] == hours


@pytest.mark.parametrize("text", ["", "9-17", "09:00", "09:00-09:00", "12:00-09:00", "09:00-12:00,11:59-13:00"])
def test_what_are_no_opening_hours(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse_hours(text)
