"""What a clinic's store promises, whichever it is: the file, a server, or the memory of a test.

A store asks narrowly: one record by its key, one patient's records, charts streamed patient by patient. What is in
force is decided in one place, `records.history.in_force`; a store only narrows what that is given. `tests/store` runs
one suite over every store.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from migraine_cli.records.patient import Patient, People
from migraine_cli.records.record import AboutPatient, Record

if TYPE_CHECKING:
    from uuid import UUID

    from migraine_cli.chart.appointments import Appointment
    from migraine_cli.chart.chart import Chart
    from migraine_cli.records.changes import Change
    from migraine_cli.records.checkup import LastingAnswers
    from migraine_cli.records.log import LogEntry
    from migraine_cli.records.patient import PatientLabel
    from migraine_cli.records.score import Score
    from migraine_cli.records.session import Session
    from migraine_cli.records.session_day import SessionDay
    from migraine_cli.records.visits import Booking

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)


def seen_by() -> tuple[type[SessionDay] | type[Score] | type[LastingAnswers], ...]:
    """The kinds of record that are made when a patient comes."""
    from migraine_cli.records.checkup import LastingAnswers
    from migraine_cli.records.score import Score
    from migraine_cli.records.session_day import SessionDay

    return SessionDay, Score, LastingAnswers


def later_ones(bookings: Iterable[Booking], after: Mapping[str, date]) -> dict[str, list[Booking]]:
    """Of these appointments those after the day that is named with each patient."""
    later: dict[str, list[Booking]] = {}
    for booking in bookings:
        if booking.patient in after and booking.date > after[booking.patient]:
            later.setdefault(booking.patient, []).append(booking)
    return later


class Fault(Struct, frozen=True):
    """Something wrong with a clinic, and what mends it."""

    what: str
    mend: str


class Clinic(Protocol):
    """What is recorded, as it is now or as it was known by the end of a day: one snapshot from first to last read.

    An iterable is there to be gone through once, while the clinic is open. Every method may raise ClinicFileError.
    """

    def patient(self, patient_id: str) -> Patient:
        """One patient. Raises NotFound."""

    def labels(self, ids: Collection[str] | None = None) -> dict[str, PatientLabel]:
        """What a list shows of these patients, of all without `ids`, by id; who isn't there is left out."""

    def last_sessions(self, until: date) -> dict[str, date]:
        """The day of each patient's latest chronic-migraine session up to and including `until`, of those who have
        one.
        """

    def appointments(self, after: Mapping[str, date]) -> Mapping[str, Sequence[Appointment]]:
        """The appointments after the day that is named with each patient, of those who have one."""
        from migraine_cli.records.visits import Booking

        return later_ones(self.records(Booking), after)

    def booked_on(self, day: date) -> Iterable[Booking]:
        """The appointments of one day, in the order in which they were first recorded."""
        from migraine_cli.records.visits import Booking

        return [each for each in self.records(Booking) if each.date == day]

    def days_seen(self, of: Collection[str] | None = None) -> Mapping[str, Container[date]]:
        """The days on which each patient came, or each one `of` those, as the records tell: those of a session, a score
        or a check-up.
        """
        seen: dict[str, set[date]] = {}
        for kind in seen_by():
            for record in self.records(kind):
                if of is None or record.patient in of:
                    seen.setdefault(record.patient, set()).add(record.date)
        return seen

    def told(self, kind: type[P], answers: Mapping[str, Iterable[str]], of: Collection[str] | None = None) -> set[str]:
        """The patients, those `of` some alone, of whom a record of this kind ever said one of these:
        {"allergy": ["toxin"]}.
        """
        sought = {field: frozenset(texts) for field, texts in answers.items()}
        every = self.versions(kind) if of is None else self.versions_of(kind, of)
        return {each.patient for each in every if any(getattr(each, field) in texts for field, texts in sought.items())}

    def record(self, record_id: str) -> Record:
        """The record in force under an id such as session:12, or a patient's own. Raises NotFound."""

    def records(self, kind: type[R]) -> Iterable[R]:
        """The records of one kind that are in force, in the order in which they were first recorded."""

    def keeps(self, kind: type[Record], field: str | None = None) -> bool:
        """Whether any record of this kind is in force, or any in which a field says something."""
        return any(field is None or getattr(each, field) is not None for each in self.records(kind))

    def of_patient(self, kind: type[P], patient_id: str) -> list[P]:
        """The same of one patient alone."""

    def charts(self, parts: Collection[str], of: Collection[str] | None = None) -> Iterator[Chart]:
        """Each patient's chart with these parts, and since when each caution is recorded, by patient id: one after the
        other, so that memory stays flat.

        With `of` the charts of these patients alone; who isn't there is left out.
        """

    def sessions(
        self, *, lot: str | None = None, patient: str | None = None, until: date | None = None
    ) -> Iterable[Session]:
        """The sessions in force, those that used a lot, in any spelling, of one patient, up to and including a day."""

    def versions(self, kind: type[R], patient_id: str | None = None) -> Iterable[R]:
        """Everything ever recorded of one kind, oldest first: amended, voided and undone ones too.

        With `patient_id` that of one patient alone, who may since have lost a record to another.
        """

    def versions_of(self, kind: type[P], patients: Collection[str]) -> Iterable[P]:
        """Everything ever recorded of one kind about these patients, each one's with the oldest first."""

    def numbered(self, kind: type[R]) -> Iterable[tuple[int, R]]:
        """The same of all patients, each with its number within the kind, from which the ids are made."""

    def undone(self) -> frozenset[int]:
        """The log entries that were taken back."""

    def log(self, *, patient: str | None = None, limit: int | None = None, own: bool = False) -> Iterable[LogEntry]:
        """The commands that changed the clinic, or anything about one patient, the latest first; `limit` of them at
        most.

        `own` are those that were given under the account that asks; in a file, which knows no accounts, all.
        """

    def changes(self, *, entry: int | None = None, patient: str | None = None) -> Mapping[int, list[Change]]:
        """What each command changed, by its log entry: of one entry, about one patient. Of all of them each entry's is
        told when it is asked for.
        """

    def kept_settings(self) -> bytes | None:
        """What the clinic says of itself where that lies with the clinic, as `reference.kept_clinic` reads it; None
        where it doesn't, as in a file.
        """
        return None

    def patients(self) -> dict[str, Patient]:
        """All patients by id."""
        return People((patient.id, patient) for patient in self.records(Patient))

    def by_patient(self, kind: type[P], of: Collection[str] | None = None) -> dict[str, list[P]]:
        """The records in force of one kind by patient id, of these patients alone with `of`."""
        grouped: dict[str, list[P]] = {}
        for record in self.records(kind):
            if of is None or record.patient in of:
                grouped.setdefault(record.patient, []).append(record)
        return grouped

    def about(self, patient_id: str) -> list[AboutPatient]:
        """The records in force about one patient, of every kind."""
        from migraine_cli.records.kinds import ABOUT_PATIENTS

        return [record for kind in ABOUT_PATIENTS for record in self.of_patient(kind, patient_id)]


