"""What the days on which a clinic is held cost by themselves: when those treated on one can come again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import takewhile

from msgspec import Struct

from migraine_cli.chart.course import CYCLE_DAYS
from migraine_cli.practice.open_days import OpenDays
from migraine_cli.practice.places import capacity

_WEEKS = 52


class RhythmCost(Struct, frozen=True):
    """Of the clinic days of a year: on which day after a session the next one can be, the most frequent first, with
    how many of the days; and the places that the year has.
    """

    again: tuple[tuple[int, int], ...]
    places: int

    @property
    def places_a_week(self) -> float:
        """Places in a week, over the year."""
        return self.places / _WEEKS

    @property
    def patients(self) -> int:
        """How many patients can be treated every CYCLE_DAYS days in that many places."""
        return int(self.places * CYCLE_DAYS // (_WEEKS * 7))


def rhythm_cost(days: OpenDays, first: date) -> RhythmCost:
    """The cost over the 52 weeks from `first` on; a day after which none is held within a year doesn't count."""
    last = first + timedelta(days=_WEEKS * 7 - 1)
    held = list(takewhile(lambda day: day <= last, days.held_from(first)))
    again = Counter(
        (following - day).days for day in held if (following := days.next_held(day + timedelta(days=CYCLE_DAYS)))
    )
    return RhythmCost(tuple(again.most_common()), sum(capacity(day, days) or 0 for day in held))
