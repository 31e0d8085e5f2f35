"""When each patient's next session is due."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

from migraine_cli.chart.appointments import Appointment, status_of
from migraine_cli.chart.course import CYCLE_DAYS, LAPSED_AFTER_DAYS, OVERDUE_AFTER_DAYS, interruption
from migraine_cli.records.codes import CHRONIC_MIGRAINE

if TYPE_CHECKING:
    from migraine_cli.records.patient import PatientLabel
    from migraine_cli.records.session_day import SessionDay
    from migraine_cli.records.visits import Contact, CourseEvent

Status = Literal["early", "upcoming", "due", "overdue", "lapsed", "held", "paused", "stopped"]
STATUSES: tuple[str, ...] = get_args(Status)

HIDDEN: frozenset[Status] = frozenset({"early", "paused", "stopped"})
"""Statuses that a list shows only when all are asked for."""


class Recalls(Struct, frozen=True):
    """What is arranged with patients between sessions, by patient id. `seen` are the days on which a patient came."""

    bookings: Mapping[str, Sequence[Appointment]]
    contacts: Mapping[str, Sequence[Contact]]
    events: Mapping[str, Sequence[CourseEvent]]
    seen: Mapping[str, Container[date]] = {}


NO_RECALLS = Recalls({}, {}, {})


class Retreatment(Struct, frozen=True, kw_only=True):
    """When one patient is due again. `days_until` is negative once the due date has passed.

    `booked` is the next appointment; `missed` counts the appointments since the last session on whose day the patient
    wasn't seen, `contacts` the attempts to reach the patient since then, the latest of them on `last_contact`. A pause
    or a stop begins the `note`. `authorisation` is what covers the visit, or that none does, and `ask_by` the day
    to ask the payer; None where none is recorded.
    """

    patient: str
    name: str | None
    born: date | None = None
    phone: str | None = None
    email: str | None = None
    last_session: date
    days_since: int
    due: date
    days_until: int
    status: Status
    booked: str | None = None
    missed: int = 0
    contacts: int = 0
    last_contact: date | None = None
    note: str | None = None
    authorisation: str | None = None
    ask_by: date | None = None


def next_due(last_session: date) -> date:
    """The day from which the next session is due: 12 weeks, 84 days, after the last."""
    return last_session + timedelta(days=CYCLE_DAYS)


def last_migraine_session(sessions: Iterable[SessionDay], until: date) -> date | None:
    """The day of the latest chronic-migraine session up to and including `until`; None before the first."""
    days = (each.date for each in sessions if each.indication == CHRONIC_MIGRAINE and each.date <= until)
    return max(days, default=None)


def migraine_days(sessions: Iterable[SessionDay]) -> set[date]:
    """The days of the sessions for chronic migraine."""
    return {each.date for each in sessions if each.indication == CHRONIC_MIGRAINE}


def retreatments(
    patients: Mapping[str, PatientLabel],
    last_sessions: Mapping[str, date],
    as_of: date,
    within: date,
    recalls: Recalls = NO_RECALLS,
    *,
    overdue_after: int = OVERDUE_AFTER_DAYS,
    held: Mapping[str, str] = {},
) -> list[Retreatment]:
    """Every patient with a chronic-migraine session up to `as_of`, whose day is in `last_sessions`: soonest due
    first, those who have lapsed after all others.

    A retreatment is upcoming when due up to `within`, overdue when more than `overdue_after` days past, held when a
    safety rule stands against it that waiting doesn't mend: `held` are the patients it stands against, and why.
    """
    rows = []
    for patient, last in last_sessions.items():
        status = _status((as_of - last).days, (within - last).days, overdue_after)
        rows.append(_retreatment(patients[patient], last, as_of, status, recalls, held.get(patient)))
    return sorted(rows, key=lambda row: (row.status == "lapsed", row.due, row.patient))


def next_booking(bookings: Iterable[Appointment], last_session: date | None, as_of: date) -> str | None:
    """The next appointment from `as_of` on that wasn't kept by the last session, as ISO 8601."""
    unkept = (each for each in bookings if last_session is None or each.date > last_session)
    return min((each.at for each in unkept if each.date >= as_of and each.status is None), default=None)


