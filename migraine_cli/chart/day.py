"""What is known of single days. A day that nobody wrote about is unknown, never headache-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple, get_args

from migraine_cli.records.diary import DayStatement, DiaryEntry
from migraine_cli.words.dates import days_within

Measure = Literal["headache", "migraine", "long"]
"""What is counted: headache days, migraine days, or days with at least LONG_HOURS of headache."""

MEASURES: tuple[Measure, ...] = get_args(Measure)

LONG_HOURS = 4
"""Hours; a day counts for the US label's rule from exactly 4 hours on (clinical.md, choice 5)."""


class Day(NamedTuple):
    """What is known of one day; None is not known. `id` is the diary entry that spoke of it last."""

    headache: bool | None = None
    hours: float | None = None
    severity: int | None = None
    migraine: bool | None = None
    medicines: tuple[str, ...] | None = None
    note: str | None = None
    id: str | None = None

    def after(self, said: DayStatement, entry_id: str | None = None) -> Day:
        """This day after a later statement of the diary entry `entry_id`: what it states wins, what it leaves blank
        stays.
        """
        medicines = self.medicines if said.medicines is None else said.medicines
        note = said.note or self.note
        if said.headache is False:
            return Day(headache=False, migraine=False, medicines=medicines, note=note, id=entry_id)
        if said.headache is None:
            return self._replace(medicines=medicines, note=note, id=entry_id)
        before = self if self.headache else Day()
        return Day(
            headache=True,
            hours=before.hours if said.hours is None else said.hours,
            severity=before.severity if said.severity is None else said.severity,
            migraine=before.migraine if said.migraine is None else said.migraine,
            medicines=medicines,
            note=note,
            id=entry_id,
        )

    def contradicted_by(self, later: Day) -> bool:
        """Whether a fact that was known is another one in `later`."""
        return any(old is not None and old != new for old, new in zip(self[:-1], later[:-1], strict=True))

    def counts(self, measure: Measure) -> bool | None:
        """Whether the day counts; None when that isn't known."""
        if not self.headache:
            return self.headache
        if measure == "headache":
            return True
        if measure == "migraine":
            return self.migraine
        return None if self.hours is None else self.hours >= LONG_HOURS


def known_days(entries: Iterable[DiaryEntry], first: date, last: date) -> dict[date, Day]:
    """What is known of each day from `first` to `last`, from entries in the order in which they were recorded."""
    days: dict[date, Day] = {}
    unknown, earliest, latest = Day(), first.isoformat(), last.isoformat()
    for entry in entries:
        for statement in entry.statements:
            if not (spoken_of := days_within(statement.days, earliest, latest)):
                continue
            alone = unknown.after(statement, entry.id)  # what most days are: spoken of but once
            for day in spoken_of:
                days[day] = days[day].after(statement, entry.id) if day in days else alone
    return days


def differing_days(old: Mapping[date, Day], new: Mapping[date, Day]) -> list[date]:
    """The days of which something that was known is another, or no longer known."""
    unknown = Day()
    return [day for day in sorted(old) if old[day].contradicted_by(new.get(day, unknown))]
