"""A clinic in memory: the plainest store that keeps the contract, and what the others are held against."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from msgspec import structs

from migraine_cli.chart.chart import Chart, kinds_read
from migraine_cli.errors import ClinicFileError
from migraine_cli.records.changes import Change, changes, changes_about
from migraine_cli.records.codes import CHRONIC_MIGRAINE
from migraine_cli.records.history import in_force, known_entries, standing, undone_entries
from migraine_cli.records.kinds import ABOUT_PATIENTS, EVERY_KIND
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient, PatientLabel, cautions_since
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.session import Session
from migraine_cli.records.vials import has_lot
from migraine_cli.store.contract import Clinic, Fault, Recording, Store
from migraine_cli.store.refusals import id_taken, no_patient, no_record, taken_back
from migraine_cli.words.ids import meant

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)


class MemoryClinic(Clinic):
    """All that was ever recorded, in order, and the log entries of which any is known."""

    def __init__(self, everything: list[Record], log: list[LogEntry], as_known_on: date | None = None) -> None:
        self._log = (
            log if as_known_on is None else [each for each in log if each.entry in known_entries(log, as_known_on)]
        )
        known = None if as_known_on is None else {each.entry for each in self._log}
        self._everything = [each for each in everything if known is None or each.entry in known]

    def patient(self, patient_id: str) -> Patient:
        """One patient. Raises NotFound."""
        if patient_id not in self.patients():
            raise no_patient(patient_id, self.patients())
        return self.patients()[patient_id]

    def labels(self, ids: Collection[str] | None = None) -> dict[str, PatientLabel]:
        """The patients by id."""
        return {id_: each for id_, each in self.patients().items() if ids is None or id_ in ids}

    def last_sessions(self, until: date) -> dict[str, date]:
        """The latest chronic-migraine session of each patient."""
        last: dict[str, date] = {}
        for session in self.sessions(until=until):
            if session.indication == CHRONIC_MIGRAINE:
                last[session.patient] = max(session.date, last.get(session.patient, date.min))
        return last

    def record(self, record_id: str) -> Record:
        """The record in force under an id. Raises NotFound."""
        if ":" not in record_id:
            return self.patient(record_id)
        versions = [each for each in self._everything if each.id == record_id and isinstance(each, ABOUT_PATIENTS)]
        if not versions:
            raise no_record(record_id)
        found = self._in_force(versions)
        if not found:
            raise taken_back(record_id)
        return found[0]

    def records(self, kind: type[R]) -> Iterator[R]:
        """Those in force."""
        return iter(self._in_force(list(self.versions(kind))))

    def of_patient(self, kind: type[P], patient_id: str) -> list[P]:
        """Those of one patient."""
        return [each for each in self.records(kind) if each.patient == patient_id]

    def charts(self, parts: Collection[str], of: Collection[str] | None = None) -> Iterator[Chart]:
        """By patient id."""
        for id_, person in sorted(self.patients().items()):
            if of is not None and id_ not in of:
                continue
            chart = Chart(person, **{part: self.of_patient(kind, id_) for part, kind in kinds_read(parts).items()})
            chart.caution_entries = cautions_since(self._standing(list(self.versions(Patient, id_))))
            yield chart

    def sessions(
        self, *, lot: str | None = None, patient: str | None = None, until: date | None = None
    ) -> Iterator[Session]:
        """The sessions in force that are asked for."""
        for each in self.records(Session):
            meant = patient in (None, each.patient) and (lot is None or has_lot(each.lot, lot))
            if meant and (until is None or each.date <= until):
                yield each

    def versions(self, kind: type[R], patient_id: str | None = None) -> Iterator[R]:
        """All that was ever recorded of a kind."""
        for each in self._everything:
            whose = each.patient if isinstance(each, AboutPatient) else each.id
            if isinstance(each, kind) and patient_id in (None, whose):
                yield each

    def versions_of(self, kind: type[P], patients: Collection[str]) -> Iterator[P]:
        """All that was ever recorded of a kind about these patients."""
        return (each for each in self.versions(kind) if each.patient in patients)

    def numbered(self, kind: type[R]) -> Iterator[tuple[int, R]]:
        """Numbered within the kind."""
        return enumerate(self.versions(kind), 1)

    def undone(self) -> frozenset[int]:
        """The entries taken back."""
        return undone_entries(self.versions(Undo))

    def log(
        self,
        *,
        patient: str | None = None,
        limit: int | None = None,
        own: bool = False,  # noqa: ARG002 there are no accounts
    ) -> Iterator[LogEntry]:
        """The latest first."""
        about = None if patient is None else self.changes(patient=patient)
        return islice((each for each in reversed(self._log) if about is None or each.entry in about), limit)

    def changes(self, *, entry: int | None = None, patient: str | None = None) -> Mapping[int, list[Change]]:
        """By log entry."""
        versions = [each for kind in EVERY_KIND if kind not in (Void, Undo) for each in self.versions(kind)]
        found = changes(versions, self.versions(Void), self.versions(Undo))
        if entry is not None:
            return {entry: found[entry]} if entry in found else {}
        return found if patient is None else changes_about(patient, found)

    def _standing(self, versions: list[R]) -> list[R]:
        return standing(versions, self.versions(Void), self.undone())

    def _in_force(self, versions: list[R]) -> list[R]:
        return list(in_force(versions, self.versions(Void), self.undone()).values())


class MemoryRecording(MemoryClinic, Recording):
    """One command's additions to what is there, which stays as it is."""

    def __init__(self, everything: list[Record], log: list[LogEntry]) -> None:
        super().__init__(list(everything), log)
        self.entry = len(log) + 1

    @property
    def everything(self) -> list[Record]:
        """What was there, and what this command added."""
        return self._everything

    def add(self, record: R) -> R:
        """Add a record under the next number of its kind."""
        if isinstance(record, Patient):
            if taken := meant(record.id, self.patients()):
                raise id_taken(taken[0])
            return self._add(record, record.id)
        number = sum(1 for each in self._everything if type(each) is type(record)) + 1
        return self._add(record, f"{record.kind}:{number}")

    def amend(self, old: R, new: R) -> R:
        """Add a version under the id of another."""
        return self._add(new, old.id, old.entry)

    def _add(self, record: R, id_: str, replaces: int | None = None) -> R:
        if isinstance(record, AboutPatient):
            self.patient(record.patient)
        added = structs.replace(record, id=id_, entry=self.entry, replaces=replaces)
        self._everything.append(added)
        return added


