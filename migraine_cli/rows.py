"""What the commands list and confirm, one row for each record: every key always there, None when nothing is known.

`patient` is the patient's id and `id` the record's own, which `void` and `amend` take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import Any

from msgspec import Struct

from migraine_cli.answers import Answer
from migraine_cli.diary import Day, Period
from migraine_cli.records import (
    CHRONIC_MIGRAINE,
    Allowance,
    DiaryEntry,
    MonthCount,
    Patient,
    Preventive,
    Record,
    Session,
)
from migraine_cli.treatment.schedule import next_due


class Row(Struct, frozen=True, kw_only=True):
    """What every row of a record begins with. `warnings` are those of the command that recorded it."""

    id: str
    patient: str
    name: str | None
    warnings: tuple[str, ...] = ()


def shared(row_type: type[Struct], record: Record, patient: Patient, *but: str) -> dict[str, Any]:
    """What a row says under the same keys as its record, but for those named, and the patient's name."""
    keys = (key for key in row_type.__struct_fields__ if key not in but and hasattr(record, key))
    return {key: getattr(record, key) for key in keys} | {"name": patient.name}


def called(row: Row) -> str:
    """The patient of a row, by id and name."""
    return row.patient if row.name is None else f"{row.patient} {row.name}"


class PatientRow(Row, frozen=True, kw_only=True):
    """One patient."""

    born: date | None
    sex: str | None
    phone: str | None
    email: str | None
    chronic_since: date | None
    overuse: str | None
    cautions: tuple[str, ...]
    goals: tuple[str, ...]
    note: str | None

    @staticmethod
    def of(patient: Patient, warnings: Iterable[str] = ()) -> PatientRow:
        """The row of one patient."""
        return PatientRow(**shared(PatientRow, patient, patient), patient=patient.id, warnings=tuple(warnings))


class SitePlan(Struct, frozen=True):
    """Injections at one muscle-side: `units` at each of `sites` sites."""

    muscle_side: str
    units: float
    sites: int


class SessionRow(Row, frozen=True, kw_only=True):
    """One session. `discarded` are the units left over in the vials, None when that isn't known; `next_due` is 84 days
    after a chronic-migraine session, None after any other.
    """

    date: date
    product: str
    indication: str
    protocol: str | None
    units: float | None
    sites: int | None
    site_map: tuple[SitePlan, ...] | None
    lot: str | None
    expiry: _Date | None  # the field `date` hides the type of that name
    vials: tuple[int, ...]
    discarded: float | None
    by: str | None
    note: str | None
    allowed: tuple[Allowance, ...]
    next_due: _Date | None

    @staticmethod
    def of(session: Session, patient: Patient, warnings: Iterable[str] = ()) -> SessionRow:
        """The row of one session."""
        places = session.site_map
        return SessionRow(
            **shared(SessionRow, session, patient, "site_map"),
            site_map=None if places is None else tuple(SitePlan(side, p.units, p.sites) for side, p in places.items()),
            next_due=next_due(session.date) if session.indication == CHRONIC_MIGRAINE else None,
            warnings=tuple(warnings),
        )

    def sentence(self) -> str:
        """What was given, in words."""
        dose = "an unknown dose" if self.units is None else f"{self.units:g} U"
        where = "" if self.sites is None else f" at {self.sites} sites"
        again = "" if self.next_due is None else f"; next due {self.next_due}"
        return f"{self.id}: {dose} of {self.product}{where} on {self.date} for {called(self)}{again}"


class PreventiveRow(Row, frozen=True, kw_only=True):
    """One preventive tried; `medicine` None states that none was."""

    medicine: str | None
    drug_class: str | None
    started: date | None
    stopped: date | None
    outcome: str | None

    @staticmethod
    def of(preventive: Preventive, patient: Patient, warnings: Iterable[str] = ()) -> PreventiveRow:
        """The row of one preventive."""
        return PreventiveRow(**shared(PreventiveRow, preventive, patient), warnings=tuple(warnings))

    def sentence(self) -> str:
        """What was tried, in words."""
        tried = "no preventive was ever tried" if self.medicine is None else f"{self.medicine}, {self.outcome}"
        return f"{self.id}: {tried}, for {called(self)}"


