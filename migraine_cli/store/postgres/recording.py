"""The one way to add to a clinic on a server: a command's additions, in one transaction that holds the site's row."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.session import Session
from migraine_cli.store.contract import Recording
from migraine_cli.store.postgres.clinic import ServerClinic
from migraine_cli.store.postgres.versions import COLUMNS, Row, row
from migraine_cli.store.refusals import id_taken
from migraine_cli.words.ids import meant

if TYPE_CHECKING:
    from migraine_cli.store.postgres.connecting import Connection

R = TypeVar("R", bound=Record)

_INSERT = f"insert into migcli.version ({COLUMNS}) values (%s, %s, %s, %s, %s, %s, %s, %s)".encode()


class ServerRecording(ServerClinic, Recording):
    """One command's additions: seen at once by its own reads, by others once they are committed."""

    def __init__(self, connection: Connection, site: int, entry: int) -> None:
        super().__init__(connection, site)
        self.entry = entry
        self.kinds: set[type[Record]] = set()
        self._waiting: list[Row] = []
        self._last: dict[type[Record], int] = {}
        self._there: dict[str, str] = {}
        self._ids: set[str] | None = None

    def add(self, record: R) -> R:
        """Add a record, and return it with its `id` and `entry`; a patient's id is the practice's own.

        Raises InvalidValue for a patient id that is taken, in any case, and NotFound for a record about a patient
        who isn't there.
        """
        if not isinstance(record, Patient):
            return self._add(record, id=f"{record.kind}:{self._number(type(record))}")
        if self._ids is None:
            self._ids = set(self.labels())
        if taken := meant(record.id, self._ids):
            raise id_taken(taken[0])
        if self._led(record.id) != record.id:
            raise id_taken(record.id)
        self._ids.add(record.id)
        return self._add(record)

    def amend(self, old: R, new: R) -> R:
        """Add `new` as the version that takes the place of `old`, under its id. Raises as `add` does."""
        return self._add(new, id=old.id, replaces=old.entry)

    def write(self) -> None:
        """Write what is still to be written, and draw the days of the sessions in force from it."""
        self._settle()
        if not self.kinds & {Session, Void, Undo}:
            return
        made = self.changes(entry=self.entry).get(self.entry, [])
        records = [record for change in made for record in (change.old, change.new) if isinstance(record, Session)]
        self.redraw(sorted({record.patient for record in records}))

    def redraw(self, patients: list[str]) -> None:
        """Draw the days of these patients' sessions anew."""
        days = {
            (self._site, session.patient, session.date)
            for session in self._ever_of(Session, patients)
            if session.indication == CHRONIC_MIGRAINE and session.patient in patients
        }
        with self._connection.cursor() as cursor:
            cursor.execute(
                "delete from migcli.session_day where clinic = %s and patient = any(%s)", (self._site, patients)
            )
            cursor.executemany(
                "insert into migcli.session_day (clinic, patient, day) values (%s, %s, %s)", sorted(days)
            )

    def _add(self, record: R, **given: str | int) -> R:
        if isinstance(record, AboutPatient):
            given["patient"] = self._present(record.patient)
        recorded = structs.replace(record, entry=self.entry, **given)
        kind = type(recorded)
        number = self._number(kind)
        self._last[kind] = number
        self._waiting.append(row(self._site, number, recorded))
        self.kinds.add(kind)
        if isinstance(recorded, Void | Undo):
            self._taken_back, self._ids = None, None
            self._there.clear()
        return recorded

    def _present(self, patient: str) -> str:
        """The id of a patient who is there. Raises NotFound."""
        if patient not in self._there:
            self._there[patient] = self.patient(patient).id
        return self._there[patient]

    def _number(self, kind: type[Record]) -> int:
        """The number that the next version of a kind takes."""
        if kind not in self._last:
            query = "select coalesce(max(number), 0) from migcli.version where clinic = %s and kind = %s and entry < %s"
            ((last,),) = self._connection.execute(query, (self._site, kind.kind, self.entry)).fetchall()
            self._last[kind] = last
        return self._last[kind] + 1

    def _settle(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            with self._connection.cursor() as cursor:
                cursor.executemany(_INSERT, waiting)
