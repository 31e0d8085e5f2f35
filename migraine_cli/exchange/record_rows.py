"""The rows that records make, with the columns of `import`: what `row_records` makes of them is the same again.

Of days what is known is told, a row a day, however many statements it took; of a month the count that counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from migraine_cli.chart.day import Day, known_days
from migraine_cli.exchange.columns import FIELDS
from migraine_cli.exchange.new_stock import numbered
from migraine_cli.output.flat import listed
from migraine_cli.records.authorisation import Authorisation
from migraine_cli.records.changes import facts
from migraine_cli.records.diary import DiaryEntry, MonthCount
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import Record
from migraine_cli.records.session import Session, Sites
from migraine_cli.records.stock import Discard, OfLot, Recall, Receipt, StockCount
from migraine_cli.records.visits import Contact, CourseEvent
from migraine_cli.words.vials import vial_cell

Cell = str | int | float | date | None
"""What stands in one cell; None is not known."""

Row = tuple[Cell, ...]


def rows(kind: type[Record], records: Iterable[Any], columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of the records of one kind that are in force, given in the order in which they were first recorded."""
    for told in _TOLD.get(kind, _each)(records):
        yield tuple(_cell(told(column)) for column in columns)


_Told = Callable[[str], Any]
"""What a row says under a column."""


def _each(records: Iterable[Any]) -> Iterator[_Told]:
    return map(_fields_of, records)


def _fields_of(record: Record, **but: Any) -> _Told:
    """What a record says under each column; `but` under some of them."""
    return lambda column: but[column] if column in but else getattr(record, FIELDS.get(column, column))


def _days(entries: Iterable[DiaryEntry]) -> Iterator[_Told]:
    by_patient: defaultdict[str, list[DiaryEntry]] = defaultdict(list)
    for entry in entries:
        by_patient[entry.patient].append(entry)
    for patient, own in by_patient.items():
        for day, known in sorted(known_days(own, date.min, date.max).items()):
            if known._replace(id=None) == Day():
                continue
            taken = "none" if known.medicines == () else known.medicines
            told = known._asdict() | {"patient": patient, "date": day, "medicines": taken}
            yield told.__getitem__


def _months(counts: Iterable[MonthCount]) -> Iterator[_Told]:
    """The latest count of each month alone, and none that leaves everything blank."""
    latest = {(count.patient, count.month): count for count in counts}
    return _each(count for count in latest.values() if _counts(count) != (None, None, None, None))


def _counts(count: MonthCount) -> tuple[int | None, ...]:
    return count.headache_days, count.migraine_days, count.long_days, count.recorded_days


def _preventives(preventives: Iterable[Preventive]) -> Iterator[_Told]:
    for each in preventives:
        yield _fields_of(each, medicine=each.medicine or "none")


def _sessions(sessions: Iterable[Session]) -> Iterator[_Told]:
    for session in sessions:
        vials = tuple(vial_cell(vial.named) for vial in session.each_vial)
        supplies = [vial.supply for vial in session.each_vial]
        apart = ";".join(each or "" for each in supplies) if len(set(supplies)) > 1 else session.supply
        yield _fields_of(session, vials=vials, supply=apart)


def _numbered(records: Iterable[Any]) -> Iterator[_Told]:
    """Of records that say the same, which of them each is; the first one says nothing of it."""
    alike: Counter[tuple[Any, ...]] = Counter()
    for record in records:
        said = tuple(facts(record).values())
        alike[said] += 1
        yield _fields_of(record, nth=alike[said] if alike[said] > 1 else None)


def _recorded_alone(records: Iterable[Any]) -> Iterator[_Told]:
    """Columns of a listing that follow from other records are left blank: they are worked out anew."""
    for record in records:
        yield partial(_said_under, facts(record))


def _of_stock(records: Iterable[OfLot]) -> Iterator[_Told]:
    """The same; of records that say no more than earlier ones, which of them each is."""
    for row in numbered(records):
        yield partial(_said_under, facts(row.said) | ({"nth": row.nth} if row.nth > 1 else {}))


def _said_under(said: Mapping[str, Any], column: str) -> Any:
    return said.get(FIELDS.get(column, column))


_TOLD: dict[type[Record], Callable[[Iterable[Any]], Iterator[_Told]]] = {
    Contact: _numbered,
    CourseEvent: _numbered,
    DiaryEntry: _days,
    MonthCount: _months,
    Preventive: _preventives,
    Authorisation: _recorded_alone,
    Receipt: _of_stock,
    StockCount: _of_stock,
    Discard: _of_stock,
    Recall: _of_stock,
    Session: _sessions,
}


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ";".join(_site(side, sites) for side, sites in value.items())
    if isinstance(value, tuple):
        return ";".join(listed(str(part)) for part in value) or None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _site(side: str, sites: Sites) -> str:
    return f"{side}={_cell(sites.units)}x{sites.sites}"