class DiaryEntryRow(Row, frozen=True, kw_only=True):
    """What one command stated about days. `changed` are the days of which something known before is now otherwise."""

    days: tuple[str, ...]
    headache: Answer
    hours: float | None
    severity: int | None
    migraine: Answer
    medicines: tuple[str, ...] | None
    note: str | None
    changed: tuple[date, ...]

    @staticmethod
    def of(entry: DiaryEntry, patient: Patient, changed: Iterable[date] = ()) -> DiaryEntryRow:
        """The row of an entry that makes one statement."""
        (said,) = entry.statements
        days = tuple(changed)
        return DiaryEntryRow(
            id=entry.id,
            patient=entry.patient,
            name=patient.name,
            warnings=(f"changed what was recorded of {', '.join(map(str, days))}",) if days else (),
            days=said.days,
            headache=Answer.of(said.headache),
            hours=said.hours,
            severity=said.severity,
            migraine=Answer.of(said.migraine),
            medicines=said.medicines,
            note=said.note,
            changed=days,
        )

    def sentence(self) -> str:
        """What was stated, in words."""
        what = {Answer.YES: "headache", Answer.NO: "no headache", Answer.UNKNOWN: "facts"}[self.headache]
        return f"{self.id}: {what} on {', '.join(self.days)} for {called(self)}"


class MonthRow(Row, frozen=True, kw_only=True):
    """The counts of one month of a paper calendar."""

    month: str
    headache_days: int | None
    migraine_days: int | None
    long_days: int | None
    recorded_days: int | None

    @staticmethod
    def of(count: MonthCount, patient: Patient, warnings: Iterable[str] = ()) -> MonthRow:
        """The row of one month."""
        return MonthRow(**shared(MonthRow, count, patient), warnings=tuple(warnings))

    def sentence(self) -> str:
        """What was counted, in words."""
        kept = "an unknown number of" if self.recorded_days is None else str(self.recorded_days)
        return (
            f"{self.id}: {self.headache_days} headache days on {kept} recorded days of {self.month} for {called(self)}"
        )


class DiaryRow(Struct, frozen=True, kw_only=True):
    """One day of a diary, or the count of one month (`date` is then None). `id` is None for a day that nothing is
    recorded of.
    """

    id: str | None
    patient: str
    name: str | None
    date: date | None
    month: str
    headache: Answer | None = None
    hours: float | None = None
    severity: int | None = None
    migraine: Answer | None = None
    medicines: tuple[str, ...] | None = None
    note: str | None = None
    headache_days: int | None = None
    migraine_days: int | None = None
    long_days: int | None = None
    recorded_days: int | None = None

    @staticmethod
    def of_day(patient: Patient, day: _Date, known: Day) -> DiaryRow:
        """The row of one day; what isn't known of it is unknown."""
        return DiaryRow(
            id=known.id,
            patient=patient.id,
            name=patient.name,
            date=day,
            month=f"{day:%Y-%m}",
            headache=Answer.of(known.headache),
            hours=known.hours,
            severity=known.severity,
            migraine=Answer.of(known.migraine),
            medicines=known.medicines,
            note=known.note,
        )

    @staticmethod
    def of_month(patient: Patient, count: MonthCount) -> DiaryRow:
        """The row of one month's count from a paper calendar."""
        return DiaryRow(**shared(DiaryRow, count, patient), date=None)


def diary_rows(
    patient: Patient, days: Mapping[date, Day], counts: Iterable[MonthCount], period: Period | None
) -> list[DiaryRow]:
    """The diary as rows, days and month counts in order of time; with a `period`, its unknown days too."""
    unknown = Day()
    shown = sorted(days) if period is None else period.days()
    rows = [DiaryRow.of_day(patient, day, days.get(day, unknown)) for day in shown]
    rows += [DiaryRow.of_month(patient, count) for count in counts if period is None or count.month == period.month]
    return sorted(rows, key=lambda row: (row.month, row.date or date.max))
