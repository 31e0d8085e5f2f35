"""Which command an undo takes back, which one a redo brings back, and when a patient can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from migraine_cli.errors import InvalidValue, NotFound, Refused
from migraine_cli.listings.row import listed
from migraine_cli.records.changes import Change
from migraine_cli.records.history import undone_entries
from migraine_cli.records.log import LogEntry, Undo
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient


def to_take_back(log: Iterable[LogEntry], undos: Collection[Undo]) -> LogEntry:
    """The latest command in force; undos are passed over, so that one more undo goes one further back.

    `log` has the latest first. Raises NotFound when nothing is left.
    """
    last = next(commands_in_force(log, undos), None)
    if last is None:
        raise NotFound("no command is left that could be taken back; `migcli log` shows what was recorded.")
    return last


def commands_in_force(log: Iterable[LogEntry], undos: Collection[Undo]) -> Iterator[LogEntry]:
    """The commands that are neither an undo nor taken back, in the order of `log`."""
    passed = undone_entries(undos) | {undo.entry for undo in undos}
    return (entry for entry in log if entry.entry not in passed)


def to_bring_back(log: Sequence[LogEntry], undos: Collection[Undo]) -> tuple[Undo, LogEntry]:
    """The latest undo in force, and the command that it took back.

    Raises NotFound when no undo is in force, and Refused when another command came since.
    """
    undone, entries = undone_entries(undos), {undo.entry for undo in undos}
    in_force = [undo for undo in undos if undo.entry not in undone and undo.undoes not in entries]
    if not in_force:
        raise NotFound("nothing is taken back that could be brought back; `migcli log` shows what was recorded.")
    last = max(in_force, key=lambda undo: undo.entry)
    since = [entry for entry in log if entry.entry > last.entry and entry.entry not in entries]
    if since:
        raise Refused(f"`{since[-1].command}` came after the last undo, so it can't be brought back; record it again.")
    return last, next(entry for entry in log if entry.entry == last.undoes)


def recorded_by(command: LogEntry, changed: Mapping[int, Sequence[Change]]) -> Sequence[Change]:
    """What a command recorded; `changed` is what its entry changed. Raises Refused at a command such as a restore,
    which recorded nothing that could be taken back.
    """
    if command.entry not in changed:
        raise Refused(
            f"the last command in force was `{command.command}`, which recorded nothing that could be taken back;"
            " `migcli restore` brings back the file as a backup has it."
        )
    return changed[command.entry]


def untouched_since(command: LogEntry, recorded: Iterable[Change], since: Iterable[Change]) -> None:
    """Raises Refused where a later command in force changed, or recorded something about, what this one recorded.

    `since` are the changes of the later commands in force. In a file there are none: what came since is taken back
    first. On a server another account may have made some.
    """
    touched = {change.record.id for change in recorded}
    for change in since:
        if touched & {change.record.id, change.patient}:
            raise Refused(
                f"`{command.command}` isn't taken back or brought back: {change.record.id} has been recorded since by"
                " another account, as `migcli log` shows; void what isn't true."
            )


def not_led(typed: str, patient: Patient) -> None:
    """Raises InvalidValue for the id of a patient who was merged: nobody means the one whom it leads to."""
    if typed.casefold() != patient.id.casefold():
        raise InvalidValue(f"{typed} was merged into {patient.id}; write {patient.id} if that is meant.")


def without_records(patient: Patient, about: Collection[AboutPatient]) -> None:
    """Raises Refused while records are about the patient, naming them."""
    if not about:
        return
    are = "is" if len(about) == 1 else "are"
    raise Refused(
        f"{patient.id} isn't taken back: {listed([record.id for record in about])} {are} about {patient.id}, as `migcli"
        f" log {patient.id}` shows; `migcli merge {patient.id} INTO` moves them to the right patient, or void each that"
        " isn't true first."
    )
