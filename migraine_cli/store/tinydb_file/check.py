"""Looking the whole clinic file over, and accepting what another program did to it."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.log import LogEntry
from migraine_cli.store.contract import Fault
from migraine_cli.store.tinydb_file.backups import backups, folder, leftovers, restoring, verified
from migraine_cli.store.tinydb_file.consistency import inconsistencies
from migraine_cli.store.tinydb_file.location import Source, real_path
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.oddities import oddities
from migraine_cli.store.tinydb_file.other_layouts import reseal
from migraine_cli.store.tinydb_file.sealed import (
    RESTORE,
    ChangedElsewhere,
    Damaged,
    DaysDamaged,
    Distrusted,
)
from migraine_cli.store.tinydb_file.stored_bytes import read_content, write_content
from migraine_cli.store.tinydb_file.tables import Tables, unpack

_ACCEPTABLE = (ChangedElsewhere, DaysDamaged)
"""What leaves the records themselves as somebody meant them."""


def faults(path: Path, accept: bool = False) -> list[Fault]:
    """All that is wrong with the clinic file at `path`; with `accept`, all that accepting wouldn't mend.

    Raises ClinicFileError where there is no clinic file to look at: missing, newer, or something else.
    """
    path = real_path(path)
    try:
        found = _faults(read_content(path).data, path, accept)
    except Damaged as problem:
        found = [Fault(problem.what, problem.mend)]
    found += _backup_faults(path)
    if not any(fault.mend == RESTORE for fault in found):
        return found
    mend = restoring(path)
    return [replace(fault, mend=mend) if fault.mend == RESTORE else fault for fault in found]


def warnings(path: Path, now: datetime) -> list[str]:
    """What is no fault of the clinic file and yet wants to be looked at. Raises ClinicFileError."""
    left = [
        f"{file} was left by a command that was killed, and may hold records in plain text; remove it."
        for file in leftovers(path)
    ]
    return [*wider_modes(path), *left, *oddities(path, now)]


def wider_modes(path: Path) -> list[str]:
    """Warnings where others may open the clinic file, its folder or its backups; none on Windows, without modes."""
    if os.name == "nt":
        return []
    path = real_path(path)
    places = [(path, 0o600), (path.parent, 0o700), *((file, 0o600) for file in backups(path))]
    if folder(path).is_dir():
        places.append((folder(path), 0o700))
    return [
        f"other users of this computer may open {place}; close it with `chmod {mode:o} {place}`."
        for place, mode in places
        if stat.S_IMODE(place.stat().st_mode) & 0o077
    ]


def check_acceptable(path: Path) -> bool:
    """Whether there is a change to accept. Raises ClinicFileError when the file has any other fault."""
    path = real_path(path)
    data = read_content(path).data
    _refuse_other_faults(data, path)
    return any(isinstance(problem, ChangedElsewhere) for problem in _distrusted(data, path))


def accept(path: Path, *, at: datetime, by: str) -> None:
    """Seal the clinic file as another program left it, and log that; a file in order stays as it is.

    Raises ClinicFileError when it has any other fault, and changes nothing then.
    """
    path = real_path(path)
    with hold(path, "`migcli check`"):
        content = read_content(path)
        _refuse_other_faults(content.data, path)
        if not _distrusted(content.data, path):
            return
        tables = Tables(reseal(content.data, path), Source.of(path, content.data), path)
        entry = tables.last(LogEntry.table) + 1
        tables.append(LogEntry.table, [LogEntry(entry=entry, at=at, by=by, command="check --accept")])
        write_content(path, tables.packed(), content.key, content.state)


def _refuse_other_faults(data: bytes, path: Path) -> None:
    if remaining := _faults(data, path, accept=True):
        first = remaining[0]
        raise ClinicFileError(
            f"the clinic file {path} can't be accepted, as {first.what}; {first.mend}"
            f" (`migcli check` names all faults, {len(remaining)} in number)."
        )


def _backup_faults(path: Path) -> list[Fault]:
    """Whether the newest backup is good; a copy kept before a restoration may be one of a damaged file."""
    newest = next((file for file in backups(path) if "-before-restore" not in file.name), None)
    try:
        if newest:
            verified(newest)
    except ClinicFileError:
        return [Fault(f"the newest backup {newest} is damaged", "make another one with `migcli backup`")]
    return []


def _faults(data: bytes, path: Path, accept: bool) -> list[Fault]:
    problems = _distrusted(data, path)
    remaining = [problem for problem in problems if not (accept and isinstance(problem, _ACCEPTABLE))]
    found = [Fault(problem.what, problem.mend) for problem in remaining]
    # Records in damaged bytes aren't looked at: what they seem to say may be false.
    if any(isinstance(problem, Damaged) for problem in problems):
        return found
    try:
        sealed = reseal(data, path) if problems else unpack(Source.of(path, data), path)
    except Damaged as problem:
        return [*found, Fault(problem.what, problem.mend)]
    return found + inconsistencies(Tables(sealed, Source.of(path, data), path))


def _distrusted(data: bytes, path: Path) -> list[Distrusted]:
    """What makes the bytes other than migcli wrote them."""
    try:
        tables = Tables(unpack(Source.of(path, data), path), Source.of(path, data), path)
    except Distrusted as problem:
        return [problem]
    return list(tables.distrusted())
