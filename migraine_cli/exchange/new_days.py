"""Which rows of diaries and of paper calendars are new, and what of the known they change.

A later statement wins, fact by fact, and a blank never overrides. A row that an import stated before is
passed over, so that importing a file again doesn't take back what was corrected since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from migraine_cli.chart.calendar_count import merged_count
from migraine_cli.chart.day import changed_days
from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.import_plan import Known, Plan, differences, of_known_patients, stated
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.row_records import DayRow, Facts
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.words.dates import expand, spans

_NOTHING = Facts()


def plan_diary(rows: Iterable[tuple[int, DayRow]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """One entry for each patient with new rows; days of which the same is said share a statement."""
    by_patient: defaultdict[str, list[DayRow]] = defaultdict(list)
    for _, row in of_known_patients(rows, known, faults):
        by_patient[row.patient].append(row)
    recorded = _by_patient(known.in_force)
    imported = _by_patient(known.imported)
    for patient, all_rows in by_patient.items():
        new = _new_rows(all_rows, imported[patient])
        plan.skipped += len(all_rows) - len(new)
        if new:
            _plan_days(patient, new, recorded[patient], plan)


def plan_months(rows: Iterable[tuple[int, MonthCount]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A row is a further statement about its month; one that can't be true beside the recorded is faulty."""
    merged = _merged(known.in_force)
    said: defaultdict[tuple[str, str], list[MonthCount]] = defaultdict(list)
    for count in known.imported:
        said[count.patient, count.month].append(count)
    for line, row in of_known_patients(rows, known, faults):
        month = (row.patient, row.month)
        before = merged.get(month)
        earlier = [*said[month], before] if before else said[month]
        if stated(row).keys() == {"patient", "month"} or any(not differences(other, row) for other in earlier):
            plan.skipped += 1
            continue
        try:
            merged[month] = merged_count(before, row) if before else row
        except InvalidValue as fault:
            faults.append((line, fault.sentence))
            continue
        said[month].append(row)
        plan.added.append(row)
        if before and any(getattr(before, name) is not None for name in differences(before, row)):
            plan.changed[row.patient] = tuple(dict.fromkeys([*plan.changed.get(row.patient, ()), row.month]))


def _merged(counts: Iterable[MonthCount]) -> dict[tuple[str, str], MonthCount]:
    """What is recorded of each patient's months."""
    merged: dict[tuple[str, str], MonthCount] = {}
    for count in counts:
        before = merged.get((count.patient, count.month))
        merged[count.patient, count.month] = merged_count(before, count) if before else count
    return merged


def _by_patient(entries: Iterable[DiaryEntry]) -> defaultdict[str, list[DiaryEntry]]:
    grouped: defaultdict[str, list[DiaryEntry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.patient].append(entry)
    return grouped


def _new_rows(rows: Iterable[DayRow], imported: Iterable[DiaryEntry]) -> list[DayRow]:
    """The rows that say something which neither an earlier import nor an earlier row said of the same day."""
    said: defaultdict[Facts, set[date]] = defaultdict(set)
    for entry in imported:
        for statement in entry.statements:
            said[_facts(statement)].update(expand(statement.days))
    new = []
    for row in rows:
        days = said[row.said]
        if row.day not in days and row.said != _NOTHING:
            days.add(row.day)
            new.append(row)
    return new


def _facts(statement: DayStatement) -> Facts:
    return Facts(*(getattr(statement, name) for name in Facts._fields))


def _plan_days(patient: str, rows: list[DayRow], recorded: list[DiaryEntry], plan: Plan) -> None:
    entry = DiaryEntry(patient=patient, statements=_statements(rows))
    plan.added.append(entry)
    days = sorted({row.day for row in rows})
    if len(days) < len(rows):
        plan.warnings.append(f"the file says different things of the same day of {patient}; the later row wins.")
    changed = changed_days(recorded, [entry], days[0], days[-1]) if recorded else []
    if changed:
        plan.changed[patient] = spans(changed)


def _statements(rows: Iterable[DayRow]) -> tuple[DayStatement, ...]:
    """Statements in an order in which a later row about a day comes after an earlier one."""
    rounds: defaultdict[date, int] = defaultdict(int)
    days: defaultdict[tuple[int, Facts], list[date]] = defaultdict(list)
    for row in rows:
        days[rounds[row.day], row.said].append(row.day)
        rounds[row.day] += 1
    in_order = sorted(days.items(), key=lambda group: group[0][0])
    return tuple(DayStatement(days=spans(group), **said._asdict()) for (_, said), group in in_order)
