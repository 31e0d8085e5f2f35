"""When each patient's next session is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from msgspec import Struct

from migraine_cli.course import CYCLE_DAYS, LAPSED_AFTER_DAYS
from migraine_cli.records import CHRONIC_MIGRAINE, Patient, Session

Status = Literal["early", "upcoming", "due", "overdue", "lapsed", "paused", "stopped"]
STATUSES: tuple[str, ...] = get_args(Status)

HIDDEN: frozenset[Status] = frozenset({"early", "paused", "stopped"})
"""Statuses that a list shows only when all are asked for."""

OVERDUE_AFTER_DAYS = 14
"""Days past the due date after which a retreatment is overdue; ours."""


class Retreatment(Struct, frozen=True, kw_only=True):
    """When one patient is due again. `days_until` is negative once the due date has passed."""

    patient: str
    name: str | None
    last_session: date
    days_since: int
    due: date
    days_until: int
    status: Status
    booked: str | None = None
    contacts: int = 0
    last_contact: date | None = None
    note: str | None = None


def next_due(last_session: date) -> date:
    """The day from which the next session is due: 12 weeks, 84 days, after the last."""
    return last_session + timedelta(days=CYCLE_DAYS)


def retreatments(
    patients: Mapping[str, Patient],
    sessions: Iterable[Session],
    as_of: date,
    within: date,
    overdue_after: int = OVERDUE_AFTER_DAYS,
) -> list[Retreatment]:
    """Every patient with a chronic-migraine session up to `as_of`, soonest due first; upcoming when due up to
    `within`, overdue when more than `overdue_after` days past.
    """
    latest: dict[str, date] = {}
    for session in sessions:
        if session.indication == CHRONIC_MIGRAINE and session.date <= as_of:
            known = latest.get(session.patient)
            latest[session.patient] = session.date if known is None or known < session.date else known
    grace = timedelta(days=overdue_after)
    rows = [_retreatment(patients[patient], last, as_of, within, grace) for patient, last in latest.items()]
    return sorted(rows, key=lambda row: (row.due, row.patient))


def _retreatment(patient: Patient, last: date, as_of: date, within: date, grace: timedelta) -> Retreatment:
    due = next_due(last)
    return Retreatment(
        patient=patient.id,
        name=patient.name,
        last_session=last,
        days_since=(as_of - last).days,
        due=due,
        days_until=(due - as_of).days,
        status=_status(last, due, as_of, within, grace),
        note=patient.note,
    )


def _status(last: date, due: date, as_of: date, within: date, grace: timedelta) -> Status:
    if (as_of - last).days > LAPSED_AFTER_DAYS:
        return "lapsed"
    if as_of - due > grace:
        return "overdue"
    if as_of >= due:
        return "due"
    return "upcoming" if due <= within else "early"


def listed(rows: Sequence[Retreatment], statuses: Sequence[str], *, everything: bool) -> list[Retreatment]:
    """The rows a list shows: the statuses asked for; all of them; or those that call for action."""
    if statuses:
        return [row for row in rows if row.status in statuses]
    return [row for row in rows if everything or row.status not in HIDDEN]
