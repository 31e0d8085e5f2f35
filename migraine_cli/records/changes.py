"""What each command changed: which records it put in force, altered or took away, and every field's old and new value.

An undo changes what the command it takes back had changed, so the whole history of a record is told in the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import asdict

from migraine_cli.records.diary import DiaryEntry
from migraine_cli.records.history import in_force, undone_entries
from migraine_cli.records.log import Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record

Effect = Literal["added", "changed", "removed"]

_BOOKKEEPING = ("id", "entry", "replaces")


class FieldChange(Struct, frozen=True):
    """A field's old and new value, as JSON has them; None is not known."""

    field: str
    old: Any
    new: Any


class Change(Struct, frozen=True):
    """What one log entry did to one record. `old` is None for one that came into force, `new` for one taken away."""

    entry: int
    old: Record | None
    new: Record | None

    @property
    def record(self) -> Record:
        """The record as it is now, or as it last was."""
        record = self.new or self.old
        assert record is not None
        return record

    @property
    def effect(self) -> Effect:
        """Whether the record came into force, was altered or was taken away."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def patient(self) -> str | None:
        """The id of the patient whom the record is about; None of a record about the clinic."""
        return owner(self.record)

    def about(self, patient: str) -> bool:
        """Whether the record is about this patient, or was before it moved to another."""
        return any(record is not None and owner(record) == patient for record in (self.old, self.new))

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ."""
        return differences(self.old, self.new)


def owner(record: Record) -> str | None:
    """The id of the patient whom a record is about; a patient's own. None of a record about the clinic."""
    if isinstance(record, AboutPatient):
        return record.patient
    return record.id if isinstance(record, Patient) else None


def facts(record: Record) -> dict[str, Any]:
    """What a record says, by field; a diary entry's one statement is spread out, and the bookkeeping left out."""
    said = {name: getattr(record, name) for name in record.__struct_fields__ if name not in _BOOKKEEPING}
    if isinstance(record, DiaryEntry) and len(record.statements) == 1:
        return {"patient": said["patient"], **asdict(record.statements[0])}
    return said


def differences(old: Record | None, new: Record | None) -> tuple[FieldChange, ...]:
    """The fields in which two versions of a record differ; None stands for a record that isn't there."""
    before, after = ({} if record is None else facts(record) for record in (old, new))
    told = ((name, _plain(before.get(name)), _plain(after.get(name))) for name in before | after)
    return tuple(FieldChange(name, was, now) for name, was, now in told if was != now)


def _plain(value: Any) -> Any:
    """A value as JSON has it; nothing listed is the same as nothing known."""
    return None if value == () else to_builtins(value)


def changes(versions: Iterable[Record], voids: Iterable[Void], undos: Iterable[Undo]) -> Mapping[int, list[Change]]:
    """What every log entry changed, by its number, from all that was ever recorded, the oldest first; of each entry
    told when it is asked for.
    """
    return _Histories(versions, voids, undos)


def changes_by(
    entry: int, versions: Iterable[Record], voids: Iterable[Void], undos: Iterable[Undo]
) -> dict[int, list[Change]]:
    """The same of one entry alone, for which the versions of the records that it touched are enough; empty for one that
    touched none.
    """
    histories = _Histories(versions, voids, undos)
    return {entry: histories[entry]} if entry in histories else {}


def changes_about(patient: str, found: Mapping[int, list[Change]]) -> dict[int, list[Change]]:
    """Those of the changes that are about one patient, by the entries that made any."""
    theirs = {entry: [change for change in made if change.about(patient)] for entry, made in found.items()}
    return {entry: made for entry, made in theirs.items() if made}


class _Histories(Mapping[int, list[Change]]):
    """What was ever said under each record id, and which ids each entry touched: the changes of an entry, in the order
    in which it made them.
    """

    def __init__(self, versions: Iterable[Record], voids: Iterable[Void], undos: Iterable[Undo]) -> None:
        self.versions: defaultdict[str, list[Record]] = defaultdict(list)
        self.voids: defaultdict[str, list[Void]] = defaultdict(list)
        self.undos = sorted(undos, key=lambda undo: undo.entry)
        self.touched: defaultdict[int, list[str]] = defaultdict(list)
        for version in versions:
            self.versions[version.id].append(version)
            self.touched[version.entry].append(version.id)
        for void in voids:
            self.voids[void.target].append(void)
            self.touched[void.entry].append(void.target)
        for undo in self.undos:
            self.touched[undo.entry].extend(self.touched[undo.undoes])

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self.touched))

    def __len__(self) -> int:
        return len(self.touched)

    def __contains__(self, entry: object) -> bool:
        return entry in self.touched

    def __getitem__(self, entry: int) -> list[Change]:
        if entry not in self.touched:
            raise KeyError(entry)
        undone_before, undone_after = self._undone(entry - 1), self._undone(entry)
        found = (
            Change(entry, self._standing(id_, entry - 1, undone_before), self._standing(id_, entry, undone_after))
            for id_ in dict.fromkeys(self.touched[entry])
        )
        return [change for change in found if change.old is not change.new]

    def _undone(self, entry: int) -> frozenset[int]:
        return undone_entries(undo for undo in self.undos if undo.entry <= entry)

    def _standing(self, id_: str, entry: int, undone: frozenset[int]) -> Record | None:
        versions = [version for version in self.versions[id_] if version.entry <= entry]
        if not undone and id_ not in self.voids:
            return versions[-1] if versions else None
        return in_force(versions, (void for void in self.voids[id_] if void.entry <= entry), undone).get(id_)