class MemoryStore(Store):
    """A clinic that ends with its test."""

    def __init__(self) -> None:
        self._everything: list[Record] = []
        self._log: list[LogEntry] = []

    @contextmanager
    def reading(self, as_known_on: date | None = None) -> Iterator[MemoryClinic]:
        """What is recorded."""
        yield MemoryClinic(list(self._everything), list(self._log), as_known_on)

    @contextmanager
    def recording(
        self,
        command: str,
        *,
        at: datetime,
        by: str,
        reason: str | None = None,
        dry_run: bool = False,
        back_up: bool = False,  # noqa: ARG002 there is no file
        request: UUID | None = None,  # noqa: ARG002 nothing is lost on the way
    ) -> Iterator[MemoryRecording]:
        """Kept when the block ends well, and anything was added."""
        clinic = MemoryRecording(self._everything, self._log)
        yield clinic
        if not dry_run and len(clinic.everything) > len(self._everything):
            self._everything = clinic.everything
            self._log = [*self._log, LogEntry(entry=clinic.entry, at=at, by=by, command=command, reason=reason)]

    def take_over(self, clinic: Clinic) -> None:
        """All that another clinic holds."""
        if self._log:
            raise ClinicFileError("something is recorded here already.")
        self._everything = [version for kind in EVERY_KIND for _, version in clinic.numbered(kind)]
        self._log = list(clinic.log())[::-1]

    def check(self) -> list[Fault]:
        """Nothing can be wrong with it."""
        return []
