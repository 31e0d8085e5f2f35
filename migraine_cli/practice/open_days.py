"""The days and hours on which the clinic is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from migraine_cli.practice.own_clinic import OwnClinic
from migraine_cli.words.dates.names import WEEKDAYS

if TYPE_CHECKING:
    from migraine_cli.words.dates.times import Opening

SEARCHED_DAYS = 366
"""How far ahead a day is looked for on which the clinic is held."""


def no_holiday(_day: date) -> str | None:
    """No country's holidays are kept."""
    return None


class OpenDays(Struct, frozen=True):
    """When the clinic is held, by what it says of itself; `holiday` names the public holiday of a day."""

    own: OwnClinic
    holiday: Callable[[date], str | None] = no_holiday

    def closed_because(self, day: date) -> str | None:
        """Why the clinic isn't held on a day; None when it is."""
        if any(span[:10] <= day.isoformat() <= span[-10:] for span in self.own.closed):
            return f"the clinic is closed on {day}"
        if holiday := self.holiday(day):
            return f"{day} is a holiday, {holiday}"
        if self.own.every is not None and not self.own.every.falls_on(day):
            return f"{day} is no day of the clinic's rhythm, {self.own.every}"
        if self.own.hours is not None and not self.own.hours.get(day.weekday()):
            return f"{day} is a {WEEKDAYS[day.weekday()]}, without opening hours"
        return None

    def openings(self, day: date) -> tuple[Opening, ...] | None:
        """The opening hours of a day; none when it is closed, None when the clinic states no hours."""
        if self.closed_because(day) is not None:
            return ()
        return None if self.own.hours is None else self.own.hours[day.weekday()]

    def held_from(self, first: date) -> Iterator[date]:
        """The days from `first` on, within a year, on which the clinic is held."""
        days = (first + timedelta(days=ahead) for ahead in range(SEARCHED_DAYS))
        return (day for day in days if self.closed_because(day) is None)

    def next_held(self, first: date) -> date | None:
        """The first of them."""
        return next(self.held_from(first), None)
