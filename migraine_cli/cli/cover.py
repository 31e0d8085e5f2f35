"""What payers' authorisations say of a planned visit. Loaded only where the clinic keeps authorisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from migraine_cli.practice.authorisations import Cover, cover
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.schedule import Retreatment, last_migraine_session, next_due


def with_cover(rows: Sequence[Retreatment], clinic: Clinic, day: date) -> list[Retreatment]:
    """The rows of `due` with the authorisation that covers the visit, and the day to ask for the next.

    The visit is on the due date, or on `day` once that has passed.
    """
    granted = clinic.by_patient(Authorisation)
    found = []
    for row in rows:
        if row.patient in granted:
            sessions = [each for each in clinic.of_patient(Session, row.patient) if each.date <= day]
            told = cover(granted[row.patient], sessions, max(row.due, day))
            row = replace(row, authorisation=told.because, ask_by=told.ask_by)  # noqa: PLW2901
        found.append(row)
    return found


def cover_of(clinic: Clinic, patient: str, sessions: Sequence[Session], visit: date) -> Cover:
    """What one patient's authorisations mean for a visit."""
    return cover(clinic.of_patient(Authorisation, patient), sessions, visit)


def visit_planned(clinic: Clinic, patient: str, sessions: Sequence[Session], day: date) -> date:
    """The day of the next visit: due 84 days after the last session, else booked, else `day`."""
    last = last_migraine_session(sessions, day)
    if last is not None:
        return max(next_due(last), day)
    booked = (each.date for each in clinic.of_patient(Booking, patient) if each.date >= day and each.status is None)
    return min(booked, default=day)
