"""The one way to add to a clinic file: a command's additions, written as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import structs

from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient, cautions_since
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.store.contract import Clinic, Recording
from migraine_cli.store.refusals import id_taken
from migraine_cli.store.tinydb_file import kept_days
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.documents import documents
from migraine_cli.store.tinydb_file.tables import Tables

if TYPE_CHECKING:
    from migraine_cli.chart.chart import Chart
    from migraine_cli.store.tinydb_file.opened import OpenedFile

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)

_DRAWN_ONE_BY_ONE = 20
"""Patients whose records are sooner read one after the other than with all others; ours."""


class FileRecording(FileClinic, Recording):
    """One command's additions: seen at once by its own reads, by others once they are written."""

    def __init__(self, tables: Tables, path: Path) -> None:
        super().__init__(tables, path)
        self.entry = tables.last(LogEntry.table) + 1
        self._added: dict[type[Record], list[Record]] = {}
        self._ids_in_any_case: dict[str, str] = {}

    def add(self, record: R) -> R:
        """Add a record, and return it with its `id` and `entry`; a patient's id is the practice's own.

        Raises InvalidValue for a patient id that is taken, in any case, and NotFound for a record about a patient
        who isn't there.
        """
        if not isinstance(record, Patient):
            return self._add(record, id=f"{record.kind}:{self._next_document(type(record))}")
        if taken := self._id_in_any_case(record.id):
            raise id_taken(taken)
        if self._led(record.id) != record.id:
            raise id_taken(record.id)
        added = self._add(record)
        self._ids_in_any_case[record.id.casefold()] = record.id
        return added

    def _id_in_any_case(self, id_: str) -> str | None:
        """The patient's id that is spelt so, in whatever case."""
        known = self._indexed(Patient)
        if not self._ids_in_any_case:
            self._ids_in_any_case = {each.casefold(): each for each in reversed(known)}
        return id_ if id_ in known else self._ids_in_any_case.get(id_.casefold())

    def amend(self, old: R, new: R) -> R:
        """Add `new` as the version that takes the place of `old`, under its id. Raises as `add` does."""
        return self._add(new, id=old.id, replaces=old.entry)

    def versions(self, kind: type[R], patient_id: str | None = None) -> list[R]:
        """Everything ever recorded of one kind, oldest first, with what this command added."""
        found = super().versions(kind, patient_id)
        return found if patient_id is not None else found + self._added_of(kind)

    def keeps(self, kind: type[Record], field: str | None = None) -> bool:
        """Whether any record of this kind is in force, or any in which a field says something, with what this command
        added.
        """
        return Clinic.keeps(self, kind, field) if self._added else super().keeps(kind, field)

    def charts(self, parts: Collection[str], of: Collection[str] | None = None) -> Iterator[Chart]:
        """Each patient's chart with these parts, or those `of` some, by patient id, with what this command added."""
        if not self._added:
            yield from super().charts(parts, of)
            return
        from migraine_cli.chart.chart import Chart, kinds_read

        records = {part: self.by_patient(kind) for part, kind in kinds_read(parts).items()}
        history = self._history()
        for id_, person in sorted(self.patients().items()):
            if of is None or id_ in of:
                chart = Chart(person, **{part: found.get(id_, ()) for part, found in records.items()})
                if person.cautions:
                    chart.caution_entries = cautions_since(history.standing(self.versions(Patient, id_)))
                yield chart

    def _one_by_one(self, kind: type[Record], patients: Collection[str]) -> bool:
        return bool(self._added_of(kind)) or super()._one_by_one(kind, patients)  # what was added is in no table yet

    def _versions_where(self, kind: type[R], field: str, text: str) -> list[R]:
        added = [version for version in self._added_of(kind) if str(getattr(version, field)) == text]
        return super()._versions_where(kind, field, text) + added

    def _versions_of(self, kind: type[R], record_id: str) -> list[R]:
        added = [version for version in self._added_of(kind) if version.id == record_id]
        return super()._versions_of(kind, record_id) + added

    def _recorded_by(self, kind: type[R], entry: int) -> list[R]:
        return self._added_of(kind) if entry == self.entry else super()._recorded_by(kind, entry)

    def _texts(self, kind: type[R], field: str) -> set[str]:
        added = (getattr(version, field) for version in self._added_of(kind))
        return super()._texts(kind, field) | {text for text in added if text is not None}

    def _amended(self, kind: type[R]) -> list[R]:
        return super()._amended(kind) + [version for version in self._added_of(kind) if version.replaces is not None]

    @property
    def changed(self) -> bool:
        """Whether anything was added."""
        return bool(self._added)

    def commit(self, file: OpenedFile, log_entry: LogEntry) -> None:
        """Write what was added and its log entry in one step."""
        days = self._drawn_days() if any(kind.table in kept_days.SOURCES for kind in self._added) else None
        for kind, records in self._added.items():
            last = self._tables.last(kind.table)
            numbered = documents(kind, dict(enumerate(records, last + 1)))
            self._tables.splice(kind.table, numbered, last + len(records))
        if days is not None:
            kept_days.keep(self._tables, days)
        self._tables.append(LogEntry.table, [log_entry])
        self._added.clear()
        file.write(self._tables)

    @property
    def _kept_days(self) -> kept_days.KeptDays | None:
        """The days kept, with those of what was added."""
        return self._drawn_days() if self._added else kept_days.kept(self._tables)

    def _drawn_days(self) -> kept_days.KeptDays:
        known, new = kept_days.kept(self._tables), list(self._dated(self._added_of))
        if known is None:
            return kept_days.drawn_from(self._dated(self.records))
        takes_back = self._added.keys() & {Void, Undo} or any(record.replaces for record in new)
        return self._redrawn(known) if takes_back else kept_days.drawn_from(new, known)

    def _redrawn(self, known: kept_days.KeptDays) -> kept_days.KeptDays:
        """The days known, with those of every patient drawn anew of whom a record came into force or left it."""
        made = self.changes(entry=self.entry).get(self.entry, ())
        kinds = kept_days.dated()
        touched = {each.patient for change in made for each in (change.old, change.new) if isinstance(each, kinds)}
        if len(touched) > _DRAWN_ONE_BY_ONE:
            return kept_days.drawn_from(self._dated(self.records))
        having = {self._led(patient) for patient in touched}  # of a merged patient the one who has the records now
        theirs = (
            record for patient in sorted(having) for record in self._dated(partial(self.of_patient, patient_id=patient))
        )
        return kept_days.drawn_from(theirs, known.without(touched | having))

    def _dated(self, having: Callable[[type[Any]], Iterable[Any]]) -> Iterator[kept_days.Dated]:
        """The records that the kept days come from, of those `having` gives of a kind."""
        return (record for kind in kept_days.dated() for record in having(kind))

    def _add(self, record: R, **given: str | int) -> R:
        if isinstance(record, AboutPatient):
            given["patient"] = self.patient(record.patient).id
        recorded = structs.replace(record, entry=self.entry, **given)
        self._added.setdefault(type(record), []).append(recorded)
        if isinstance(recorded, Void | Undo):
            self._in_force.clear()
            self._ids_in_any_case.clear()
        for kind, records in self._in_force.items():
            if isinstance(recorded, kind):
                records[recorded.id] = recorded
        return recorded

    def _added_of(self, kind: type[R]) -> list[R]:
        """What was added of a kind; a part of a kind, such as SessionDay of Session, is read from the whole."""
        added = (records for whole, records in self._added.items() if issubclass(whole, kind))
        return cast("list[R]", [record for records in added for record in records])

    def _next_document(self, kind: type[Record]) -> int:
        return self._tables.last(kind.table) + len(self._added.get(kind, [])) + 1
