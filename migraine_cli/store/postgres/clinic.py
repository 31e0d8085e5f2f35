"""The clinic on a server: its records, typed and in force.

Every query names the clinic first. The server only narrows what `records.history` decides on.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar

from migraine_cli.records.changes import Change, changes, changes_about
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.history import known_entries, with_moved
from migraine_cli.records.kinds import NUMBERED
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient, PatientLabel, People
from migraine_cli.records.record import AboutPatient, Record, number_of
from migraine_cli.records.session import Session
from migraine_cli.records.session_day import SessionDay
from migraine_cli.records.vials import has_lot
from migraine_cli.records.visits import Booking
from migraine_cli.store.contract import Clinic, later_ones, seen_by
from migraine_cli.store.postgres.recorded import EVER_OF, Recorded
from migraine_cli.store.postgres.streaming import streamed
from migraine_cli.store.refusals import no_patient, no_record, taken_back

if TYPE_CHECKING:
    from migraine_cli.chart.chart import Chart
    from migraine_cli.store.postgres.connecting import Connection

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)

_KINDS: tuple[type[Record], ...] = (Patient, *NUMBERED)


class ServerClinic(Recorded, Clinic):
    """What a site holds, as it is now or, with `as_known_on`, as it was known by the end of that day."""

    def __init__(self, connection: Connection, site: int, as_known_on: date | None = None) -> None:
        super().__init__(connection, site)
        if as_known_on is not None:
            self._known = known_entries(self.log(), as_known_on)

    def patient(self, patient_id: str) -> Patient:
        """One patient. Raises NotFound."""
        found = self._in_force(self.versions(Patient, patient_id))
        if found:
            return found[0]
        if (led := self._led(patient_id)) != patient_id:
            return self.patient(led)
        raise no_patient(patient_id, self.labels())

    def labels(self, ids: Collection[str] | None = None) -> dict[str, PatientLabel]:
        """What a list shows of these patients, of all without `ids`, by id; who isn't there is left out."""
        if ids is None:
            versions = self.versions(PatientLabel)
        else:
            versions = self._versions(PatientLabel, "and patient = any(%(ids)s)", ids=list(ids))
        labels = {label.id: label for label in self._in_force(versions)}
        return People(labels if ids is None else {id_: labels[id_] for id_ in ids if id_ in labels})

    def last_sessions(self, until: date) -> dict[str, date]:
        """The day of each patient's latest chronic-migraine session up to and including `until`."""
        if self._known is not None:
            days = ((each.patient, each.date) for each in _chronic(self.records(SessionDay)) if each.date <= until)
            return dict(sorted(days, key=lambda day: day[1]))
        found = self._rows(
            "select seen.patient, latest.day"
            " from (select patient from migcli.version where clinic = %(site)s and kind = 'patient'"
            "   and replaces is null) seen"
            " cross join lateral (select day from migcli.session_day where clinic = %(site)s"
            "   and patient = seen.patient and day <= %(until)s order by day desc limit 1) latest",
            until=until,
        )
        return dict(found)

    def appointments(self, after: Mapping[str, date]) -> Mapping[str, Sequence[Booking]]:
        """The appointments after the day that is named with each patient, of those who have one."""
        ever = self._versions(
            Booking,
            "and id = any(array(select id from"
            "   (select id, patient, booked_on as day from migcli.version where clinic = %(site)s"
            "     and kind = %(kind)s) booked"
            "   join unnest(%(patients)s::text[], %(days)s::text[]) as after (patient, day)"
            "     on booked.patient = after.patient and booked.day > after.day))",
            patients=list(after),
            days=[day.isoformat() for day in after.values()],
        )
        return later_ones(self._in_force(ever), after)

    def booked_on(self, day: date) -> list[Booking]:
        """The appointments of one day, in the order in which they were first recorded."""
        ever = self._versions(Booking, _EVER_BOOKED_ON, day=day.isoformat())
        return [each for each in self._in_force(ever) if each.date == day]

    def days_seen(self, of: Collection[str] | None = None) -> Mapping[str, Container[date]]:
        """The days on which each patient came, or each one `of` those, as the records tell."""
        if of is None:
            return super().days_seen()
        seen: dict[str, set[date]] = {patient: set() for patient in of}
        for kind in seen_by():
            for record in self._ever_of(kind, list(of)):
                if record.patient in seen:
                    seen[record.patient].add(record.date)
        return seen

    def told(self, kind: type[P], answers: Mapping[str, Iterable[str]], of: Collection[str] | None = None) -> set[str]:
        """The patients, those `of` some alone, of whom a record of this kind ever said one of these."""
        if of is not None:
            return super().told(kind, answers, of)
        said = (self._ever_said(kind, field, list(texts)) for field, texts in answers.items())
        return {each.patient for versions in said for each in versions}

    def keeps(self, kind: type[Record], field: str | None = None) -> bool:
        """Whether any record of this kind is in force, or any in which a field says something: mostly one of the latest
        tells.
        """
        rows = self._rows(
            "select id from migcli.version where clinic = %(site)s and kind = %(kind)s"
            " and (%(field)s::text is null or said->>%(field)s::text is not null)"
            " order by number desc limit %(latest)s",
            kind=kind.kind,
            field=field,
            latest=_LATEST,
        )
        ids = [id_ for (id_,) in rows]
        found = self._in_force(self._versions(kind, "and id = any(%(ids)s)", ids=ids))
        said = any(field is None or getattr(each, field) is not None for each in found)
        return said or (len(ids) == _LATEST and super().keeps(kind, field))

    def record(self, record_id: str) -> Record:
        """The record in force under an id such as session:12, or a patient's own. Raises NotFound."""
        if ":" not in record_id:
            return self.patient(record_id)
        for kind in NUMBERED:
            if kind.kind == record_id.partition(":")[0]:
                return self._record(kind, record_id)
        raise no_record(record_id)

    def records(self, kind: type[R]) -> list[R]:
        """The records of one kind that are in force, in the order in which they were first recorded."""
        return self._in_force(self.versions(kind))

    def of_patient(self, kind: type[P], patient_id: str) -> list[P]:
        """The same of one patient alone."""
        led = self._led(patient_id)
        return sorted((each for each in self._ever_of(kind, [led]) if each.patient == led), key=number_of)

    def charts(self, parts: Collection[str], of: Collection[str] | None = None) -> Iterator[Chart]:
        """Each patient's chart with these parts, or those `of` some, by patient id: one after the other."""
        self._settle()
        return streamed(self._connection, self._site, parts, of, self._history())

    def sessions(
        self, *, lot: str | None = None, patient: str | None = None, until: date | None = None
    ) -> Iterator[Session]:
        """The sessions in force, those that used a lot, in any spelling, of one patient, up to and including a day."""
        if patient is not None:
            found = self.of_patient(Session, patient)
        elif lot is not None:
            texts = [text for text in self._texts(Session, "lot") if has_lot(text, lot)]
            found = self._in_force(self._ever_said(Session, "lot", texts))
        else:
            found = self.records(Session)
        for session in found:
            if (lot is None or has_lot(session.lot, lot)) and (until is None or session.date <= until):
                yield session

    def by_patient(self, kind: type[P], of: Collection[str] | None = None) -> dict[str, list[P]]:
        """The records in force of one kind by patient id, of these patients alone with `of`."""
        if of is None:
            return super().by_patient(kind)
        theirs = self.versions_of(kind, of)
        moved = self._versions(kind, "and replaces is not null and patient <> all(%(patients)s)", patients=list(of))
        grouped: dict[str, list[P]] = {}
        for record in sorted(self._in_force(with_moved(theirs, moved)), key=number_of):
            if record.patient in of:
                grouped.setdefault(record.patient, []).append(record)
        return grouped

    def log(self, *, patient: str | None = None, limit: int | None = None, own: bool = False) -> Iterator[LogEntry]:
        """The commands that changed the clinic, or anything about one patient, the latest first."""
        about = None if patient is None else list(self.changes(patient=patient))
        known = None if self._known is None else list(self._known)
        rows = self._rows(
            "select entry, at, utc_offset, by, command, reason, account from migcli.log where clinic = %(site)s"
            " and (%(about)s::int[] is null or entry = any(%(about)s))"
            " and (%(known)s::int[] is null or entry = any(%(known)s))"
            " and (not %(own)s or account = session_user)"
            " order by entry desc limit %(limit)s",
            about=about,
            known=known,
            own=own,
            limit=limit,
        )
        for entry, at, offset, by, command, reason, account in rows:
            there = at.astimezone(timezone(timedelta(seconds=offset)))
            yield LogEntry(entry=entry, at=there, by=by, command=command, reason=reason, account=account)

    def changes(self, *, entry: int | None = None, patient: str | None = None) -> Mapping[int, list[Change]]:
        """What each command changed, by its log entry: of one entry, about one patient."""
        if entry is not None:
            found = self._changes("and id = any(%(ids)s)", ids=list(self._touched(entry)))
            return {entry: found[entry]} if entry in found else {}
        if patient is not None:
            return changes_about(patient, self._changes(EVER_OF, patients=[patient]))
        return self._changes("")

    def kept_settings(self) -> bytes | None:
        """What the clinic says of itself, as it was stored here; None when nothing was."""
        found = list(self._rows("select said from migcli.own_clinic where clinic = %(site)s"))
        return found[0][0] if found else None

    def numbering(self) -> tuple[int, set[int]]:
        """The number of the last entry, and the entries that are there."""
        ((last,),) = self._rows("select last_entry from migcli.clinic where clinic = %(site)s")
        return last, {entry for (entry,) in self._rows("select entry from migcli.log where clinic = %(site)s")}

    def session_days(self) -> set[tuple[str, date]]:
        """The days of the chronic-migraine sessions by patient, as they are kept."""
        found = self._rows("select patient, day from migcli.session_day where clinic = %(site)s")
        return {(patient, day) for patient, day in found}

    def _changes(self, where: str, **given: Any) -> Mapping[int, list[Change]]:
        versions = [version for kind in _KINDS for version in self._versions(kind, where, **given)]
        return changes(versions, self.versions(Void), self.versions(Undo))

    def _touched(self, entry: int) -> set[str]:
        """The ids of what an entry recorded or took back."""
        query = "select id from migcli.version where clinic = %(site)s and entry = %(entry)s"
        touched = {id_ for (id_,) in self._rows(query, entry=entry)}
        touched |= {void.target for void in self.versions(Void) if void.entry == entry}
        for undo in self.versions(Undo):
            if undo.entry == entry:
                touched |= self._touched(undo.undoes)
        return touched

    def _record(self, kind: type[R], record_id: str) -> R:
        versions = self._versions(kind, "and id = %(id)s", id=record_id)
        found = self._in_force(versions)
        if not found:
            raise taken_back(record_id) if versions else no_record(record_id)
        return found[0]


_EVER_BOOKED_ON = "and id = any(array(select id from migcli.version where clinic = %(site)s and booked_on = %(day)s))"
"""All versions of the appointments that ever were on a day."""

_LATEST = 100
"""Versions of a kind that are looked at before all of them; ours."""


def _chronic(sessions: Iterable[SessionDay]) -> Iterator[SessionDay]:
    return (session for session in sessions if session.indication == CHRONIC_MIGRAINE)
