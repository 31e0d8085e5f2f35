"""What the commands that make or move an appointment share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from migraine_cli.cli.lifting import how_to_lift
from migraine_cli.errors import InvalidValue, Refused
from migraine_cli.listings.bookings import BookingRow
from migraine_cli.practice.booking_rules import against_booking, said_of_booking
from migraine_cli.recording.birth import after_birth
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.patient import Patient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, CourseEvent
from migraine_cli.reference.clinic_days import clinic_days
from migraine_cli.store.charts import days_seen_of
from migraine_cli.store.contract import Clinic
from migraine_cli.store.own import own_clinic_of
from migraine_cli.treatment.schedule import migraine_days


def weighed(
    booking: Booking, clinic: Clinic, lift: Mapping[str, Allowance], today: date
) -> tuple[Booking, tuple[str, ...]]:
    """The appointment with the rules that were lifted for it, and what must be said of it. Raises Refused when a rule
    stands against it that wasn't lifted, once the clinic states its own days; InvalidValue for one that is there.
    """
    after_birth(booking, clinic.patient(booking.patient))
    others = _others(clinic.booked_on(booking.date), booking)
    own = _others(clinic.of_patient(Booking, booking.patient), booking)
    stated = own_clinic_of(clinic)
    against = against_booking(booking, others, clinic_days(stated))
    standing = [each for each in against if each.rule not in lift]
    told = [f"{each.rule}: {each.because}" for each in standing]
    if standing and stated is not None:
        mend = how_to_lift(each.rule for each in standing)
        raise Refused(f"not booked, {'; '.join(told)}; {mend}.")
    if any(each.at == booking.at for each in own):
        raise InvalidValue(f"{booking.at.replace('T', ' ')} is booked for {booking.patient} already; leave it at that.")
    sessions, events = clinic.of_patient(Session, booking.patient), clinic.of_patient(CourseEvent, booking.patient)
    allowed = tuple(lift[each.rule] for each in against if each.rule in lift)
    said = said_of_booking(booking, own, sessions, events, today)
    return replace(booking, allowed=allowed), (*told, *said)


def _others(bookings: Iterable[Booking], booking: Booking) -> list[Booking]:
    return [each for each in bookings if each.id != booking.id and not each.cancelled]


def row_of(
    booking: Booking, person: Patient, clinic: Clinic, today: date, warnings: tuple[str, ...] = ()
) -> BookingRow:
    """An appointment as it is confirmed."""
    days = migraine_days(clinic.of_patient(Session, person.id))
    return BookingRow.of(booking, person, days, days_seen_of(clinic, person.id), today, warnings)
