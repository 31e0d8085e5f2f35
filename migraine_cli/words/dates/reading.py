"""From what a person typed, or a file holds, to days, months and spans."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.names import MONTH_NUMBERS, WEEKDAY_NUMBERS
from migraine_cli.words.dates.ranges import every_day
from migraine_cli.words.dates.refusals import FIRST_YEAR, LAST_YEAR, days_in_month, existing, no_date, outside
from migraine_cli.words.text import quoted

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

LONGEST_RANGE = 366
"""Days one range A..B may hold."""

_NEARBY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ISO = r"(?a)(\d{4})-(\d{1,2})-(\d{1,2})"
_DAY_MONTH_YEAR = r"(?a)(\d{1,2}) ([a-z]+) (\d{4})"
_MONTH_DAY_YEAR = r"(?a)([a-z]+) (\d{1,2}) (\d{4})"
_AGO = r"(?a)(\d{1,4}|an?) (day|week|month|year)s? ago"
_AHEAD = r"(?a)in (\d{1,4}|an?) (day|week|month|year)s?"
_WEEKDAY = r"(?a)(last|next) ([a-z]+)"
_SPAN = r"(?a)(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)"
_ISO_MONTH = r"(?a)(\d{4})-(\d\d?)"
_NAMED_MONTH = r"(?a)([a-z]+) (\d{4})"
# A comma before a bare year belongs to a date such as "October 3, 2026".
_BETWEEN_DAYS = r"(?a),(?!\s*\d{4}\s*(?:,|\.\.|$))"


def parse_date(text: str, today: date, what: str = "date") -> date:
    """A day: 2026-10-03, 2026-9-5, 3 Oct 2026, Oct 3 2026, today, 12 weeks ago, in 3 months, last monday, next friday.

    Raises InvalidValue, which for 3/10/2026, 10, 2026-10 or monday names both readings.
    """
    if (day := _iso(text, what)) is not None:
        return day
    try:
        day = _relative(_words(text), today)
    except (ValueError, OverflowError):
        raise outside(text, what) from None
    if day is None:
        return _named(text, today, what)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise outside(text, what)
    return day


@lru_cache(maxsize=8192)
def absolute_date(text: str, what: str = "date") -> date:
    """As parse_date, for a day that is the same whenever it is read: none such as "yesterday"."""
    if (day := _iso(text, what)) is not None:
        return day
    words = _words(text)
    if (named := re.fullmatch(_DAY_MONTH_YEAR, words)) and named[2] in MONTH_NUMBERS:
        return existing(int(named[3]), MONTH_NUMBERS[named[2]], int(named[1]), text, what)
    if (named := re.fullmatch(_MONTH_DAY_YEAR, words)) and named[1] in MONTH_NUMBERS:
        return existing(int(named[3]), MONTH_NUMBERS[named[1]], int(named[2]), text, what)
    raise no_date(text, what)


def _named(text: str, today: date, what: str) -> date:
    """As absolute_date; the refusal of a mistyped date word says which one is near."""
    try:
        return absolute_date(text, what)
    except InvalidValue:
        from migraine_cli.words.dates.near_words import nearest_words

        near = nearest_words(words := _words(text))
        if near == words or not _is_day(near, today):
            raise
        raise InvalidValue(f"the {what} {quoted(text)} can't be read; write {near} if that is meant.") from None


def _is_day(words: str, today: date) -> bool:
    with suppress(ValueError, OverflowError, InvalidValue):
        return bool(_relative(words, today) or absolute_date(words))
    return False


def no_later(day: date, today: date, what: str = "date") -> date:
    """`day`, if it isn't after `today`; raises InvalidValue for a day that is still to come."""
    if day > today:
        raise InvalidValue(f"the {what} {day} is still to come, today being {today}; correct it.")
    return day


