"""The invented practice's appointments: those that its sessions kept, the missed, the cancelled and the next ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import count, pairwise

from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS
from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.exchange.synthetic.clinic_days import on_or_after
from migraine_cli.exchange.synthetic.teams import injectors, team
from migraine_cli.records.record import AboutPatient
from migraine_cli.records.session import Session
from migraine_cli.records.visits import Booking, Contact, StatedOfBooking

BOOKED_AHEAD_DAYS = 28
LATE_DAYS = 14
"""Days past the due date from which the practice counts an appointment as missed, and rings."""

OPENS = 9 * 60
SLOT_MINUTES = 30
PLACES = 16


class Places:
    """Half hours that are still free: a team treats one after the other, on a full day each injector on their own."""

    def __init__(self) -> None:
        self._taken: dict[tuple[date, int], set[tuple[int, str | None]]] = {}

    def book(self, patient: str, day: date, injector: str | None, status: StatedOfBooking | None = None) -> Booking:
        """An appointment in the next half hour of that day."""
        taken = self._taken.setdefault((day, team(patient)), set())
        place = _next_place(taken, injector)
        taken.add((place, injector))
        start = time(*divmod(OPENS + SLOT_MINUTES * place, 60))
        return Booking(patient=patient, date=day, time=start, injector=injector, status=status)


def _next_place(taken: set[tuple[int, str | None]], injector: str | None) -> int:
    if len(taken) < PLACES:
        return len(taken)
    return next(place for place in count() if (place, injector) not in taken)


def first_visit(chance: Chance, places: Places, patient: str, as_of: date) -> Iterator[Booking]:
    """Some of those who were never treated have an appointment."""
    if chance.happens(0.15):
        day = as_of + timedelta(days=chance.between(1, BOOKED_AHEAD_DAYS))
        yield places.book(patient, on_or_after(day), chance.one_of(injectors(patient)))


def kept(chance: Chance, places: Places, sessions: Sequence[Session]) -> Iterator[Booking]:
    """The appointment of each session, and one that was missed or called off before some of the late ones."""
    for session in sessions:
        yield places.book(session.patient, session.date, session.by)
    for before, after in pairwise(sessions):
        due = on_or_after(before.date + timedelta(days=CYCLE_DAYS))
        if due < after.date and chance.happens(0.2):
            status: StatedOfBooking | None = "cancelled" if chance.happens(0.5) else None
            yield places.book(after.patient, due, after.by, status)


def ahead(chance: Chance, places: Places, last: Session, as_of: date) -> Iterator[AboutPatient]:
    """One that was missed or the next one, and whom the desk tried."""
    due = last.date + timedelta(days=CYCLE_DAYS)
    late = (as_of - due).days
    if late > LATE_DAYS and (as_of - last.date).days <= LAPSED_AFTER_DAYS:
        if chance.happens(0.5):
            yield places.book(last.patient, on_or_after(due), last.by)
        yield _tried(chance, last.patient, as_of)
    if -BOOKED_AHEAD_DAYS <= late <= LATE_DAYS and chance.happens(0.75):
        day = on_or_after(max(due, as_of))
        if chance.happens(0.1):
            yield places.book(last.patient, day, last.by, "cancelled")
            day = on_or_after(day + timedelta(days=1))
        yield places.book(last.patient, day, last.by)


def _tried(chance: Chance, patient: str, as_of: date) -> Contact:
    day = as_of - timedelta(days=chance.between(1, 12))
    return Contact(patient=patient, date=day, by="phone", result=chance.one_of(("no answer", "rings back")))
