"""`migcli undo`: take back the last command as a whole, or bring it back."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import takewhile
from typing import Annotated

import typer
from msgspec import Struct

from migraine_cli.cli import clock
from migraine_cli.cli.opening import recording
from migraine_cli.cli.options import DryRun, FormatOption, Place
from migraine_cli.output.listing import Listing
from migraine_cli.output.showing import show
from migraine_cli.output.streams import say, write
from migraine_cli.recording.taking_back import (
    commands_in_force,
    recorded_by,
    to_bring_back,
    to_take_back,
    untouched_since,
)
from migraine_cli.records.changes import Change, Effect
from migraine_cli.records.log import LogEntry, Undo
from migraine_cli.records.patient import Patient
from migraine_cli.store.contract import Recording
from migraine_cli.words.text import harmless

_NAMED = 12
"""Records that are named one by one."""


class Undone(Struct, frozen=True):
    """What became of one record; `patient` None of one about the clinic."""

    id: str
    patient: str | None
    effect: Effect


class UndoRow(Struct, frozen=True, kw_only=True):
    """A command taken back, or with `redo` brought back: its log entry (`undoes`), when and by whom it was given, and
    what became of its records.

    `patient` and `name` are those of the one patient concerned, None when there are several or none.
    """

    id: str
    patient: str | None
    name: str | None
    undoes: int
    redo: bool
    command: str
    at: datetime
    by: str
    records: tuple[Undone, ...]


def undo(
    redo: Annotated[bool, typer.Option("--redo", help="Bring back what the last undo took back.")] = False,
    dry_run: DryRun = False,
    form: FormatOption = "table",
    place: Place = None,
) -> None:
    """Take back the last command as a whole, and then the one before it.

    An import is taken back with all its rows. It stops at a restore. --redo brings the last one back, as long as no
    other command came since. One record alone is taken back with `migcli void`.

    Examples:
      migcli undo --dry-run
      migcli undo
      migcli undo --redo
    """
    with recording(place, "undo --redo" if redo else "undo", dry_run=dry_run) as clinic:
        row = _redone(clinic) if redo else _undone(clinic)
    if form != "table":
        show(Listing("undo", UndoRow, clock.today(), [row]), form)
        return
    took = f"{'would ' if dry_run else ''}{_VERBS[redo][not dry_run]}"
    write(harmless(f"{took} `{row.command}` of {row.at:%Y-%m-%d %H:%M} by {row.by}: {_told(row)}.") + "\n")
    if dry_run:
        say("nothing was written.")


_VERBS = {False: ("take back", "took back"), True: ("bring back", "brought back")}


def _undone(clinic: Recording) -> UndoRow:
    undos = list(clinic.versions(Undo))
    command = to_take_back(clinic.log(own=True), undos)
    recorded = recorded_by(command, clinic.changes(entry=command.entry))
    untouched_since(command, recorded, _changed_since(clinic, command, undos))
    return _row(clinic, clinic.add(Undo(undoes=command.entry)), command, redo=False)


def _redone(clinic: Recording) -> UndoRow:
    undos, own = list(clinic.versions(Undo)), [*clinic.log(own=True)][::-1]
    given = {entry.entry for entry in own}
    last, command = to_bring_back(own, [undo for undo in undos if undo.entry in given])
    recorded = clinic.changes(entry=command.entry)[command.entry]
    untouched_since(command, recorded, _changed_since(clinic, command, undos))
    return _row(clinic, clinic.add(Undo(undoes=last.entry)), command, redo=True)


def _changed_since(clinic: Recording, command: LogEntry, undos: Collection[Undo]) -> Iterator[Change]:
    """What the commands in force changed that were given after one."""
    later = takewhile(lambda entry: entry.entry > command.entry, clinic.log())
    for entry in commands_in_force(later, undos):
        yield from clinic.changes(entry=entry.entry).get(entry.entry, ())


def _row(clinic: Recording, added: Undo, command: LogEntry, *, redo: bool) -> UndoRow:
    changed = clinic.changes(entry=added.entry)[added.entry]
    concerned = {change.patient for change in changed}
    patient = concerned.pop() if len(concerned) == 1 else None
    return UndoRow(
        id=added.id,
        patient=patient,
        name=None if patient is None else _latest_name(clinic, patient),
        undoes=command.entry,
        redo=redo,
        command=command.command,
        at=command.at,
        by=command.by,
        records=tuple(Undone(change.record.id, change.patient, change.effect) for change in changed),
    )


def _latest_name(clinic: Recording, patient: str) -> str | None:
    """Of someone who may have been taken back."""
    versions = [*clinic.versions(Patient, patient)]
    return versions[-1].name if versions else None


_BECAME: dict[bool, dict[Effect, str]] = {
    False: {"added": "there again", "changed": "as it was before", "removed": "removed"},
    True: {"added": "there again", "changed": "changed again", "removed": "removed again"},
}
"""What has become of a record once a command on it was taken back, and once it was brought back."""


def _told(row: UndoRow) -> str:
    became_of = _BECAME[row.redo]
    if len(row.records) <= _NAMED:
        return ", ".join(f"{record.id} {became_of[record.effect]}" for record in row.records)
    counts = Counter(became_of[record.effect] for record in row.records)
    return ", ".join(f"{count} records {became}" for became, count in counts.items())
