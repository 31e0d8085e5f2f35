"""The clinic in a file: its records, typed and in force."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar, cast

from migraine_cli.records.history import History, in_force, leads, undone_entries, with_moved, with_undone
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient, PatientLabel, People
from migraine_cli.records.record import AboutPatient, Record, number_of
from migraine_cli.records.session_day import SessionDay
from migraine_cli.store.contract import Clinic
from migraine_cli.store.tinydb_file import kept_days
from migraine_cli.store.tinydb_file.location import real_path
from migraine_cli.store.tinydb_file.sealed import UNREADABLE
from migraine_cli.store.tinydb_file.stored_bytes import open_source
from migraine_cli.store.tinydb_file.tables import Tables, unpack
from migraine_cli.store.tinydb_file.versions import Versions

if TYPE_CHECKING:
    from migraine_cli.chart.appointments import Appointment
    from migraine_cli.chart.chart import Chart
    from migraine_cli.records.changes import Change
    from migraine_cli.records.session import Session
    from migraine_cli.records.visits import Booking

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)
T = TypeVar("T", bound=Record | LogEntry)

_SOUGHT_ONE_BY_ONE = 5
"""Patients whose records are sooner sought one after the other than by going through the table once; ours, measured."""


class FileClinic(Versions, Clinic):
    """What a clinic file holds, as it is now or, with `as_known_on`, as it was known by the end of that day.

    A table is read when one of its records is asked for. Every method may raise ClinicFileError.
    """

    def __init__(self, tables: Tables, path: Path, as_known_on: date | None = None) -> None:
        super().__init__(tables, path, as_known_on)
        self._in_force: dict[type[Record], dict[str, Record]] = {}

    @classmethod
    def open(cls, path: Path, as_known_on: date | None = None) -> Self:
        """The clinic in the file at `path`, to be read."""
        file = real_path(path)
        source, _ = open_source(file)
        return cls(Tables(unpack(source, file), source, file), file, as_known_on)

    def close(self) -> None:
        """Let go of the file; nothing can be read any more."""
        self._tables.close()

    def records(self, kind: type[R]) -> list[R]:
        """The records of one kind that are in force, in the order in which they were first recorded."""
        return list(self._indexed(kind).values())

    def of_patient(self, kind: type[P], patient_id: str) -> list[P]:
        """The records in force of one kind about one patient; the other patients' stay undecoded."""
        led = self._led(patient_id)
        theirs = self.versions(kind, led)
        versions = with_moved(theirs, self._amended(kind)) if theirs else theirs
        found = in_force(versions, self.versions(Void), self.undone()).values()
        return sorted((record for record in found if record.patient == led), key=number_of)

    def by_patient(self, kind: type[P], of: Collection[str] | None = None) -> dict[str, list[P]]:
        """The records in force of one kind by patient id, of these patients alone with `of`."""
        if of is None or kind in self._in_force:
            return super().by_patient(kind, of)
        if self._one_by_one(kind, of):
            sought = ((patient, self.of_patient(kind, patient)) for patient in of)
            return {patient: records for patient, records in sought if records and records[0].patient == patient}
        from migraine_cli.store.tinydb_file.by_patient import WhereTheyStand

        with self._readable(kind):
            places, history = WhereTheyStand(self._tables, kind, of), self._history()
            found = {patient: history.in_force(places.versions(patient)).values() for patient in of}
        theirs = {patient: [each for each in records if each.patient == patient] for patient, records in found.items()}
        return {patient: sorted(records, key=number_of) for patient, records in theirs.items() if records}

    def versions_of(self, kind: type[P], patients: Collection[str]) -> Iterator[P]:
        """Everything ever recorded of one kind about these patients, each one's with the oldest first."""
        if self._one_by_one(kind, patients):
            yield from chain.from_iterable(self.versions(kind, patient) for patient in patients)
            return
        from migraine_cli.store.tinydb_file.by_patient import WhereTheyStand

        with self._readable(kind):
            places = WhereTheyStand(self._tables, kind, patients)
            for patient in patients:
                yield from (each for each in places.about(patient) if self._knows(each.entry))

    def keeps(self, kind: type[Record], field: str | None = None) -> bool:
        """Whether any record of this kind is in force, or any in which a field says something; where nothing was ever
        corrected or taken back none is decoded.
        """
        if self._known is not None or self._tables.holds_any(Void.table) or self._tables.holds_any(Undo.table):
            return super().keeps(kind, field)
        if field is None or not self._tables.holds_any(kind.table):
            return self._tables.holds_any(kind.table)
        return super().keeps(kind, field) if self._amended(kind) else self._says(kind, field)

    def charts(self, parts: Collection[str], of: Collection[str] | None = None) -> Iterator[Chart]:
        """Each patient's chart with these parts, or those `of` some, by patient id."""
        from migraine_cli.store.tinydb_file.streaming import Streamed

        try:
            yield from Streamed(self._tables, parts, self._history(), of)
        except UNREADABLE as problem:
            raise self._unreadable("a table") from problem

    def sessions(
        self, *, lot: str | None = None, patient: str | None = None, until: date | None = None
    ) -> Iterator[Session]:
        """The sessions in force, those that used a lot, in any spelling, of one patient, up to and including a day; of
        a lot the sessions without it stay undecoded.
        """
        from migraine_cli.records.session import Session
        from migraine_cli.records.vials import has_lot

        if patient is not None:
            found = self.of_patient(Session, patient)
        elif lot is not None:
            texts = [text for text in self._texts(Session, "lot") if has_lot(text, lot)]
            ever = [version for text in texts for version in self._versions_where(Session, "lot", text)]
            found = self._in_force_of(Session, ever)
        else:
            found = self.records(Session)
        for session in found:
            if (lot is None or has_lot(session.lot, lot)) and (until is None or session.date <= until):
                yield session

    def last_sessions(self, until: date) -> dict[str, date]:
        """The day of each patient's latest chronic-migraine session up to and including `until`."""
        days = self._kept_days
        return (kept_days.drawn_from(self.records(SessionDay)) if days is None else days).latest(until)

    def appointments(self, after: Mapping[str, date]) -> Mapping[str, Sequence[Appointment]]:
        """The appointments after the day that is named with each patient, of those who have one."""
        if (days := self._kept_days) is None:
            return super().appointments(after)
        found = ((patient, days.booked_after(patient, day)) for patient, day in after.items())
        return {patient: booked for patient, booked in found if booked}

    def booked_on(self, day: date) -> list[Booking]:
        """The appointments of one day; those of others stay undecoded."""
        from migraine_cli.records.visits import Booking

        found = self._in_force_of(Booking, self._versions_where(Booking, "date", day.isoformat()))
        return [each for each in found if each.date == day]

    def days_seen(self, of: Collection[str] | None = None) -> Mapping[str, Container[date]]:
        """The days on which each patient came, or each one `of` those, as the records tell."""
        if (days := self._kept_days) is None:
            return super().days_seen(of)
        return {patient: days.seen(patient) for patient in (days.everyone_seen if of is None else of)}

    def told(self, kind: type[P], answers: Mapping[str, Iterable[str]], of: Collection[str] | None = None) -> set[str]:
        """The patients of whom a record of this kind ever said one of these; the others stay undecoded."""
        if of is not None:
            return super().told(kind, answers, of)
        return {
            each.patient
            for field, texts in answers.items()
            for text in texts
            for each in self._versions_where(kind, field, text)
        }

    def labels(self, ids: Collection[str] | None = None) -> dict[str, PatientLabel]:
        """What a list shows of these patients, of all without `ids`, by id; who isn't there is left out."""
        labels = self._indexed(PatientLabel)
        return People(labels if ids is None else {id_: labels[id_] for id_ in ids if id_ in labels})

    def patient(self, patient_id: str) -> Patient:
        """One patient; raises NotFound. The other patients stay undecoded."""
        if Patient in self._in_force:
            found = self._in_force[Patient].get(patient_id)
        else:
            versions = self._versions_where(Patient, "id", patient_id)
            found = in_force(versions, self.versions(Void), self.undone()).get(patient_id)
        if isinstance(found, Patient):
            return found
        if (led := self._led(patient_id)) != patient_id:
            return self.patient(led)
        from migraine_cli.store.refusals import no_patient

        raise no_patient(patient_id, self.labels())

    def record(self, record_id: str) -> Record:
        """The record in force under an id such as session:12, or a patient's own. Raises NotFound."""
        if ":" not in record_id:
            return self.patient(record_id)
        from migraine_cli.records.kinds import NUMBERED
        from migraine_cli.store.refusals import no_record

        for kind in NUMBERED:
            if kind.kind == record_id.partition(":")[0]:
                return self._record(kind, record_id)
        raise no_record(record_id)

    def changes(self, *, entry: int | None = None, patient: str | None = None) -> Mapping[int, list[Change]]:
        """What each command changed, by its log entry: of one entry, about one patient."""
        from migraine_cli.records.changes import changes, changes_about, changes_by
        from migraine_cli.records.kinds import ABOUT_PATIENTS, NUMBERED

        voids, undos = self.versions(Void), self.versions(Undo)
        if entry is not None:
            entries = with_undone(entry, undos)
            ids = [void.target for void in voids if void.entry in entries]
            kinds: tuple[type[Record], ...] = (Patient, *NUMBERED)
            touched = chain.from_iterable(self._ever_touched(kind, entries, ids) for kind in kinds)
            return changes_by(entry, touched, voids, undos)
        if patient is not None:
            ever = (self._ever_about(kind, patient) for kind in ABOUT_PATIENTS)
            return changes_about(patient, changes(chain(self.versions(Patient, patient), *ever), voids, undos))
        every = (self.versions(kind) for kind in NUMBERED)
        return changes(chain(self.versions(Patient), *every), voids, undos)

    def log(
        self,
        *,
        patient: str | None = None,
        limit: int | None = None,
        own: bool = False,  # noqa: ARG002 a file knows no accounts
    ) -> Iterator[LogEntry]:
        """The commands that changed the file, or anything about one patient, the latest first."""
        changed = None if patient is None else self.changes(patient=patient)
        known = (
            entry
            for entry in reversed(self._read(LogEntry))
            if self._knows(entry.entry) and (changed is None or entry.entry in changed)
        )
        return islice(known, limit)

    def undone(self) -> frozenset[int]:
        """The log entries that were taken back."""
        return undone_entries(self.versions(Undo))

    def _one_by_one(self, kind: type[Record], patients: Collection[str]) -> bool:  # noqa: ARG002
        """Whether what is about these patients is to be sought patient by patient, not by going through the table."""
        return len(patients) <= _SOUGHT_ONE_BY_ONE

    def _in_force_of(self, kind: type[R], some: Sequence[R]) -> list[R]:
        """What is in force of the records of which these are some versions."""
        found = in_force(self._histories(kind, some), self.versions(Void), self.undone())
        return sorted(found.values(), key=number_of)

    def _history(self) -> History:
        knows = None if self._known is None else lambda recorded: self._knows(recorded.entry)
        return History(self.versions(Void), self.undone(), knows)

    def _led(self, patient_id: str) -> str:
        """The id that a merged patient's leads to; any other as it is."""
        return leads(self.versions(Void), self.undone()).get(patient_id, patient_id)

    def _indexed(self, kind: type[R]) -> dict[str, R]:
        if kind not in self._in_force:
            found = in_force(self.versions(kind), self.versions(Void), self.undone())
            self._in_force[kind] = cast("dict[str, Record]", found)
        return cast("dict[str, R]", self._in_force[kind])

    @cached_property
    def _kept_days(self) -> kept_days.KeptDays | None:
        """None where they aren't kept, or more was recorded by then than was known."""
        return kept_days.kept(self._tables) if self._known is None else None

    def _record(self, kind: type[R], record_id: str) -> R:
        versions = self._versions_of(kind, record_id)
        if (found := in_force(versions, self.versions(Void), self.undone()).get(record_id)) is not None:
            return found
        from migraine_cli.store.refusals import no_record, taken_back

        raise taken_back(record_id) if versions else no_record(record_id)
