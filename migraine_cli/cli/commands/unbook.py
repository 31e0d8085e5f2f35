"""`migcli unbook`: cancel an appointment."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer
from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.asked import stated_reason
from migraine_cli.cli.booking import row_of
from migraine_cli.cli.options import DryRun, FormatOption, Patient, Place
from migraine_cli.cli.views.confirmation import Recorded, confirm
from migraine_cli.cli.who_is_meant import recording_for
from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.treatment.schedule import last_migraine_session
from migraine_cli.words.dates.times import parse_appointment


def unbook(
    patient: Patient,
    when: Annotated[str | None, typer.Argument(metavar="[DATETIME]", help="Which one, if several are booked.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is cancelled.")] = None,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Cancel an appointment.

    `bookings` lists it as cancelled; `due` no longer shows it.

    Examples:
      migcli unbook P0001
      migcli unbook P0001 2026-12-28 --reason "called in sick"
    """
    today, why = clock.today(), None if reason is None else stated_reason(reason)
    with recording_for(patient, place, "unbook", dry_run=dry_run, reason=why) as (clinic, person):
        standing = [each for each in clinic.of_patient(Booking, person.id) if not each.cancelled]
        last = last_migraine_session(clinic.of_patient(Session, person.id), today)
        found = _open(standing, last, today) if when is None else _matching(standing, when, today)
        booked = _the_one(person.id, found, _open(standing, last, today))
        row = row_of(clinic.amend(booked, replace(booked, status="cancelled")), person, clinic, today)
    confirm(Recorded("bookings", row, row.sentence(), dry_run=dry_run), today, form)


def _open(bookings: Sequence[Booking], last_session: date | None, today: date) -> list[Booking]:
    """What is ahead; if nothing is, what was missed: booked since the last session and not kept."""
    unkept = [booking for booking in bookings if last_session is None or booking.date > last_session]
    return [booking for booking in unkept if booking.date >= today] or unkept


def _matching(bookings: Sequence[Booking], when: str, today: date) -> list[Booking]:
    day, at = parse_appointment(when, today)
    return [booking for booking in bookings if booking.date == day and at in (None, booking.time)]


def _the_one(patient: str, found: Sequence[Booking], standing: Sequence[Booking]) -> Booking:
    if len(found) > 1:
        raise InvalidValue(f'{patient} is booked for {_times(found)}; say which: migcli unbook {patient} "DATE TIME".')
    if not found and standing:
        raise NotFound(f"{patient} isn't booked then, but for {_times(standing)}; write that if it is meant.")
    if not found:
        raise NotFound(f"{patient} isn't booked; `migcli bookings {patient}` lists the appointments there were.")
    return found[0]


def _times(bookings: Sequence[Booking]) -> str:
    return ", ".join(booking.at.replace("T", " ") for booking in bookings)
