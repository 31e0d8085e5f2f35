"""`migcli unbook`: cancel an appointment."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.listings.course import BookingRow
from migraine_cli.records.log import Void
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.treatment.schedule import last_migraine_session
from migraine_cli.words.dates import parse_appointment
from migraine_cli.words.text import optional


def unbook(
    patient: Patient,
    when: Annotated[str | None, typer.Argument(metavar="[DATETIME]", help="Which one, if several are booked.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is cancelled.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Cancel an appointment.

    It stays in the log; `due` no longer shows it.

    Examples:
      migcli unbook P0001
      migcli unbook P0001 2026-12-28 --reason "called in sick"
    """
    with recording(place, "unbook", dry_run=dry_run) as clinic:
        person = clinic.patient(patient)
        bookings = clinic.of_patient(Booking, patient)
        last = last_migraine_session(clinic.of_patient(Session, patient), clock.today())
        found = _open(bookings, last, clock.today()) if when is None else _matching(bookings, when, clock.today())
        cancelled = _the_one(patient, found)
        clinic.add(Void(target=cancelled.id, reason=optional(reason, "reason") or "cancelled"))
    row = BookingRow.of(cancelled, person, cancelled=True)
    confirm(Recorded("bookings", row, row.sentence(), dry_run=dry_run), clock.today(), form)


def _open(bookings: Sequence[Booking], last_session: date | None, today: date) -> list[Booking]:
    """What is ahead; if nothing is, what was missed: booked since the last session and not kept."""
    unkept = [booking for booking in bookings if last_session is None or booking.date > last_session]
    return [booking for booking in unkept if booking.date >= today] or unkept


def _matching(bookings: Sequence[Booking], when: str, today: date) -> list[Booking]:
    day, at = parse_appointment(when, today)
    return [booking for booking in bookings if booking.date == day and at in (None, booking.time)]


def _the_one(patient: str, found: Sequence[Booking]) -> Booking:
    if not found:
        raise NotFound(f"no such appointment is booked for {patient}; `migcli show {patient}` lists what is.")
    if len(found) > 1:
        times = ", ".join(booking.at.replace("T", " ") for booking in found)
        raise InvalidValue(f'{patient} is booked for {times}; say which: migcli unbook {patient} "DATE TIME".')
    return found[0]
