"""`migcli log`: who recorded what, when and why, and what it changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

import typer
from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.cli.asked import asked_for
from migraine_cli.cli.opening import reading
from migraine_cli.cli.options import AsOf, FormatOption, Place
from migraine_cli.cli.who_is_meant import whose_log
from migraine_cli.listings.changes import field_name, field_value
from migraine_cli.output.blocks import Block, Column, Table
from migraine_cli.output.forms import AS_LISTED, Arrangement
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.records.changes import Change, Effect, FieldChange
from migraine_cli.records.log import LogEntry
from migraine_cli.records.patient import Patient
from migraine_cli.store.contract import Clinic

_EMPTY = "nothing is recorded yet."

_NAMED = 20
"""Records of one command that a table names one by one."""


class LogRow(Struct, frozen=True, kw_only=True):
    """What one command did to one record. `id` and what follows are None for a command that changed no record.

    `account` is that of a server, which a table doesn't show. `undone`: the command was taken back since. `fields` hold
    what differs, None for what isn't known.
    """

    entry: int
    at: datetime
    by: str
    command: str
    reason: str | None
    undone: bool
    id: str | None = None
    patient: str | None = None
    name: str | None = None
    effect: Effect | None = None
    fields: tuple[FieldChange, ...] = ()
    account: str | None = None


def log(
    patient: Annotated[str | None, typer.Argument(metavar="[PATIENT]", help="One patient; all if left out.")] = None,
    as_of: AsOf = None,
    form: FormatOption = "table",
    arranged: Arrangement = AS_LISTED,
    place: Place = None,
) -> None:
    """Show who recorded what, when and why, the latest first.

    Each record with the old and the new value of every field that changed; nothing recorded is ever erased.

    Examples:
      migcli log P0001
      migcli log --format json
    """
    day = asked_for(as_of)
    with reading(place, as_of) as clinic:
        one = None if patient is None else whose_log(clinic, patient)
        listing = Listing("log", LogRow, day, (), _ARRANGED, title="What was recorded", empty=_EMPTY)
        if form != "table" and arranged == AS_LISTED:
            from migraine_cli.output.long import show_long

            show_long(listing, _rows(clinic, one), form)
            return
        items = list(_lines(clinic, one) if arranged == AS_LISTED else _rows(clinic, one))
    show(replace(listing, items=items, view=lambda: _view(items, patient)), form, arranged)


def _rows(clinic: Clinic, patient: str | None) -> Iterator[LogRow]:
    """A row for every record that a command changed, and for every command that changed none."""
    names = {version.id: version.name for version in clinic.versions(Patient, patient)}
    for row, changes in _commands(clinic, patient):
        if not changes:
            yield row
        for change in changes:
            yield _with(row, change, names.get(change.patient or ""))


def _commands(clinic: Clinic, patient: str | None) -> Iterator[tuple[LogRow, Sequence[Change]]]:
    """The commands, the latest first, with what they changed."""
    changed, undone = clinic.changes(patient=patient), clinic.undone()
    for entry in clinic.log(patient=patient):
        yield _row(entry, undone=entry.entry in undone), changed.get(entry.entry, ())


def _row(entry: LogEntry, *, undone: bool) -> LogRow:
    return LogRow(
        entry=entry.entry,
        at=entry.at,
        by=entry.by,
        command=entry.command,
        reason=entry.reason,
        account=entry.account,
        undone=undone,
    )


def _with(row: LogRow, change: Change, name: str | None) -> LogRow:
    return replace(
        row,
        id=change.record.id,
        patient=change.patient,
        name=name,
        effect=change.effect,
        fields=change.fields,
    )


class _Line(Struct, frozen=True):
    """A line of the table: one record, or all records of a command that has many."""

    row: LogRow
    id: str | None
    patient: str | None
    what: str


_COLUMNS: tuple[Column, ...] = (
    Column("when", lambda line: line.row.at),
    Column("by", lambda line: line.row.by, spare=2),
    Column("command", lambda line: line.row.command),
    Column("patient", "patient", optional=True),
    Column("id", "id", optional=True),
    Column("what", "what", folds=True, style=lambda line: "strike" if line.row.undone else ""),
    Column("why", lambda line: line.row.reason, folds=True, optional=True),
)


def _view(lines: Sequence[Struct], patient: str | None) -> Iterator[Block]:
    yield Table([column for column in _COLUMNS if patient is None or column.header != "patient"], lines)


def _lines(clinic: Clinic, patient: str | None) -> Iterator[_Line]:
    for row, changes in _commands(clinic, patient):
        if not changes:
            yield _Line(row, None, None, "")
        elif len(changes) > _NAMED:
            yield _Line(row, None, None, f"{len(changes)} records{_undone(row)}")
        else:
            for change in changes:
                yield _Line(row, change.record.id, change.patient, _what(_with(row, change, None)))


def _what(row: LogRow) -> str:
    if row.effect is None:
        return ""
    told = [
        _change(each) if row.effect == "changed" else _fact(each)
        for each in row.fields
        if row.effect == "changed" or each.field != "patient"
    ]
    if row.id and row.id.startswith("preventive:") and not told:
        told = ["no preventive was tried"]
    named = [] if row.effect == "removed" else told
    return f"{': '.join([row.effect, *(['; '.join(named)] if named else [])])}{_undone(row)}"


def _change(change: FieldChange) -> str:
    old, new = (field_value(change.field, value) for value in (change.old, change.new))
    return f"{field_name(change.field)} {old} → {new}"


def _fact(change: FieldChange) -> str:
    return f"{field_name(change.field)} {field_value(change.field, change.new)}"


def _undone(row: LogRow) -> str:
    return " (undone since)" if row.undone else ""


_ARRANGED = (
    Column("when", "at"),
    Column("by", "by"),
    Column("command", "command"),
    Column("patient", "patient"),
    Column("id", "id"),
    Column("what", _what, folds=True, shows="fields"),
    Column("why", "reason", folds=True),
)
"""A line for every record, where rows are sorted or picked."""
