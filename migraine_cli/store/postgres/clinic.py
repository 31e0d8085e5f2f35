"""The clinic on a server: its records, typed and in force.

Every query names the clinic first. The server only narrows what `records.history` decides on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar

from migraine_cli.records.changes import Change, changes, changes_about
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.history import History, known_entries, leads, undone_entries, with_moved
from migraine_cli.records.kinds import NUMBERED
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient, PatientLabel, People
from migraine_cli.records.record import AboutPatient, Record, number_of
from migraine_cli.records.session import Session
from migraine_cli.records.session_day import SessionDay
from migraine_cli.store.contract import Clinic
from migraine_cli.store.postgres.streaming import streamed
from migraine_cli.store.postgres.versions import records
from migraine_cli.store.refusals import no_patient, no_record, taken_back

if TYPE_CHECKING:
    from migraine_cli.chart.chart import Chart
    from migraine_cli.store.postgres.connecting import Connection

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)

_KINDS: tuple[type[Record], ...] = (Patient, *NUMBERED)


class ServerClinic(Clinic):
    """What a site holds, as it is now or, with `as_known_on`, as it was known by the end of that day."""

    def __init__(self, connection: Connection, site: int, as_known_on: date | None = None) -> None:
        self._connection = connection
        self._site = site
        self._taken_back: tuple[list[Void], frozenset[int]] | None = None
        self._known: frozenset[int] | None = None
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
        """The sessions in force, of one lot, of one patient, up to and including a day."""
        found = self.records(Session) if patient is None else self.of_patient(Session, patient)
        for session in found:
            if lot in (None, session.lot) and (until is None or session.date <= until):
                yield session

    def versions(self, kind: type[R], patient_id: str | None = None) -> list[R]:
        """Everything ever recorded of one kind, oldest first: amended, voided and undone ones too."""
        if patient_id is None:
            return self._versions(kind, "")
        return self._versions(kind, "and patient = %(patient)s", patient=patient_id)

    def versions_of(self, kind: type[P], patients: Collection[str]) -> list[P]:
        """Everything ever recorded of one kind about these patients, each one's with the oldest first."""
        return self._versions(kind, "and patient = any(%(patients)s)", patients=list(patients))

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

    def numbered(self, kind: type[R]) -> Iterator[tuple[int, R]]:
        """Everything ever recorded of one kind, each version with its number within the kind."""
        query = "select number, said from migcli.version where clinic = %(site)s and kind = %(kind)s order by number"
        rows = list(self._rows(query, kind=kind.kind))
        return zip((number for number, _ in rows), records(kind, (said for _, said in rows)), strict=True)

    def undone(self) -> frozenset[int]:
        """The log entries that were taken back."""
        return self._taking_back()[1]

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
            return changes_about(patient, self._changes(_EVER_OF, patients=[patient]))
        return self._changes("")

    def kept_settings(self) -> bytes | None:
        """What the clinic says of itself, as it was stored here; None when nothing was."""
        found = list(self._rows("select said from migcli.own_clinic where clinic = %(site)s"))
        return found[0][0] if found else None

    def numbering(self) -> tuple[int, set[int]]:
        """The number of the last entry, and the entries that are there."""
        ((last,),) = self._rows("select last_entry from migcli.clinic where clinic = %(site)s")
        return last, {entry for (entry,) in self._rows("select entry from migcli.log where clinic = %(site)s")}

    def keys(self, kind: type[Record]) -> Iterable[tuple[str, str | None, int, int | None]]:
        """Under which id, patient and entry each version of a kind lies, and which one it takes the place of."""
        found = self._rows(
            "select id, patient, entry, replaces from migcli.version where clinic = %(site)s and kind = %(kind)s"
            " order by number",
            kind=kind.kind,
        )
        return [(id_, patient, entry, replaces) for id_, patient, entry, replaces in found]

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

    def _ever_of(self, kind: type[P], patients: list[str]) -> list[P]:
        """What is in force of all that was ever about these patients; some of it may be another's by now."""
        return self._in_force(self._versions(kind, _EVER_OF, patients=patients))

    def _led(self, patient_id: str) -> str:
        """The id that a merged patient's leads to; any other as it is."""
        return leads(*self._taking_back()).get(patient_id, patient_id)

    def _in_force(self, versions: Sequence[R]) -> list[R]:
        return list(self._history().in_force(versions).values())

    def _history(self) -> History:
        return History(*self._taking_back(), self._knows)

    def _taking_back(self) -> tuple[list[Void], frozenset[int]]:
        if self._taken_back is None:
            self._taken_back = self.versions(Void), undone_entries(self.versions(Undo))
        return self._taken_back

    def _versions(self, kind: type[R], where: str, **given: Any) -> list[R]:
        query = f"select said from migcli.version where clinic = %(site)s and kind = %(kind)s {where} order by number"
        found = records(kind, (said for (said,) in self._rows(query, kind=kind.kind, **given)))
        return found if self._known is None else [version for version in found if self._knows(version)]

    def _rows(self, query: str, **given: Any) -> Iterable[tuple[Any, ...]]:
        self._settle()
        return self._connection.execute(query.encode(), {"site": self._site, **given}).fetchall()

    def _settle(self) -> None:
        """Write what is still to be written before anything is read."""

    def _knows(self, version: Record) -> bool:
        return self._known is None or version.entry in self._known


_EVER_OF = (
    "and id = any(array(select id from migcli.version where clinic = %(site)s and patient = any(%(patients)s)"
    " and kind = %(kind)s))"
)
"""All versions of what was ever about some patients; only so is it seen that a record has gone to somebody else.

As an array the ids are found first, whatever the server believes of the site: of a new one it knows nothing, takes it
for empty, and would join each version with every other.
"""


def _chronic(sessions: Iterable[SessionDay]) -> Iterator[SessionDay]:
    return (session for session in sessions if session.indication == CHRONIC_MIGRAINE)
