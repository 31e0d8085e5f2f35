"""Diary days and month counts as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type

from msgspec import Struct

from migraine_cli.chart.answers import Answer
from migraine_cli.chart.calendar_count import that_count
from migraine_cli.chart.day import Day
from migraine_cli.chart.period import Period
from migraine_cli.listings.row import Row, called, noted, shared
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.patient import Patient
from migraine_cli.words.text import how_many


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
    def of(
        entry: DiaryEntry, patient: Patient, changed: Iterable[date] = (), warnings: Iterable[str] = ()
    ) -> DiaryEntryRow:
        """The row of an entry that makes one statement."""
        (said,) = entry.statements
        days = tuple(changed)
        return DiaryEntryRow(
            id=entry.id,
            patient=entry.patient,
            name=patient.name,
            warnings=(*((f"changed what was recorded of {', '.join(map(str, days))}",) if days else ()), *warnings),
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
        facts = "".join(f", {fact}" for fact in self._facts())
        return f"{self.id}: {what} on {', '.join(self.days)}{facts}, for {called(self)}"

    def _facts(self) -> Iterator[str]:
        if self.hours is not None:
            yield "1 hour" if self.hours == 1 else f"{self.hours:g} hours"
        if self.severity is not None:
            yield f"severity {self.severity}"
        if self.headache is Answer.YES and self.migraine is not Answer.UNKNOWN:
            yield "migraine" if self.migraine is Answer.YES else "no migraine"
        if self.medicines is not None:
            yield f"took {' and '.join(map(_with_class, self.medicines)) or 'no medicine'}"
        if self.note is not None:
            yield f"note: {noted(self.note)}"


def _with_class(medicine: str) -> str:
    name, _, stated = medicine.partition("=")
    return f"{name} ({stated})" if stated else name


def _days(count: int | None, what: str) -> str:
    return f"an unknown number of {what}s" if count is None else how_many(count, what)


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
        among = [_days(self.migraine_days, "migraine day")] if self.migraine_days is not None else []
        among += [f"{_days(self.long_days, 'day')} of 4 hours or more"] if self.long_days is not None else []
        told = f" ({', '.join(among)})" if among else ""
        counted, kept = _days(self.headache_days, "headache day"), _days(self.recorded_days, "recorded day")
        return f"{self.id}: {counted}{told} on {kept} of {self.month} for {called(self)}"


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
    """The diary as rows, days and of each month the count that counts, its latest, in order of time; with a `period`,
    its unknown days too.
    """
    unknown = Day()
    shown = sorted(days) if period is None else period.days()
    rows = [DiaryRow.of_day(patient, day, days.get(day, unknown)) for day in shown]
    counted = [count for count in that_count(counts) if period is None or count.month == period.month]
    rows += [DiaryRow.of_month(patient, count) for count in counted]
    return sorted(rows, key=lambda row: (row.month, row.date or date.max))
