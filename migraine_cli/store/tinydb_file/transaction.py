"""The one way to add to the clinic: a command's additions as one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from migraine_cli.errors import InvalidValue
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.session import Session, SessionDay
from migraine_cli.store.tinydb_file import session_days
from migraine_cli.store.tinydb_file.clinic import Clinic
from migraine_cli.store.tinydb_file.tables import Tables
from migraine_cli.words.ids import meant

if TYPE_CHECKING:
    from migraine_cli.store.tinydb_file.storage import ClinicStorage

R = TypeVar("R", bound=Record)


class Transaction(Clinic):
    """One command's additions: seen at once by its own reads, and by others when `changing` ends."""

    def __init__(self, tables: Tables, path: Path) -> None:
        super().__init__(tables, path)
        self.entry = tables.last(LogEntry.table) + 1
        self._added: dict[type[Record], list[Record]] = {}

    def add(self, record: R) -> R:
        """Add a record, and return it with its `id` and `entry`; a patient's id is the practice's own.

        Raises InvalidValue for a patient id that is taken, in any case, and NotFound for a record about a patient
        who isn't there.
        """
        if not isinstance(record, Patient):
            return self._add(record, id=f"{record.kind}:{self._next_document(type(record))}")
        if taken := meant(record.id, self._indexed(Patient)):
            raise InvalidValue(
                f"there is already a patient {taken[0]}; give another id, or change what is recorded with"
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
    from migraine_cli.store.tinydb_file.storage import ClinicStorage

    with closing(ClinicStorage(path, writing=not dry_run, program=f"`migcli {name}`")) as storage:
        transaction = Transaction(storage.read(), path)
        yield transaction
        if not dry_run and transaction.changed:
            if back_up:
                from migraine_cli.store.tinydb_file.backups import keep

                keep(path, at, name)
            entry = LogEntry(entry=transaction.entry, at=at, by=by, command=command, reason=reason)
            transaction.commit(storage, entry)
