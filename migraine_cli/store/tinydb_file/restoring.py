"""Bringing a backup back: what would change, and the change itself, after a copy of what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.changes import facts
from migraine_cli.records.kinds import EVERY_KIND
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.record import Record
from migraine_cli.store.tinydb_file.backups import keep, verified
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.store.tinydb_file.durable import FileState
from migraine_cli.store.tinydb_file.encryption import Key
from migraine_cli.store.tinydb_file.location import read_bytes, real_path
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.sealed import Distrusted
from migraine_cli.store.tinydb_file.stored_bytes import is_encrypted, read_content, write_content


class KindChange(Struct, frozen=True):
    """Records in force of one kind: how many there are now, how many the backup has, and what restoring it does."""

    kind: str
    now: int
    backup: int
    lost: int
    gained: int
    changed: int


class Restoration(NamedTuple):
    """What a restoration would change. `damaged` says why what is there now can't be compared, `changes` is then None.

    `now` and `backup` are the times of the latest command in each.
    """

    changes: list[KindChange] | None
    damaged: str | None
    now: datetime | None
    backup: datetime | None


def preview(path: Path, source: Path) -> Restoration:
    """What restoring the backup `source` would change. Raises ClinicFileError when it can't be trusted."""
    backup = _backup(source)
    latest = _latest(backup)
    try:
        current = FileClinic(verified(path), path)
    except Distrusted as problem:
        return Restoration(None, problem.what, None, latest)
    changes = [_change(kind, current, backup) for kind in EVERY_KIND if not issubclass(kind, Void | Undo)]
    return Restoration([each for each in changes if each.now or each.backup], None, _latest(current), latest)


def restore(path: Path, source: Path, *, at: datetime, by: str) -> Path:
    """Put the backup `source` in the place of the clinic file and log it; where a copy of what was there is kept.

    It lies encrypted when one of the two did. Raises ClinicFileError, the file then being as it was.
    """
    path = real_path(path)
    with hold(path, "`migcli restore`"):
        _backup(source)
        was = FileState.at(path)
        tables, key = verified(source), read_content(source).key
        entry = tables.last(LogEntry.table) + 1
        tables.append(LogEntry.table, [LogEntry(entry=entry, at=at, by=by, command="restore")])
        if key is None and is_encrypted(read_bytes(path)):
            key = Key.configured()
        kept = keep(path, at, "restore")
        write_content(path, tables.packed(), key, was)
        return kept


def _backup(source: Path) -> FileClinic:
    try:
        return FileClinic(verified(source), source)
    except Distrusted as problem:
        raise ClinicFileError(f"the backup {source} can't be used, as {problem.what}; choose another one.") from problem


def _change(kind: type[Record], current: FileClinic, backup: FileClinic) -> KindChange:
    now, then = _by_id(current, kind), _by_id(backup, kind)
    return KindChange(
        kind=kind.kind,
        now=len(now),
        backup=len(then),
        lost=len(now.keys() - then.keys()),
        gained=len(then.keys() - now.keys()),
        changed=sum(facts(now[each]) != facts(then[each]) for each in now.keys() & then.keys()),
    )


def _by_id(clinic: FileClinic, kind: type[Record]) -> Mapping[str, Record]:
    return {record.id: record for record in clinic.records(kind)}


def _latest(clinic: FileClinic) -> datetime | None:
    return max((entry.at for entry in clinic.log()), default=None)
