"""The clinic's past visits, loaded for a forecast."""

from __future__ import annotations

from datetime import date

from migraine_cli.practice.past_visits import Made, PastVisits
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, CourseEvent
from migraine_cli.store.contract import Clinic


def past_visits(clinic: Clinic, day: date) -> PastVisits:
    """What a forecast made on a day looks at: nothing dated later but appointments made by then."""
    bookings = list(clinic.records(Booking))
    made_on = {each.entry: each.at.date() for each in clinic.log()} if bookings else {}
    return PastVisits(
        (each for each in clinic.records(Session) if each.date <= day),
        clinic.by_patient(CourseEvent),
        (Made(made_on[each.entry], each) for each in bookings),
    )
