"""Which rows of diaries and of paper calendars are new, and what of the known they change.

Of days a later statement wins, fact by fact, and a blank never overrides; of a month the latest count counts alone. A
row that an import stated before is passed over, so that importing a file again doesn't take back what was corrected
since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from migraine_cli.exchange.import_plan import Growing, Known, Plan, of_known_patients, stated, take
from migraine_cli.exchange.layout import Fault
from migraine_cli.exchange.row_records import DayRow, Facts
from migraine_cli.recording.birth import before_birth
from migraine_cli.recording.together import together
from migraine_cli.records.diary import DayStatement, DiaryEntry, MonthCount
from migraine_cli.words.dates import expand, spans

_NOTHING = Facts()
_DaySaid = tuple[date, Facts]


def plan_diary(rows: Iterable[tuple[int, DayRow]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """One entry for each patient with new rows; days of which the same is said share a statement."""
    # Days and facts are shared between rows, so that a long file leaves little more than two references a row.
    by_patient: defaultdict[str, tuple[list[date], list[Facts]]] = defaultdict(lambda: ([], []))
    for line, row in of_known_patients(rows, known, faults):
        person = known.patients[row.patient]
        if person.born and row.day < person.born:
            faults.append((line, before_birth(row.day, person)))
            continue
        days, said = by_patient[row.patient]
        days.append(row.day)
        said.append(row.said)
    on_record = known.on_record(by_patient)
    beside, imported = Growing(known.patients, on_record), _by_patient(on_record.imported)
    for patient, (days, said) in by_patient.items():
        new = _new_days(zip(days, said, strict=True), imported[patient])
        plan.skipped += len(days) - len(new)
        if new:
            _plan_days(patient, new, beside, plan)


def plan_months(rows: Iterable[tuple[int, MonthCount]], known: Known, plan: Plan, faults: list[Fault]) -> None:
    """A row is the count of its month from now on; one that was imported before or that counts already is passed over.

    Two rows of one month are faulty: only one can be what the calendar says.
    """
    taken = list(of_known_patients(rows, known, faults))
    on_record = known.on_record({row.patient for _, row in taken})
    beside = Growing(known.patients, on_record)
    counting = {_month(count): _said(count) for count in on_record.in_force}
    imported = {_said(count) for count in on_record.imported}
    rows_of: dict[tuple[str, str], tuple[int, MonthCount]] = {}
    for line, row in taken:
        first_line, first = rows_of.setdefault(_month(row), (line, row))
        if _said(first) != _said(row):
            faults.append(
                (line, f"{row.month} of {row.patient} has another count at {first_line}; keep one of the two.")
            )
        elif first is not row or _blank(row) or counting.get(_month(row)) == _said(row) or _said(row) in imported:
            plan.skipped += 1
        elif (told := take(line, row, beside, plan, faults)) and told.changed:
            plan.changed[row.patient] = (*plan.changed.get(row.patient, ()), row.month)


def _month(count: MonthCount) -> tuple[str, str]:
    return count.patient, count.month


def _said(count: MonthCount) -> tuple[str | int | None, ...]:
    return (*_month(count), count.headache_days, count.migraine_days, count.long_days, count.recorded_days)


def _blank(count: MonthCount) -> bool:
    return stated(count).keys() == {"patient", "month"}


def _by_patient(entries: Iterable[DiaryEntry]) -> defaultdict[str, list[DiaryEntry]]:
    grouped: defaultdict[str, list[DiaryEntry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.patient].append(entry)
    return grouped


def _new_days(rows: Iterable[_DaySaid], imported: Iterable[DiaryEntry]) -> list[_DaySaid]:
    """The days of which something is said that neither an earlier import nor an earlier row said of the same day."""
    said: defaultdict[Facts, set[date]] = defaultdict(set)
    for entry in imported:
        for statement in entry.statements:
            said[_facts(statement)].update(expand(statement.days))
    new = []
    for day, facts in rows:
        days = said[facts]
        if day not in days and facts != _NOTHING:
            days.add(day)
            new.append((day, facts))
    return new


def _facts(statement: DayStatement) -> Facts:
    return Facts(*(getattr(statement, name) for name in Facts._fields))


def _plan_days(patient: str, rows: list[_DaySaid], beside: Growing, plan: Plan) -> None:
    entry = DiaryEntry(patient=patient, statements=_statements(rows))
    told = together(entry, beside)
    plan.added.append(entry)
    plan.warnings += [f"{patient}: {warning}." for warning in told.warnings]
    if len(dict(rows)) < len(rows):
        plan.warnings.append(f"the file says different things of the same day of {patient}; the later row wins.")
    if told.changed:
        plan.changed[patient] = spans(told.changed)


def _statements(rows: Sequence[_DaySaid]) -> tuple[DayStatement, ...]:
    """Statements in an order in which a later row about a day comes after an earlier one."""
    statements: list[DayStatement] = []
    while rows:
        first, rows = _first_of_each_day(rows)
        days: defaultdict[Facts, list[date]] = defaultdict(list)
        for day, said in first.items():
            days[said].append(day)
        statements += [DayStatement(days=spans(group), **said._asdict()) for said, group in days.items()]
    return tuple(statements)


def _first_of_each_day(rows: Sequence[_DaySaid]) -> tuple[dict[date, Facts], list[_DaySaid]]:
    """What the first row about each day says, and the other rows."""
    first: dict[date, Facts] = {}
    others = []
    for day, said in rows:
        if day in first:
            others.append((day, said))
        else:
            first[day] = said
    return first, others