def parse_span(text: str, *, years: bool = False) -> timedelta | relativedelta:
    """A length of time to add to a date: 10d, 4w, 3m, and 1y where it may be `years`; months and years are those of
    the calendar. Raises InvalidValue.
    """
    span = re.fullmatch(_SPAN, _words(text))
    if not span or (span[2][0] == "y" and not years):
        raise InvalidValue(f"the span {quoted(text)} can't be read; write it like 10d, 4w or 3m.")
    return _distance(int(span[1]), {"d": "day", "w": "week", "m": "month", "y": "year"}[span[2][0]])


def parse_days(text: str, today: date) -> list[date]:
    """Days in order, each once, from single ones, ranges A..B of up to 366 days, and comma lists of both.

    Raises InvalidValue as parse_date, and for a range that runs backwards or is longer.
    """
    days: set[date] = set()
    for part in re.split(_BETWEEN_DAYS, text):
        first, dots, last = part.partition("..")
        start = parse_date(first, today, "day")
        end = parse_date(last, today, "day") if dots else start
        if end < start:
            raise InvalidValue(f"the range {quoted(part)} runs backwards; write {end}..{start}.")
        if (end - start).days >= LONGEST_RANGE:
            raise InvalidValue(f"the range {quoted(part)} holds over {LONGEST_RANGE} days; split it.")
        days.update(every_day(start, end))
    return sorted(days)


def parse_month(text: str, today: date) -> str:
    """A month as "2026-10", from 2026-10, Oct 2026, this month or last month. Raises InvalidValue."""
    first = today.replace(day=1)
    match _words(text):
        case "this month":
            return f"{first:%Y-%m}"
        case "last month":
            return f"{first - timedelta(days=1):%Y-%m}"
    return absolute_month(text)


@lru_cache(maxsize=1024)
def absolute_month(text: str) -> str:
    """A month as "2026-10", from 2026-10 or Oct 2026. Raises InvalidValue."""
    words = _words(text)
    if iso := re.fullmatch(_ISO_MONTH, words):
        return f"{existing(int(iso[1]), int(iso[2]), 1, text, 'month'):%Y-%m}"
    if (named := re.fullmatch(_NAMED_MONTH, words)) and named[1] in MONTH_NUMBERS:
        return f"{existing(int(named[2]), MONTH_NUMBERS[named[1]], 1, text, 'month'):%Y-%m}"
    raise InvalidValue(f"the month {quoted(text)} can't be read; write it like 2026-10 or Oct 2026.")


@lru_cache(maxsize=2048)
def month_days(month: str) -> tuple[date, date]:
    """The first and the last day of a month such as "2026-10"."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, days_in_month(year, number))


def _iso(text: str, what: str) -> date | None:
    iso = re.fullmatch(_ISO, text.strip())
    return existing(int(iso[1]), int(iso[2]), int(iso[3]), text, what) if iso else None


def _words(text: str) -> str:
    return " ".join(text.replace(",", " ").casefold().split())


def _relative(words: str, today: date) -> date | None:
    """The day that `words` names from today; None when they name none."""
    if words in _NEARBY:
        return today + timedelta(days=_NEARBY[words])
    if ago := re.fullmatch(_AGO, words):
        return today - _distance(_count(ago[1]), ago[2])
    if ahead := re.fullmatch(_AHEAD, words):
        return today + _distance(_count(ahead[1]), ahead[2])
    weekday = re.fullmatch(_WEEKDAY, words)
    if weekday is None or weekday[2] not in WEEKDAY_NUMBERS:
        return None
    days_on = (WEEKDAY_NUMBERS[weekday[2]] - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=days_on if weekday[1] == "next" else (days_on % 7) - 7)


def _count(number: str) -> int:
    return int(number) if number.isdigit() else 1


def _distance(count: int, unit: str) -> timedelta | relativedelta:
    if unit in ("day", "week"):
        return timedelta(days=count * (7 if unit == "week" else 1))
    from dateutil.relativedelta import relativedelta

    return relativedelta(months=count * (12 if unit == "year" else 1))