def missed_bookings(bookings: Iterable[Appointment], seen: Container[date], last_session: date, as_of: date) -> int:
    """How many appointments after the last session the patient missed; `seen` as for `status_of`."""
    since = (each for each in bookings if each.date > last_session)
    return sum(status_of(each, seen, as_of) == "missed" for each in since)


def _retreatment(
    patient: PatientLabel, last: date, as_of: date, status: Status, recalls: Recalls, held: str | None
) -> Retreatment:
    days_since = (as_of - last).days
    events, booked = recalls.events.get(patient.id), recalls.bookings.get(patient.id)
    stopped = interruption(events, last, as_of) if events else None
    contacts = [each.date for each in recalls.contacts.get(patient.id, ()) if last < each.date <= as_of]
    return Retreatment(
        patient=patient.id,
        name=patient.name,
        born=patient.born,
        phone=patient.phone,
        email=patient.email,
        last_session=last,
        days_since=days_since,
        due=next_due(last),
        days_until=CYCLE_DAYS - days_since,
        status=_INTERRUPTED[stopped.step] if stopped else "held" if held else status,
        booked=next_booking(booked, last, as_of) if booked else None,
        missed=missed_bookings(booked, recalls.seen.get(patient.id, ()), last, as_of) if booked else 0,
        contacts=len(contacts),
        last_contact=max(contacts) if contacts else None,
        note=_note(patient, stopped, held),
    )


_INTERRUPTED: dict[str, Status] = {"pause": "paused", "stop": "stopped"}


def _note(patient: PatientLabel, event: CourseEvent | None, held: str | None) -> str | None:
    if event is None:
        return "; ".join(filter(None, (held, patient.note))) if held else patient.note or None
    since = f"until {event.until}" if event.until else f"since {event.date}"
    why = f" ({event.reason})" if event.reason else ""
    return f"{_INTERRUPTED[event.step]} {since}{why}" + (f"; {patient.note}" if patient.note else "")


def _status(days_since: int, days_within: int, overdue_after: int) -> Status:
    """`days_since` the last session, and from that to the day up to which one is upcoming."""
    if days_since > LAPSED_AFTER_DAYS:
        return "lapsed"
    if days_since > CYCLE_DAYS + overdue_after:
        return "overdue"
    if days_since >= CYCLE_DAYS:
        return "due"
    return "upcoming" if days_within >= CYCLE_DAYS else "early"


def listed(rows: Sequence[Retreatment], statuses: Sequence[str], until: date, *, everything: bool) -> list[Retreatment]:
    """The rows a list shows: the statuses asked for; all of them; or those that call for action up to `until`."""
    if statuses:
        return [row for row in rows if row.status in statuses]
    if everything:
        return list(rows)
    return [row for row in rows if row.status not in HIDDEN and (row.status != "held" or row.due <= until)]


NOT_TRIED_DAYS = 7
"""Days after an attempt to reach a patient before they are rung again in the order of their due dates (contract)."""


def to_ring(rows: Iterable[Retreatment], as_of: date) -> list[Retreatment]:
    """Whom to ring, in order: nobody who is booked, held or lapsed; those not tried for NOT_TRIED_DAYS first, by due
    date, then the least lately tried. `rows` are those listed on `as_of`.
    """

    def turn(row: Retreatment) -> tuple[bool, date, date, str]:
        tried = row.last_contact
        lately = tried is not None and (as_of - tried).days < NOT_TRIED_DAYS
        return lately, tried if lately and tried else date.min, row.due, row.patient

    return sorted((row for row in rows if row.booked is None and row.status in _RUNG), key=turn)


_RUNG: frozenset[Status] = frozenset({"upcoming", "due", "overdue"})