class Recording(Clinic, Protocol):
    """One command's additions: seen at once by its own reads, by others when it ends. Holds the clinic's lock."""

    entry: int
    """The log entry that this command will have."""

    def add(self, record: R) -> R:
        """Add a record, and return it with its `id` and `entry`; a patient's id is the practice's own.

        Raises InvalidValue for a patient id that is taken, and NotFound for a record about a patient who isn't there.
        """

    def amend(self, old: R, new: R) -> R:
        """Add `new` as the version that takes the place of `old`, under its id. Raises as `add` does."""


class Store(Protocol):
    """Where one clinic lies."""

    def reading(self, as_known_on: date | None = None) -> AbstractContextManager[Clinic]:
        """The clinic as it is now or, with `as_known_on`, as it was known by the end of that day."""

    def recording(
        self,
        command: str,
        *,
        at: datetime,
        by: str,
        reason: str | None = None,
        dry_run: bool = False,
        back_up: bool = False,
        request: UUID | None = None,
    ) -> AbstractContextManager[Recording]:
        """The clinic to record in: all of it when the block ends well, nothing otherwise or on a dry run.

        `at` is when (with its offset from UTC) and `by` who records; `command` is the command's name as `migcli log`
        shows it. `back_up` keeps a copy of a file before it is changed. On a server, what was recorded under a
        `request` isn't recorded again: the block sees the clinic as it was before it, and must add the same; raises
        InvalidValue where it adds anything else.
        """

    def take_over(self, clinic: Clinic) -> None:
        """Make this the clinic that another is: all that was ever recorded, the log, and every id.

        Raises ClinicFileError, and changes nothing, where anything is recorded here already.
        """

    def check(self) -> list[Fault]:
        """All that is wrong with the clinic."""
