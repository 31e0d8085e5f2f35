"""The clinic: its records, typed and in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from types import GenericAlias
from typing import Self, TypeVar, cast

from msgspec.json import decode, encode

from migraine_cli.errors import ClinicFileError, NotFound
from migraine_cli.records.changes import Change, changes
from migraine_cli.records.history import in_force, known_entries, undone_entries
from migraine_cli.records.kinds import ABOUT_PATIENTS
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient, PatientLabel
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.session import SessionDay
from migraine_cli.store.tinydb_file import session_days
from migraine_cli.store.tinydb_file.location import real_path
from migraine_cli.store.tinydb_file.sealed import UNREADABLE, unpack
from migraine_cli.store.tinydb_file.stored_bytes import open_source
from migraine_cli.store.tinydb_file.tables import Tables
from migraine_cli.words.ids import meant

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)
T = TypeVar("T", bound=Record | LogEntry)


class Clinic:
    """What is recorded, as it is now or, with `as_known_on`, as it was known by the end of that day.

    A table is read when one of its records is asked for. Every method may raise ClinicFileError.
    """

    def __init__(self, tables: Tables, path: Path, as_known_on: date | None = None) -> None:
        self._tables = tables
        self._path = path
        self._in_force: dict[type[Record], dict[str, Record]] = {}
        self._known: frozenset[int] | None = None
        if as_known_on is not None:
            self._known = known_entries(self._read(LogEntry), as_known_on)

    @classmethod
    def open(cls, path: Path, *, as_known_on: date | None = None) -> Self:
        """The clinic in the file at `path`, to be read."""
        file = real_path(path)
        source, _ = open_source(file)
        return cls(Tables(unpack(source, file), source, file), file, as_known_on)

    def records(self, kind: type[R]) -> list[R]:
        """The records of one kind that are in force, in the order in which they were first recorded."""
        return list(self._indexed(kind).values())

    def by_patient(self, kind: type[P]) -> dict[str, list[P]]:
        """The records in force of one kind by patient id, grouped anew at each call."""
        grouped: dict[str, list[P]] = {}
        for record in self._indexed(kind).values():
            grouped.setdefault(record.patient, []).append(record)
        return grouped

    def of_patient(self, kind: type[P], patient_id: str) -> list[P]:
        """The records in force of one kind about one patient; the other patients' stay undecoded."""
        return list(in_force(self.versions_of(kind, patient_id), self.versions(Void), self.undone()).values())

    def last_sessions(self, until: date) -> dict[str, date]:
        """The day of each patient's latest chronic-migraine session up to and including `until`."""
        return session_days.latest(self._session_days(), until)

    def labels(self) -> dict[str, PatientLabel]:
        """What a list shows of all patients, by id."""
        return dict(self._indexed(PatientLabel))

    def patients(self) -> dict[str, Patient]:
        """All patients by id."""
        return dict(self._indexed(Patient))

    def patient(self, patient_id: str) -> Patient:
        """One patient; raises NotFound. The other patients stay undecoded."""
        if Patient in self._in_force:
            found = self._in_force[Patient].get(patient_id)
        else:
            versions = self._versions_where(Patient, "id", patient_id)
            found = in_force(versions, self.versions(Void), self.undone()).get(patient_id)
        if not isinstance(found, Patient):
            raise self._no_patient(patient_id)
        return found

    def record(self, record_id: str) -> Record:
        """The record in force under an id such as session:12, or a patient's own. Raises NotFound."""
        if ":" not in record_id:
            return self.patient(record_id)
        for kind in ABOUT_PATIENTS:
            if kind.kind == record_id.partition(":")[0]:
                return self._record(kind, record_id)
        raise NotFound(f"there is no record {record_id}; `migcli log` shows the ids that can be given.")

    def about(self, patient_id: str) -> list[AboutPatient]:
        """The records in force about one patient, of every kind."""
        return [record for kind in ABOUT_PATIENTS for record in self.of_patient(kind, patient_id)]

    def versions(self, kind: type[R]) -> list[R]:
        """Everything ever recorded of one kind, oldest first: amended, voided and undone ones too."""
        read = self._read(kind)
        return read if self._known is None else [version for version in read if self._knows(version.entry)]

    def versions_of(self, kind: type[P], patient_id: str) -> list[P]:
        """The same of one patient alone."""
        return self._versions_where(kind, "patient", patient_id)

    def changes(self) -> dict[int, list[Change]]:
        """What each command changed, by its log entry."""
        about = (self.versions(kind) for kind in ABOUT_PATIENTS)
        versions = chain(self.versions(Patient), *about)
        return changes(versions, self.versions(Void), self.versions(Undo))

    def log(self) -> list[LogEntry]:
        """The commands that changed the file, oldest first."""
        return [entry for entry in self._read(LogEntry) if self._knows(entry.entry)]

    def undone(self) -> frozenset[int]:
        """The log entries that were taken back."""
        return undone_entries(self.versions(Undo))

    def _no_patient(self, patient_id: str) -> NotFound:
        """The refusal; never an invitation to record someone anew whose id was typed in another case."""
        if twins := meant(patient_id, self.labels()):
            return NotFound(f"there is no patient {patient_id}; write {' or '.join(twins)} if that is meant.")
        return NotFound(
            f"there is no patient {patient_id}; see `migcli patients`, or record them with"
            f" `migcli add-patient {patient_id}`."
        )

    def _indexed(self, kind: type[R]) -> dict[str, R]:
        if kind not in self._in_force:
            found = in_force(self.versions(kind), self.versions(Void), self.undone())
            self._in_force[kind] = cast("dict[str, Record]", found)
        return cast("dict[str, R]", self._in_force[kind])

    def _session_days(self) -> session_days.Days:
        known = session_days.kept(self._tables) if self._known is None else None
        return session_days.drawn_from(self.records(SessionDay)) if known is None else known

    def _record(self, kind: type[R], record_id: str) -> R:
        if (found := self._indexed(kind).get(record_id)) is not None:
            return found
        if any(version.id == record_id for version in self.versions(kind)):
            raise NotFound(f"{record_id} was taken back, as `migcli log` shows; record it anew if it was right.")
        raise NotFound(f"there is no record {record_id}; `migcli log` shows the ids that can be given.")

    def _knows(self, entry: int) -> bool:
        return self._known is None or entry in self._known

    def _read(self, kind: type[T]) -> list[T]:
        if kind.table not in self._tables:
            return []
        with self._readable(kind):
            documents: dict[str, T] = decode(self._tables.raw(kind.table), type=GenericAlias(dict, (str, kind)))
            return list(documents.values())

    def _versions_where(self, kind: type[R], field: str, text: str) -> list[R]:
        """The versions whose `field` is `text`; the others stay undecoded."""
        if kind.table not in self._tables:
            return []
        with self._readable(kind):
            documents = self._tables.holding(kind.table, encode({field: text})[1:-1])
            return [version for each in documents if self._knows((version := decode(each, type=kind)).entry)]

    @contextmanager
    def _readable(self, kind: type[T]) -> Iterator[None]:
        try:
            yield
        except UNREADABLE as problem:
            raise ClinicFileError(
                f"the table {kind.table} of the clinic file {self._path} holds a record that can't be read;"
                " run `migcli check`, which names it."
            ) from problem
