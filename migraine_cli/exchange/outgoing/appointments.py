"""The clinic's appointments and recalls as events that stay the same ones over every change.

An event that vanishes from a file stays in people's calendars for ever, so that what was cancelled, taken back or
undone is kept in as cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid5
from zoneinfo import ZoneInfo

from migraine_cli.exchange.outgoing.ical import Event
from migraine_cli.exchange.outgoing.identity import clinic_id
from migraine_cli.records.log import LogEntry, Undo, Void, entry_of
from migraine_cli.records.visits import Booking
from migraine_cli.store.contract import Clinic
from migraine_cli.treatment.schedule import Retreatment

KEPT_DAYS = 30
"""Days for which past events are kept in; ours."""

VISIT, RECALL = "Clinic visit", "Clinic recall"


class Shown(NamedTuple):
    """How events are told: `zone` is the clinic's, None for times that are the same wherever they are read; `names`
    gives by patient id what stands behind the summary.
    """

    day: date
    zone: str | None
    names: dict[str, str]
    alarm: timedelta | None


def visits(clinic: Clinic, shown: Shown) -> Iterator[Event]:
    """The appointments from KEPT_DAYS back on, in the order of their days."""
    log = {entry.entry: entry for entry in clinic.log()}
    standing = {booking.id: booking for booking in clinic.records(Booking)}
    versions: dict[str, list[Booking]] = {}
    for version in clinic.versions(Booking):
        versions.setdefault(version.id, []).append(version)
    touched = _touched(versions, list(clinic.versions(Void)), list(clinic.versions(Undo)))
    events = [
        _visit(standing.get(id_, told[-1]), id_ not in standing, touched[id_], log, shown)
        for id_, told in versions.items()
        if standing.get(id_, told[-1]).date >= shown.day - timedelta(days=KEPT_DAYS)
    ]
    yield from sorted(events, key=lambda event: (event.begins.isoformat(), event.uid))


def recalls(clinic: Clinic, due: Iterable[Retreatment], shown: Shown) -> Iterator[Event]:
    """A day for everyone who is due from KEPT_DAYS back on; cancelled for whom there is nothing to recall."""
    log = {entry.entry: entry for entry in clinic.log()}
    latest = max(log, default=0)
    for row in sorted(due, key=lambda row: (row.due, row.patient)):
        if row.due >= shown.day - timedelta(days=KEPT_DAYS):
            yield Event(
                uid=_uid(log, f"recall:{row.patient}"),
                sequence=latest,
                stamp=log[latest].at,
                begins=row.due,
                minutes=None,
                summary=f"{RECALL}{shown.names.get(row.patient, '')}",
                cancelled=row.booked is not None or row.status in ("paused", "stopped", "held"),
                alarm=shown.alarm,
            )


def _visit(booking: Booking, gone: bool, touched: list[int], log: dict[int, LogEntry], shown: Shown) -> Event:
    return Event(
        uid=_uid(log, booking.id),
        sequence=len(touched) - 1,
        stamp=entry_of(log, touched[-1], booking.id).at,
        begins=_begins(booking, shown.zone),
        minutes=None if booking.time is None else booking.minutes,
        summary=f"{VISIT}{shown.names.get(booking.patient, '')}",
        cancelled=gone or booking.cancelled,
        alarm=shown.alarm,
    )


def _begins(booking: Booking, zone: str | None) -> date:
    if booking.time is None:
        return booking.date
    return datetime.combine(booking.date, booking.time, tzinfo=ZoneInfo(zone) if zone else None)


def _touched(versions: dict[str, list[Booking]], voids: list[Void], undos: list[Undo]) -> dict[str, list[int]]:
    """The log entries that changed each record, the earliest first: its versions, voids, and undos of any of them."""
    found: dict[str, list[int]] = {}
    for id_, told in versions.items():
        entries = {version.entry for version in told} | {void.entry for void in voids if void.target == id_}
        for undo in sorted(undos, key=lambda undo: undo.entry):
            if undo.undoes in entries:
                entries.add(undo.entry)
        found[id_] = sorted(entries)
    return found


def _uid(log: dict[int, LogEntry], record: str) -> str:
    return f"{uuid5(clinic_id(log.values()), record)}@migcli"
