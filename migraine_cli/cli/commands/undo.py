"""`migcli undo`: take back the last command as a whole."""

from collections import Counter
from datetime import datetime

from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.errors import NotFound, Refused
from migraine_cli.output.listing import Listing, show
from migraine_cli.output.streams import say, write
from migraine_cli.records.changes import Effect
from migraine_cli.records.log import LogEntry, Undo
from migraine_cli.records.patient import Patient
from migraine_cli.store.tinydb_file import Transaction

_NAMED = 12
"""Records that are named one by one."""


class Undone(Struct, frozen=True):
    """What became of one record."""

    id: str
    patient: str
    effect: Effect


class UndoRow(Struct, frozen=True, kw_only=True):
    """A command taken back: its log entry (`undoes`), when and by whom it was given, and what became of its records.

    `patient` and `name` are those of the one patient concerned, None when there are several.
    """

    id: str
    patient: str | None
    name: str | None
    undoes: int
    command: str
    at: datetime
    by: str
    records: tuple[Undone, ...]


def undo(dry_run: DryRun = False, form: FormatOption = "table", place: Place = None) -> None:
    """Take back the last command as a whole; once more brings it back.

    An import is taken back with all its rows. What was recorded before the last command is taken back with
    `migcli void`.

    Examples:
      migcli undo --dry-run
      migcli undo
    """
    with recording(place, "undo", dry_run=dry_run) as clinic:
        last = _last(clinic)
        added = clinic.add(Undo(undoes=last.entry))
        row = _row(clinic, added, last)
    if form != "table":
        show(Listing("undo", UndoRow, clock.today(), [row]), form)
        return
    took = "would take back" if dry_run else "took back"
    write(f"{took} `{row.command}` of {row.at:%Y-%m-%d %H:%M} by {row.by}: {_told(row)}.\n")
    if dry_run:
        say("nothing was written.")


def _last(clinic: Transaction) -> LogEntry:
    """The last command. Raises NotFound when there is none, Refused when it isn't one that records."""
    log = clinic.log()
    if not log:
        raise NotFound("nothing is recorded yet, so there is nothing to take back.")
    last = log[-1]
    if last.entry not in clinic.changes():
        raise Refused(
            f"the last command was `{last.command}`, which recorded nothing that could be taken back; `migcli restore`"
            " brings back the file as a backup has it."
        )
    return last


def _row(clinic: Transaction, added: Undo, last: LogEntry) -> UndoRow:
    changed = clinic.changes()[added.entry]
    concerned = {change.patient for change in changed}
    patient = concerned.pop() if len(concerned) == 1 else None
    known = {version.id: version.name for version in clinic.versions(Patient)}
    return UndoRow(
        id=added.id,
        patient=patient,
        name=None if patient is None else known[patient],
        undoes=last.entry,
        command=last.command,
        at=last.at,
        by=last.by,
        records=tuple(Undone(change.record.id, change.patient, change.effect) for change in changed),
    )


def _told(row: UndoRow) -> str:
    if len(row.records) <= _NAMED:
        return ", ".join(f"{record.id} {record.effect}" for record in row.records)
    counts = Counter(record.effect for record in row.records)
    return ", ".join(f"{count} records {effect}" for effect, count in counts.items())
