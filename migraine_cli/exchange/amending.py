"""A recorded fact corrected: FIELD=VALUE in the columns of `migcli import`, read as there; a blank is "not known"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.amended_vials import COLUMNS as VIAL_COLUMNS
from migraine_cli.exchange.amended_vials import amended_vials
from migraine_cli.exchange.columns import FIELDS, KINDS, Kind
from migraine_cli.exchange.layout import Cells
from migraine_cli.exchange.row_records import Lookups, day_row, summed_units
from migraine_cli.recording.merging import moved_to
from migraine_cli.records.changes import facts
from migraine_cli.records.checkup import CheckUp
from migraine_cli.records.diary import DiaryEntry
from migraine_cli.records.preventive import Preventive
from migraine_cli.records.record import AboutPatient, Record
from migraine_cli.records.score import Score
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, OfLot, Recall, Receipt, StockCount
from migraine_cli.records.visits import Booking, Contact, CourseEvent
from migraine_cli.words.dates import parse_date, parse_days, parse_month, spans
from migraine_cli.words.text import did_you_mean, quoted
from migraine_cli.words.values import patient_id
from migraine_cli.words.vials import expiry

R = TypeVar("R", bound=Struct)

_DATES = frozenset(("date", "born", "chronic_since", "started", "stopped", "from", "until"))
_NEVER_BLANK = frozenset(
    ("patient", "date", "days", "month", "medicine", "product", "indication", "instrument", "kind", "total")
) | {"at", "minutes"}
_OPTIONS = {"from": "started", "to": "stopped", "took": "medicines"}
"""Columns that the recording commands call otherwise."""

_OF_THE_SHEET = frozenset(("id", "patient"))
"""Columns that say which record a row of a sheet is, beside what it states."""


def assignments(typed: Iterable[str]) -> dict[str, list[str]]:
    """What `lot=C123`, or `--lot C123` as the recording commands have it, gives for each field. Raises InvalidValue."""
    found: dict[str, list[str]] = {}
    rest = iter(typed)
    for part in rest:
        name, equals, value = part.removeprefix("--").partition("=")
        if not equals:
            following = next(rest, None) if part.startswith("--") else None
            if following is None:
                raise InvalidValue(f"{quoted(part)} gives no value; write FIELD=VALUE, or FIELD= for not known.")
            value = following
        found.setdefault(name.strip().casefold().replace("-", "_"), []).append(value.strip())
    return found


def amended(record: Record, given: Mapping[str, list[str]], lookups: Lookups) -> Record:
    """`record` with what is given in place of what it said, id and all else kept; `patient` moves it to another.

    Raises InvalidValue for an unknown field, a value that can't be right, and one that can't go with the rest.
    """
    fields = dict(given)
    to = fields.pop("patient", None) if isinstance(record, AboutPatient) else None
    new = _with_facts(record, fields, lookups) if fields else record
    if to is not None and isinstance(new, AboutPatient):
        new = moved_to(new, patient_id(_read("patient", to, record, lookups)))
    if facts(new) == facts(record):
        raise InvalidValue(f"{record.id} says that already; there is nothing to amend.")
    return new


def _with_facts(record: Record, given: Mapping[str, list[str]], lookups: Lookups) -> Record:
    columns = amendable(record)
    cells = {_column(name, columns, record): values for name, values in given.items()}
    read = {column: _read(column, values, record, lookups) for column, values in cells.items()}
    return _AMENDERS.get(type(record), _plainly)(record, read, lookups)


def _kind_of(record: Record) -> Kind:
    """The kind of file that has a row for such a record. Raises InvalidValue when there is none."""
    for kind in KINDS.values():
        if kind.record is type(record):
            return kind
    raise InvalidValue(f"a {record.kind} can't be amended; take {record.id} back and record it again.")


def amendable(record: Record) -> list[str]:
    """The columns that can be amended, beside the patient: none that follows from other records, as some of a listing
    do.
    """
    columns = [column for column in _kind_of(record).layout.columns if column not in _OF_THE_SHEET]
    if isinstance(record, DiaryEntry):
        return ["days", *columns[1:]]
    return [column for column in columns if hasattr(record, FIELDS.get(column, column))]


def _column(name: str, columns: list[str], record: Record) -> str:
    """The column meant, also by the name that a recording command has for it. Raises InvalidValue."""
    meant = next(
        (column for column in (name, _OPTIONS.get(name), f"{name}s", f"{name}_days") if column in columns), None
    )
    if meant is None:
        from difflib import get_close_matches

        fields = ["patient", *columns] if isinstance(record, AboutPatient) else columns
        near = did_you_mean(get_close_matches(name, fields, n=1))
        raise InvalidValue(f"{quoted(name)} is no field of {record.id}{near}; its fields are {', '.join(fields)}.")
    return meant


def _read(column: str, values: list[str], record: Record, lookups: Lookups) -> str:
    """What a cell would hold: lists joined, and a day or month that means the same whenever it is read."""
    value = ";".join(values) if column in _kind_of(record).layout.lists else _once(column, values)
    if not value and column in _NEVER_BLANK:
        raise InvalidValue(f"the {column} can't be left blank; give it, or take {record.id} back with `migcli void`.")
    if column == "expiry" and value:
        return str(expiry(value, lookups.today))
    if column in _DATES and value:
        return str(parse_date(value, lookups.today, column))
    return parse_month(value, lookups.today) if column == "month" else value


def _once(column: str, values: list[str]) -> str:
    if len(values) > 1:
        raise InvalidValue(f"the {column} is given {len(values)} times; give it once.")
    return values[0]


def _made(record: Any, cells: Cells, lookups: Lookups) -> Any:
    """What the import makes of a row with these cells and the least that a row must have."""
    kind = _kind_of(record)
    needed = {column: str(getattr(record, FIELDS.get(column, column)) or "none") for column in kind.layout.required}
    return kind.make(needed | cells, lookups)


def _with(record: R, cells: Cells, made: Any, *also: str) -> R:
    """`record` with the fields of these cells, and those named, as they were made."""
    fields = [FIELDS.get(column, column) for column in cells]
    return replace(record, **{field: getattr(made, field) for field in (*fields, *also)})


def _plainly(record: Record, cells: Cells, lookups: Lookups) -> Record:
    return _with(record, cells, _made(record, cells, lookups))


def _score(score: Score, cells: Cells, lookups: Lookups) -> Score:
    """The total follows the items; a total given alone leaves none."""
    if "items" in cells or "total" in cells:
        return _with(score, cells, _made(score, cells, lookups), "total", "items")
    kept = {"total": str(score.total)}
    return _with(score, cells, _made(score, kept | cells, lookups))


def _preventive(preventive: Preventive, cells: Cells, lookups: Lookups) -> Preventive:
    made = _made(preventive, cells, lookups)
    if made.medicine is None:
        return replace(preventive, **facts(made))
    return _with(preventive, cells, made, *(("drug_class",) if "medicine" in cells else ()))


def _session(session: Session, cells: Cells, lookups: Lookups) -> Session:
    """The units follow the sites, which follow the protocol where none were recorded."""
    made = _made(session, cells, lookups)
    by_protocol = bool(cells.get("protocol")) and session.site_map is None
    beside = {column: cell for column, cell in cells.items() if column not in VIAL_COLUMNS}
    new = _with(session, beside, made, *(("site_map",) if by_protocol else ()))
    new = replace(new, **amended_vials(session, cells.keys(), made))
    if cells.get("sites") == "" and "protocol" not in cells:
        new = replace(new, protocol=None)
    stated = None if new.site_map and "units" not in cells else new.units
    return replace(new, units=summed_units(stated, new.site_map))


def _booking(booking: Booking, cells: Cells, lookups: Lookups) -> Booking:
    """The day and the time are one column. Raises InvalidValue for what the days tell by themselves."""
    made = _made(booking, cells, lookups)
    if cells.get("status") and cells.keys() == {"status"} and booking.status is made.status is None:
        raise InvalidValue(
            f"{booking.id} can't be stated as {cells['status']}: without a visit on its day it is missed from the next"
            " day by itself; write status=attended or status=cancelled if that is meant."
        )
    moved = {"date": made.date, "time": made.time} if "at" in cells else {}
    rest = {column: value for column, value in cells.items() if column != "at"}
    return replace(_with(booking, rest, made), **moved)


def _whole(record: Record, cells: Cells, lookups: Lookups) -> Any:
    """What the import makes of a row with all that `record` says beside these cells."""
    kept = {column: str(said) for column, said in facts(record).items() if said is not None}
    return _made(record, kept | cells, lookups)


def _visit(visit: Contact | CourseEvent, cells: Cells, lookups: Lookups) -> Contact | CourseEvent:
    """A sheet may have several rows that say the same, so its row says more than the record."""
    return _with(visit, cells, _whole(visit, cells, lookups).said)


def _of_stock(record: OfLot, cells: Cells, lookups: Lookups) -> OfLot:
    """A sheet may have several rows that say the same here too."""
    return _with(record, cells, _made(record, cells, lookups).said)


def _checkup(checkup: CheckUp, cells: Cells, lookups: Lookups) -> CheckUp:
    """The answers that aren't amended stay, so that one of them is enough."""
    return _with(checkup, cells, _whole(checkup, cells, lookups))


def _entry(entry: DiaryEntry, cells: Cells, lookups: Lookups) -> DiaryEntry:
    if len(entry.statements) != 1:
        raise InvalidValue(
            f"{entry.id} says different things of different days; correct single days with `migcli add-diary`, as a"
            " later statement wins."
        )
    (said,) = entry.statements
    stated = {column: value for column, value in cells.items() if column != "days"}
    row = day_row({"patient": entry.patient, "date": said.days[0][:10], **stated}, lookups)
    new = _with(said, stated, row.said)
    if "days" in cells:
        new = replace(new, days=spans(parse_days(cells["days"], lookups.today)))
    return replace(entry, statements=(new,))


_AMENDERS: dict[type[Record], Callable[[Any, Cells, Lookups], Record]] = {
    Booking: _booking,
    CheckUp: _checkup,
    Contact: _visit,
    CourseEvent: _visit,
    DiaryEntry: _entry,
    Discard: _of_stock,
    Preventive: _preventive,
    Recall: _of_stock,
    Receipt: _of_stock,
    Score: _score,
    Session: _session,
    StockCount: _of_stock,
}
"""Records of which one fact follows another."""
