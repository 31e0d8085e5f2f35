"""`migcli book`: record an appointment."""

from datetime import date
from typing import Annotated

import typer

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.errors import InvalidValue
from migraine_cli.listings.course import BookingRow
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.store.tinydb_file import Clinic
from migraine_cli.treatment.schedule import last_migraine_session, next_due
from migraine_cli.words.dates import parse_appointment


def book(
    patient: Patient,
    when: Annotated[
        str, typer.Argument(metavar="DATETIME", help='Such as "2026-12-28 09:30", or a day alone.', show_default=False)
    ],
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Record an appointment; `due` shows it.

    It warns of a day that is past, or under 84 days after the last session.

    Examples:
      migcli book P0001 "2026-12-28 09:30"
      migcli book P0001 "in 12 weeks 2:30pm"
    """
    day, at = parse_appointment(when, clock.today())
    booking = Booking(patient=patient, date=day, time=at)
    with recording(place, "book", dry_run=dry_run) as clinic:
        person = clinic.patient(patient)
        warnings = _warnings(booking, clinic, clock.today())
        added = clinic.add(booking)
    row = BookingRow.of(added, person, warnings)
    confirm(Recorded("bookings", row, row.sentence(), dry_run=dry_run), clock.today(), form)


def _warnings(booking: Booking, clinic: Clinic, today: date) -> list[str]:
    others = clinic.of_patient(Booking, booking.patient)
    if any(other.at == booking.at for other in others):
        raise InvalidValue(f"{booking.at.replace('T', ' ')} is booked for {booking.patient} already; leave it at that.")
    found = [f"{booking.date} is in the past"] if booking.date < today else []
    last = last_migraine_session(clinic.of_patient(Session, booking.patient), booking.date)
    if last and booking.date < next_due(last):
        found.append(f"the next session is due on {next_due(last)}, 84 days after that of {last}; this is earlier")
    ahead = [other for other in others if other.date >= today]
    return found + [f"{other.at.replace('T', ' ')} is booked too; `migcli unbook` cancels one" for other in ahead]
