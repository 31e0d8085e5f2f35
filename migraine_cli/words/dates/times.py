"""Appointments and opening hours as a person writes them, on the 24-hour or the 12-hour clock."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.names import WEEKDAY_NUMBERS
from migraine_cli.words.dates.reading import parse_date
from migraine_cli.words.text import quoted

_ISO = r"(?ai)(\d{4}-\d{1,2}-\d{1,2})[T ](.+)"
_TIME_LAST = r"(?ai)(.+?) (?:at )?(\S*[:.]\S+(?: ?[ap]m)?|\d{1,2} ?[ap]m)"
_TIME = r"(?ai)(\d{1,2})(?:[:.](\d\d)(?::00)?)?(?: ?([ap])m)?"


def parse_appointment(text: str, today: date) -> tuple[date, time | None]:
    """A day and its time, None if only the day is given: 2026-12-28 09:30, 2026-12-28T09:30, in 12 weeks 2:30pm,
    monday 9:00. A bare weekday is the next one, since an appointment is still to come.

    Raises InvalidValue as parse_date, and for a time that doesn't exist.
    """
    typed = " ".join(text.split())
    given = re.fullmatch(_ISO, typed) or re.fullmatch(_TIME_LAST, typed)
    if given is None and re.fullmatch(_TIME, typed) and not typed.isdigit():
        raise InvalidValue(f"the appointment {quoted(text)} has no day; write it too, like thursday {typed}.")
    if given is None:
        return _day(typed, today), None
    return _day(given[1], today), _time_of_day(given[2])


class Opening(NamedTuple):
    """A time of day from which, and one until which, a clinic is open."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def parse_hours(text: str) -> tuple[Opening, ...]:
    """The opening hours of one day, in order: 09:00-12:30, or several parted by commas.

    Raises InvalidValue for hours that end before they begin or overlap.
    """
    hours = sorted(_opening(part) for part in " ".join(text.split()).split(","))
    for before, after in pairwise(hours):
        if after.start < before.end:
            raise InvalidValue(f"the hours {quoted(text)} overlap; write each time of day once.")
    return tuple(hours)


def _opening(text: str) -> Opening:
    first, dash, last = re.sub("[–—]", "-", text).partition("-")
    if not dash:
        raise InvalidValue(f"the hours {quoted(text)} can't be read; write them like 09:00-12:30.")
    found = Opening(_time_of_day(first.strip()), _time_of_day(last.strip()))
    if found.end <= found.start:
        raise InvalidValue(f"the hours {quoted(text)} end before they begin; correct them.")
    return found


def _day(text: str, today: date) -> date:
    bare = text.strip(" ,").casefold() in WEEKDAY_NUMBERS
    return parse_date(f"next {text}" if bare else text, today, "appointment")


def _time_of_day(text: str) -> time:
    given = re.fullmatch(_TIME, text.removeprefix("at "))
    if given and (given[2] or given[3]):
        hour, minute = int(given[1]), int(given[2] or 0)
        hours = range(1, 13) if given[3] else range(24)
        if hour in hours and minute < 60:
            return time(hour % 12 + 12 * (given[3] in "pP") if given[3] else hour, minute)
    raise InvalidValue(f"the time {quoted(text)} can't be read; write it like 09:30, in the practice's own time.")
