"""The places of a clinic day: as many at each time of day as there are injectors, each as long as a slot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from migraine_cli.practice.open_days import OpenDays
from migraine_cli.records.visits import Booking

Stretch = tuple[int, int]
"""From a minute of the day up to another one, without that one."""


def stretch(booking: Booking) -> Stretch | None:
    """When an appointment is; None when only its day is agreed."""
    if booking.time is None:
        return None
    start = minute_of(booking.time)
    return start, start + booking.minutes


def overlap(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches have a minute in common."""
    return one[0] < other[1] and other[0] < one[1]


def most_at_once(within: Stretch, bookings: Iterable[Booking]) -> int:
    """The most appointments that run at one minute of a stretch; those without a time aside."""
    taken = [each for booking in bookings if (each := stretch(booking)) and overlap(each, within)]
    starts = [within[0], *(start for start, _ in taken if start > within[0])]
    return max(sum(start <= minute < end for start, end in taken) for minute in starts)


def free_places(day: date, bookings: Sequence[Booking], days: OpenDays) -> list[time] | None:
    """When there are places left on a day, a time for each; None when the clinic states no hours.

    `bookings` are those of the day that stand. An appointment without a time takes a place, the last one of the day.
    """
    openings = days.openings(day)
    if openings is None:
        return None
    places = [
        start
        for opening in openings
        for start in _slots(minute_of(opening.start), minute_of(opening.end), days.own.slot_minutes)
        for _ in range(days.own.injectors - most_at_once((start, start + days.own.slot_minutes), bookings))
    ]
    without_time = sum(booking.time is None for booking in bookings)
    return [time(*divmod(minute, 60)) for minute in places[: max(0, len(places) - without_time)]]


def capacity(day: date, days: OpenDays) -> int | None:
    """How many places a day has when nobody is booked; None when the clinic states no hours."""
    places = free_places(day, (), days)
    return None if places is None else len(places)


def minute_of(clock: time) -> int:
    """The minute of the day."""
    return clock.hour * 60 + clock.minute


def _slots(start: int, end: int, minutes: int) -> Iterator[int]:
    return iter(range(start, end - minutes + 1, minutes))
