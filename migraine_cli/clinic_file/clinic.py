"""The clinic: its records, typed and in force, and the one way to add to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from types import GenericAlias
from typing import TYPE_CHECKING, Self, TypeVar, cast

from msgspec import structs
from msgspec.json import decode, encode

from migraine_cli.changes import Change, changes
from migraine_cli.clinic_file import session_days
from migraine_cli.clinic_file.content import open_source
from migraine_cli.clinic_file.location import real_path
from migraine_cli.clinic_file.sealed import UNREADABLE, unpack
from migraine_cli.clinic_file.tables import Tables
from migraine_cli.errors import ClinicFileError, InvalidValue, NotFound
from migraine_cli.history import in_force, known_entries, undone_entries
from migraine_cli.records import (
    AboutPatient,
    LogEntry,
    Patient,
    PatientLabel,
    Record,
    Session,
    SessionDay,
    Undo,
    Void,
    kinds,
)

if TYPE_CHECKING:
    from migraine_cli.clinic_file.storage import ClinicStorage

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)
T = TypeVar("T", bound=Record | LogEntry)

_ABOUT_PATIENTS: tuple[type[AboutPatient], ...] = tuple(kinds(AboutPatient))


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
        """The id, name and note of all patients, by id."""
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
            raise NotFound(
                f"there is no patient {patient_id}; see `migcli patients`, or record them with"
                f" `migcli add-patient {patient_id}`."
            )
        return found

    def record(self, record_id: str) -> Record:
        """The record in force under an id such as session:12, or a patient's own. Raises NotFound."""
        if ":" not in record_id:
            return self.patient(record_id)
        for kind in _ABOUT_PATIENTS:
            if kind.kind == record_id.partition(":")[0]:
                return self._record(kind, record_id)
        raise NotFound(f"there is no record {record_id}; `migcli log` shows the ids that can be given.")

    def about(self, patient_id: str) -> list[AboutPatient]:
        """The records in force about one patient, of every kind."""
        return [record for kind in _ABOUT_PATIENTS for record in self.of_patient(kind, patient_id)]

    def versions(self, kind: type[R]) -> list[R]:
        """Everything ever recorded of one kind, oldest first: amended, voided and undone ones too."""
        read = self._read(kind)
        return read if self._known is None else [version for version in read if self._knows(version.entry)]

    def versions_of(self, kind: type[P], patient_id: str) -> list[P]:
        """The same of one patient alone."""
        return self._versions_where(kind, "patient", patient_id)

    def changes(self) -> dict[int, list[Change]]:
        """What each command changed, by its log entry."""
        about = (self.versions(kind) for kind in _ABOUT_PATIENTS)
        versions = chain(self.versions(Patient), *about)
        return changes(versions, self.versions(Void), self.versions(Undo))

    def log(self) -> list[LogEntry]:
        """The commands that changed the file, oldest first."""
        return [entry for entry in self._read(LogEntry) if self._knows(entry.entry)]

    def undone(self) -> frozenset[int]:
        """The log entries that were taken back."""
        return undone_entries(self.versions(Undo))

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


class Transaction(Clinic):
    """One command's additions: seen at once by its own reads, and by others when `changing` ends."""

    def __init__(self, tables: Tables, path: Path) -> None:
        super().__init__(tables, path)
        self.entry = tables.last(LogEntry.table) + 1
        self._added: dict[type[Record], list[Record]] = {}

    def add(self, record: R) -> R:
        """Add a record, and return it with its `id` and `entry`; a patient's id is the practice's own.

        Raises InvalidValue for a patient id that is taken, and NotFound for a record about a patient
        who isn't there.
        """
        if not isinstance(record, Patient):
            return self._add(record, id=f"{record.kind}:{self._next_document(type(record))}")
        if record.id in self._indexed(Patient):
            raise InvalidValue(
                f"there is already a patient {record.id}; give another id, or change what is recorded with"
                " `migcli amend`."
            )
        return self._add(record)

    def amend(self, old: R, new: R) -> R:
        """Add `new` as the version that takes the place of `old`, under its id. Raises as `add` does."""
        return self._add(new, id=old.id, replaces=old.entry)

    def versions(self, kind: type[R]) -> list[R]:
        """Everything ever recorded of one kind, oldest first, with what this transaction added."""
        return super().versions(kind) + self._added_of(kind)

    def _versions_where(self, kind: type[R], field: str, text: str) -> list[R]:
        added = [version for version in self._added_of(kind) if getattr(version, field) == text]
        return super()._versions_where(kind, field, text) + added

    @property
    def changed(self) -> bool:
        """Whether anything was added."""
        return bool(self._added)

    def commit(self, storage: ClinicStorage, log_entry: LogEntry) -> None:
        """Write what was added and its log entry in one step."""
        days = self._session_days() if self._added.keys() & set(session_days.SOURCES) else None
        for kind, records in self._added.items():
            self._tables.append(kind.table, records)
        if days is not None:
            session_days.keep(self._tables, days)
        self._tables.append(LogEntry.table, [log_entry])
        self._added.clear()
        storage.write(self._tables)

    def _session_days(self) -> session_days.Days:
        known, new = session_days.kept(self._tables), self._added_of(Session)
        takes_back = self._added.keys() & {Void, Undo} or any(session.replaces for session in new)
        if known is None or takes_back:
            return session_days.drawn_from(self.records(SessionDay))
        return session_days.drawn_from(new, known)

    def _add(self, record: R, **given: str | int) -> R:
        if isinstance(record, AboutPatient):
            self.patient(record.patient)
        recorded = structs.replace(record, entry=self.entry, **given)
        self._added.setdefault(type(record), []).append(recorded)
        if isinstance(recorded, Void | Undo):
            self._in_force.clear()
        for kind, records in self._in_force.items():
            if isinstance(recorded, kind):
                records[recorded.id] = recorded
        return recorded

    def _added_of(self, kind: type[R]) -> list[R]:
        """What was added of a kind; a part of a kind, such as SessionDay of Session, is read from the whole."""
        return [record for records in self._added.values() for record in records if isinstance(record, kind)]

    def _next_document(self, kind: type[Record]) -> int:
        return self._tables.last(kind.table) + len(self._added.get(kind, [])) + 1


@contextmanager
def changing(
    path: Path,
    command: str,
    *,
    at: datetime,
    by: str,
    reason: str | None = None,
    dry_run: bool = False,
    back_up: bool = False,
) -> Iterator[Transaction]:
    """A transaction on the clinic file: written as one when the block ends, not at all when it fails.

    The lock is held from before the first read until after the write. A dry run takes no lock and
    writes nothing. `at` is when (with its offset from UTC) and `by` who records; `command` is the
    command's name as `migcli log` shows it. `back_up` keeps a copy of the file before it is changed.
    """
    name = command.partition(" ")[0]
    # TinyDB, which those who only read can do without.
    from migraine_cli.clinic_file.storage import ClinicStorage

    with closing(ClinicStorage(path, writing=not dry_run, program=f"`migcli {name}`")) as storage:
        transaction = Transaction(storage.read(), path)
        yield transaction
        if not dry_run and transaction.changed:
            if back_up:
                from migraine_cli.clinic_file.backups import keep

                keep(path, at, name)
            entry = LogEntry(entry=transaction.entry, at=at, by=by, command=command, reason=reason)
            transaction.commit(storage, entry)
