"""What a person may write for a day, a month, a span; what is refused and with which words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates import (
    absolute_date,
    age_on,
    coming_of_age,
    days_within,
    ends,
    expand,
    month_days,
    months_of,
    no_later,
    parse_date,
    parse_days,
    parse_month,
    parse_span,
    spans,
)
from migraine_cli.words.dates.months import months_earlier
from migraine_cli.words.dates.times import parse_appointment

TODAY = date(2026, 11, 21)  # a Saturday
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
NEAR = st.dates(date(2025, 1, 1), date(2025, 3, 31))
TYPED = st.text() | st.from_regex(r"\A\d{1,5}[-./ ]\d{1,3}([-./ ]\d{1,5})?\Z") | st.from_regex(r"\A\d+ \w+ ago\Z")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-10-03", date(2026, 10, 3)),
        (" 2026-10-03 ", date(2026, 10, 3)),
        ("2026-9-5", date(2026, 9, 5)),
        ("2026-10-3", date(2026, 10, 3)),
        ("2024-02-29", date(2024, 2, 29)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 22)),
        ("12 weeks ago", date(2026, 8, 29)),
        ("3 days ago", date(2026, 11, 18)),
        ("a week ago", date(2026, 11, 14)),
        ("an year ago", date(2025, 11, 21)),
        ("in 3 months", date(2027, 2, 21)),
        ("in a day", date(2026, 11, 22)),
        ("last monday", date(2026, 11, 16)),
        ("last friday", date(2026, 11, 20)),
        ("last saturday", date(2026, 11, 14)),
        ("next saturday", date(2026, 11, 28)),
        ("Next Fri", date(2026, 11, 27)),
        ("next sunday", date(2026, 11, 22)),
        ("3 Oct 2026", date(2026, 10, 3)),
        ("3 OCTOBER 2026", date(2026, 10, 3)),
        ("03 may 2026", date(2026, 5, 3)),
        ("Oct 3 2026", date(2026, 10, 3)),
        ("October 3, 2026", date(2026, 10, 3)),
        ("Sept 3, 2026", date(2026, 9, 3)),
    ],
)
def test_a_day_can_be_written_in_many_ways(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY) == day


def test_three_months_before_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert parse_date("3 months ago", date(2026, 5, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("3/10/2026", ["3 October 2026 or 10 March 2026", "write 2026-10-03 or 2026-03-10"]),
        ("03.10.2026", ["3 October 2026 or 10 March 2026"]),
        ("3-10-26", ["3 October 2026 or 10 March 2026"]),
        ("3/10/68", ["3 October 1968 or 10 March 1968"]),
        ("10", ["day 10 of this month or the month of October", "2026-10-03"]),
        ("monday", ["the last or the next", "write last monday or next monday"]),
        ("2026-10", ["the whole of October 2026 or one day in it", "like 2026-10-03"]),
    ],
)
def test_two_readings_are_named_both(typed: str, words: list[str]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_date(typed, TODAY)
    for part in words:
        assert part in refusal.value.sentence


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("tomorow", "tomorrow"),
        ("Yesteday", "yesterday"),
        ("last munday", "last monday"),
        ("12 weks ago", "12 weeks ago"),
        ("3 Ocotber 2026", "3 october 2026"),
    ],
)
def test_a_mistyped_date_word_is_told_the_near_one(typed: str, near: str) -> None:
    with pytest.raises(InvalidValue, match=f"write {near} if that is meant"):
        parse_date(typed, TODAY)
    parse_date(near, TODAY)


@pytest.mark.parametrize(
    "typed", ["ann", "next someday", "tomorow 99 ago", "2026", "31 Ocotber", "40 Ocotber 2026", "dai"]
)
def test_nothing_is_suggested_that_is_no_day(typed: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_date(typed, TODAY)
    assert "is meant" not in refusal.value.sentence


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("monday 9:00", date(2026, 11, 23), time(9)),
        ("Mon, 2:30 pm", date(2026, 11, 23), time(14, 30)),
        ("saturday 9:00", date(2026, 11, 28), time(9)),  # a week on: today is one
        ("friday", date(2026, 11, 27), None),
        ("2026-9-5 09:30", date(2026, 9, 5), time(9, 30)),
    ],
)
def test_a_bare_weekday_of_an_appointment_is_the_next(typed: str, day: date, at: time | None) -> None:
    assert parse_appointment(typed, TODAY) == (day, at)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-02-30", "February 2026 has 28 days"),
        ("29 Feb 2025", "February 2025 has 28 days"),
        ("2026-13-01", "a year has 12 months"),
        ("2026-00-10", "a year has 12 months"),
        ("25/12/2026", "write 2026-12-25 if 25 December 2026 is meant"),
        ("3/3/2026", "write 2026-03-03"),
        ("20261003", "write 2026-10-03"),
        ("2026/10/3", "write 2026-10-03"),
        ("40/40/2026", "can't be read"),
        ("20", "doesn't say which month"),
        ("2026", "can't be read"),
        ("3 Okt 2026", "can't be read"),
        ("next someday", "can't be read"),
        ("", "is blank"),
        ("1899-12-31", "outside the years 1900 to 2200"),
        ("2201-01-01", "outside the years 1900 to 2200"),
        ("9999 years ago", "outside the years 1900 to 2200"),
        ("in 9999 months", "outside the years 1900 to 2200"),
        ("2026-W01-1", "can't be read"),
        ("２０２６-10-03", "can't be read"),
        ("\x1b[31m2026", "can't be read"),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_write(typed: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words) as refusal:
        parse_date(typed, TODAY, "date of birth")
    assert refusal.value.sentence.startswith("the date of birth ")
    assert refusal.value.sentence.endswith(".")
    assert "\x1b" not in refusal.value.sentence


@given(DAYS)
def test_a_day_as_written_out_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat(), TODAY) == day
    assert absolute_date(f"{day.day} {day:%B} {day.year}") == day


@pytest.mark.parametrize("parse", [parse_date, parse_days, parse_month])
@given(typed=TYPED)
def test_any_text_is_a_day_or_refused(parse: Callable[[str, date], object], typed: str) -> None:
    with suppress(InvalidValue):
        parse(typed, TODAY)


@pytest.mark.parametrize("typed", ["yesterday", "12 weeks ago", "next friday"])
def test_a_file_holds_no_relative_days(typed: str) -> None:
    with pytest.raises(InvalidValue, match="can't be read"):
        absolute_date(typed)


def test_a_day_to_come_is_refused_from_the_day_after() -> None:
    assert no_later(TODAY, TODAY) == TODAY
    with pytest.raises(InvalidValue, match="2026-11-22 is still to come"):
        no_later(TODAY + timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("10d", timedelta(days=10)),
        ("4w", timedelta(weeks=4)),
        ("3m", relativedelta(months=3)),
        ("4 weeks", timedelta(weeks=4)),
        ("0D", timedelta()),
    ],
)
def test_spans(typed: str, span: timedelta | relativedelta) -> None:
    assert TODAY + parse_span(typed) == TODAY + span


@pytest.mark.parametrize("typed", ["4", "w", "-4w", "4y", "1.5w", "", "99999d"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue, match="10d, 4w or 3m"):
        parse_span(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-10-03", ("2026-10-03",)),
        ("2026-10-03..2026-10-07", ("2026-10-03..2026-10-07",)),
        ("2026-10-05,2026-10-03, 2026-10-04", ("2026-10-03..2026-10-05",)),
        ("2026-10-03..2026-10-05,2026-10-04..2026-10-06", ("2026-10-03..2026-10-06",)),
        ("yesterday..today", ("2026-11-20..2026-11-21",)),
        ("October 3, 2026, October 5, 2026", ("2026-10-03", "2026-10-05")),
        ("Oct 3, 2026..Oct 5, 2026", ("2026-10-03..2026-10-05",)),
    ],
)
def test_days_are_lists_and_ranges_each_day_once(typed: str, kept: tuple[str, ...]) -> None:
    assert spans(parse_days(typed, TODAY)) == kept


def test_a_range_holds_up_to_366_days() -> None:
    assert len(parse_days("2024-01-01..2024-12-31", TODAY)) == 366
    with pytest.raises(InvalidValue, match="over 366 days"):
        parse_days("2024-01-01..2025-01-01", TODAY)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-10-07..2026-10-03", "backwards; write 2026-10-03..2026-10-07"),
        ("2026-10-03..", "the day is blank"),
        ("2026-10-03,", "the day is blank"),
        ("2026-10-03..3/10/2026", "3 October 2026 or 10 March 2026"),
    ],
)
def test_faulty_ranges(typed: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        parse_days(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("2026-10", "2026-10"),
        ("2026-9", "2026-09"),
        ("Oct 2026", "2026-10"),
        ("october 2026", "2026-10"),
        ("this month", "2026-11"),
        ("last month", "2026-10"),
    ],
)
def test_months(typed: str, month: str) -> None:
    assert parse_month(typed, TODAY) == month


def test_the_month_before_january() -> None:
    assert parse_month("last month", date(2026, 1, 31)) == "2025-12"


@pytest.mark.parametrize("typed", ["10/2026", "2026-13", "10", "Oct", "Oct-26", "2026-10-03", ""])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue):
        parse_month(typed, TODAY)


def test_the_days_of_a_month() -> None:
    assert month_days("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


@given(st.sets(st.dates(date(2025, 1, 1), date(2026, 12, 31))))
def test_spans_hold_exactly_the_days_they_were_made_of(days: set[date]) -> None:
    assert list(expand(spans(days))) == sorted(days)


@given(st.sets(NEAR), NEAR, NEAR)
def test_the_days_within_a_period(days: set[date], first: date, last: date) -> None:
    assert days_within(spans(days), f"{first}", f"{last}") == [day for day in sorted(days) if first <= day <= last]


@given(st.sets(st.dates(date(2024, 10, 1), date(2026, 3, 31)), min_size=1))
def test_the_ends_and_the_months_of_spans(days: set[date]) -> None:
    assert ends(spans(days)) == (min(days), max(days))
    assert months_of(spans(days)) == sorted({f"{day:%Y-%m}" for day in days})


def test_a_long_span_touches_every_month_between_its_ends() -> None:
    assert months_of(["2025-11-30..2026-02-01", "2026-02-03"]) == ["2025-11", "2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        (date(2008, 6, 15), date(2026, 6, 15)),
        (date(2008, 2, 29), date(2026, 2, 28)),
        (date(1996, 2, 29), date(2014, 2, 28)),
        (date(2000, 3, 1), date(2018, 3, 1)),
    ],
)
def test_coming_of_age_the_day_before_and_the_day(born: date, of_age: date) -> None:
    assert coming_of_age(born) == of_age
    assert age_on(born, of_age - timedelta(days=1)) == 17
    assert age_on(born, of_age) == 18


def test_who_is_born_on_29_february_has_a_birthday_on_it_in_a_leap_year() -> None:
    assert coming_of_age(date(2008, 2, 29), 20) == date(2028, 2, 29)
    assert age_on(date(2008, 2, 29), date(2028, 2, 28)) == 19


@given(DAYS, st.integers(0, 100))
def test_ages_agree_with_birthdays(born: date, years: int) -> None:
    assert age_on(born, coming_of_age(born, years)) == years


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(0, 36))
def test_a_day_so_many_months_earlier_is_the_one_that_dateutil_names(day: date, months: int) -> None:
    assert months_earlier(day, months) == day - relativedelta(months=months)
