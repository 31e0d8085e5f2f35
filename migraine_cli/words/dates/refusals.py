"""Days that exist, and why a text isn't one: with both readings where it could be two."""

from __future__ import annotations

import re
from datetime import date

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.names import MONTHS, WEEKDAY_NUMBERS
from migraine_cli.words.text import quoted

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years a date may lie in; ours, so that a slipped digit is noticed."""

_LIKE = "like 2026-10-03 or 3 Oct 2026"
_MONTH_ONLY = r"(?a)(\d{4})-(0[1-9]|1[0-2])"
_YEAR_LAST = r"(?a)(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)"
_YEAR_FIRST = r"(?a)(\d{4})(?:([./-])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))"


def days_in_month(year: int, month: int) -> int:
    """How many days a month has: `calendar` knows it too, and takes longer to load than all that reads dates here."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def existing(year: int, month: int, day: int, text: str, what: str) -> date:
    """The day, if the calendar has it; else raises InvalidValue saying why not."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise outside(text, what)
    if not 1 <= month <= 12:
        raise InvalidValue(f"the {what} {quoted(text)} doesn't exist: a year has 12 months; correct the month.")
    length = days_in_month(year, month)
    if not 1 <= day <= length:
        has = f"{MONTHS[month - 1]} {year} has {length} days"
        raise InvalidValue(f"the {what} {quoted(text)} doesn't exist: {has}; correct the day.")
    return date(year, month, day)


def outside(text: str, what: str) -> InvalidValue:
    """The refusal of a day in a year that is out of bounds."""
    years = f"{FIRST_YEAR} to {LAST_YEAR}"
    return InvalidValue(f"the {what} {quoted(text)} lies outside the years {years}; correct it.")


def no_date(text: str, what: str) -> InvalidValue:
    """The refusal of a text that isn't a day: its readings if it has any, and what to write."""
    typed = text.strip()
    if not typed:
        return InvalidValue(f"the {what} is blank; write it {_LIKE}.")
    if re.fullmatch(r"\d{1,2}", typed, re.ASCII):
        return InvalidValue(f"the {what} {typed} {_number_read(int(typed))}; write it whole, {_LIKE}.")
    if month := re.fullmatch(_MONTH_ONLY, typed):
        meant = f"the whole of {MONTHS[int(month[2]) - 1]} {month[1]} or one day in it"
        return InvalidValue(f"the {what} {typed} can mean {meant}; write the day too, like {typed}-03.")
    if typed.casefold() in WEEKDAY_NUMBERS:
        return InvalidValue(f"the {what} {typed} may be the last or the next one; write last {typed} or next {typed}.")
    return _in_figures(typed, what)


def _number_read(number: int) -> str:
    if 1 <= number <= 12:
        return f"can mean day {number} of this month or the month of {MONTHS[number - 1]}"
    return "doesn't say which month and year"


def _in_figures(typed: str, what: str) -> InvalidValue:
    readings = _readings(typed)
    if not readings:
        return InvalidValue(f"the {what} {quoted(typed)} can't be read; write it {_LIKE}.")
    meant = " or ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in readings)
    write = " or ".join(map(str, readings))
    if len(readings) == 1:
        return InvalidValue(f"the {what} {typed} isn't in the order year-month-day; write {write} if {meant} is meant.")
    return InvalidValue(f"the {what} {typed} can mean {meant}; write {write}.")


def _readings(typed: str) -> list[date]:
    """The days that a date written in figures can mean, the day before the month first."""
    if last := re.fullmatch(_YEAR_LAST, typed):
        one, other, year = int(last[1]), int(last[3]), int(last[4])
        # Of two figures, 50 and up are taken for the last century; only to name the readings.
        year += 0 if len(last[4]) == 4 else 2000 if year < 50 else 1900
        tried = [(year, other, one), (year, one, other)]
    elif first := re.fullmatch(_YEAR_FIRST, typed):
        tried = [(int(first[1]), int(first[3] or first[5]), int(first[4] or first[6]))]
    else:
        tried = []
    return list(dict.fromkeys(date(*parts) for parts in tried if _exists(*parts)))


def _exists(year: int, month: int, day: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)
