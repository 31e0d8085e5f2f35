"""What became of an appointment: kept, missed, called off, or still to come."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Literal, get_args

from migraine_cli.records.visits import Booking

BookingStatus = Literal["booked", "attended", "missed", "cancelled"]
BOOKING_STATUSES: tuple[BookingStatus, ...] = get_args(BookingStatus)


def status_of(booking: Booking, seen: Container[date], as_of: date) -> BookingStatus:
    """What has become of it by `as_of`. `seen` are the days on which the patient was treated, checked or scored.

    What was stated counts first; an appointment is missed from the day after it.
    """
    if booking.status is not None:
        return booking.status
    if booking.date <= as_of and booking.date in seen:
        return "attended"
    return "missed" if booking.date < as_of else "booked"
