"""How often a clinic day comes round: every so many weeks, or on certain weekdays of a month."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.names import WEEKDAY_NUMBERS, WEEKDAYS
from migraine_cli.words.dates.reading import absolute_date
from migraine_cli.words.dates.refusals import days_in_month
from migraine_cli.words.text import quoted

_EVERY_WEEKS = r"(?ai)(?:every )?(\d{1,2}) ?w(?:eeks?)? from (.+)"
_BETWEEN = r" and | ?, ?| "
_PLACES = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": -1}


class EveryWeeks(NamedTuple):
    """The day `start` and every `weeks` weeks after it."""

    weeks: int
    start: date

    def falls_on(self, day: date) -> bool:
        """Whether `day` is one of these days; none before `start` is."""
        return day >= self.start and (day - self.start).days % (7 * self.weeks) == 0

    def __str__(self) -> str:
        return f"{self.weeks}w from {self.start}"


class WeekdaysOfMonth(NamedTuple):
    """The weekday numbered as date.weekday() counts, in these places of each month: 1 is the first, -1 the last."""

    places: tuple[int, ...]
    weekday: int

    def falls_on(self, day: date) -> bool:
        """Whether `day` is one of these days."""
        if day.weekday() != self.weekday:
            return False
        last = day.day + 7 > days_in_month(day.year, day.month)
        return (day.day + 6) // 7 in self.places or (last and -1 in self.places)

    def __str__(self) -> str:
        names = {place: name for name, place in _PLACES.items()}
        return f"{','.join(names[place] for place in self.places)} {WEEKDAYS[self.weekday][:3].casefold()}"


Rhythm = EveryWeeks | WeekdaysOfMonth


def parse_rhythm(text: str) -> Rhythm:
    """The days that `2w from 2026-10-13` or `1st,3rd tue` names; also `last fri`. Raises InvalidValue."""
    words = " ".join(text.split())
    if (weekly := re.fullmatch(_EVERY_WEEKS, words)) and 1 <= int(weekly[1]) <= 52:
        return EveryWeeks(int(weekly[1]), absolute_date(weekly[2], "first day"))
    *places, weekday = re.split(_BETWEEN, words.casefold())
    if places and weekday in WEEKDAY_NUMBERS and all(place in _PLACES for place in places):
        numbers = {_PLACES[place] for place in places}
        return WeekdaysOfMonth(tuple(sorted(numbers, key=lambda place: place % 9)), WEEKDAY_NUMBERS[weekday])
    raise InvalidValue(f"{quoted(text)} names no days; write it like '2w from 2026-10-13' or '1st,3rd tue'.")
