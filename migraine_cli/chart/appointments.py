"""What became of an appointment: kept, missed, called off, or still to come."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, get_args

if TYPE_CHECKING:
    from migraine_cli.records.visits import StatedOfBooking

BookingStatus = Literal["booked", "attended", "missed", "cancelled"]
BOOKING_STATUSES: tuple[BookingStatus, ...] = get_args(BookingStatus)


class Appointment(Protocol):
    """An appointment as a schedule sees it: its day, that with the time as ISO 8601, and what was stated of it."""

    @property
    def date(self) -> date: ...

    @property
    def at(self) -> str: ...

    @property
    def status(self) -> StatedOfBooking | None: ...


def status_of(booking: Appointment, seen: Container[date], as_of: date) -> BookingStatus:
    """What has become of it by `as_of`. `seen` are the days on which the patient was treated, checked or scored.

    What was stated counts first; an appointment is missed from the day after it.
    """
    if booking.status is not None:
        return booking.status
    if booking.date <= as_of and booking.date in seen:
        return "attended"
    return "missed" if booking.date < as_of else "booked"
