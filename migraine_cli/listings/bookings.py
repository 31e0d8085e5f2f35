"""Appointments as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, datetime, time

from msgspec import Struct, field

from migraine_cli.chart.appointments import BookingStatus, status_of
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.visits import Booking


class BookingRow(Struct, frozen=True, kw_only=True):
    """One appointment, `at` as ISO 8601, `injector` (`with` in JSON) None where nobody is named; or a free place, of
    which `at`, `minutes` alone are known.

    `first_visit`: no session for chronic migraine was given before it. `allowed` are the rules lifted for it.
    """

    id: str | None = None
    at: str
    minutes: int
    patient: str | None = None
    name: str | None = None
    phone: str | None = None
    injector: str | None = field(default=None, name="with")
    status: BookingStatus | None = None
    first_visit: bool | None = None
    note: str | None = None
    cancelled: bool = False
    allowed: tuple[Allowance, ...] = ()
    warnings: tuple[str, ...] = ()

    @staticmethod
    def of(
        booking: Booking,
        patient: PatientLabel,
        migraine_days: Iterable[date],
        seen: Container[date],
        as_of: date,
        warnings: Iterable[str] = (),
    ) -> BookingRow:
        """The row of one appointment: `migraine_days` are those of the patient's sessions for chronic migraine, `seen`
        those on which they came.
        """
        return BookingRow(
            id=booking.id,
            at=booking.at,
            minutes=booking.minutes,
            patient=patient.id,
            name=patient.name,
            phone=patient.phone,
            injector=booking.injector,
            status=status_of(booking, seen, as_of),
            first_visit=not any(day < booking.date for day in migraine_days),
            note=booking.note,
            cancelled=booking.cancelled,
            allowed=booking.allowed,
            warnings=tuple(warnings),
        )

    @staticmethod
    def of_place(day: date, start: time, minutes: int) -> BookingRow:
        """A place that nobody has taken."""
        return BookingRow(at=f"{datetime.combine(day, start):%Y-%m-%dT%H:%M}", minutes=minutes)

    def sentence(self) -> str:
        """What was arranged, in words."""
        done = "cancelled the appointment" if self.cancelled else "an appointment"
        whom = " ".join(filter(None, (self.patient, self.name)))
        whose = f" with {self.injector}" if self.injector else ""
        return f"{self.id}: {done} of {self.at.replace('T', ' ')}{whose} for {whom}"
