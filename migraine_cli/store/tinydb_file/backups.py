"""Dated, verified copies of the clinic file, in the folder `backups` beside it or where a person wants them.

A copy is the file's very bytes, so an encrypted clinic has encrypted backups. What is about to be overturned (by an
import, a restore) is copied first; of these automatic copies the newest KEPT stay, those a person made all stay.
"""

from __future__ import annotations

import os
import re
import shlex
from contextlib import closing, suppress
from datetime import datetime
from itertools import count, zip_longest
from pathlib import Path

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.store.places import locate
from migraine_cli.store.tinydb_file.durable import cannot_write, clear_stale, make_folder, replace_durably, stale
from migraine_cli.store.tinydb_file.location import Source, real_path
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.sealed import RESTORE, Damaged
from migraine_cli.store.tinydb_file.stored_bytes import read_content
from migraine_cli.store.tinydb_file.tables import Tables, unpack

KEPT = 10
"""Automatic backups of one clinic file; ours."""

_DATED = "%Y-%m-%dT%H%M%S"


def folder(path: Path) -> Path:
    """Where the backups of the clinic file at `path` lie unless a person says otherwise."""
    return real_path(path).parent / "backups"


def back_up(path: Path, at: datetime, to: Path | None = None) -> Path:
    """Make a verified backup: in its folder, in the folder `to`, or as the file `to`. Returns where it is.

    Raises ClinicFileError when the clinic file can't be trusted, `to` is there already, or the copy can't be made, and
    InvalidValue as `not_missing`.
    """
    path = real_path(path)
    with hold(path, "`migcli backup`"):
        verified(path)
        not_missing(to)
        target = _free_name(path, to, at)
        if os.path.lexists(target):
            raise ClinicFileError(f"there is already a file {target}, which isn't overwritten; give another name.")
        return _copied(path, target)


def not_missing(to: Path | None) -> None:
    """Raises InvalidValue where `to` isn't there and is called like a folder: of a stick that isn't plugged in a file
    would be made in its stead, on the disk that the copy is to outlive.
    """
    if to is not None and not to.suffix and not os.path.lexists(to):
        raise InvalidValue(
            f"there is no folder {to}; plug in its disk or make the folder, or name a new file with its ending, such as"
            f" {to}.json."
        )


def _free_name(path: Path, to: Path | None, at: datetime) -> Path:
    try:
        as_named = to is not None and not to.is_dir()
    except OSError as problem:
        raise cannot_write(to or path, problem) from problem
    return to if to is not None and as_named else _unused(path, to or folder(path), f"{at:{_DATED}}")


def keep(path: Path, at: datetime, before: str) -> Path:
    """Keep a copy of the clinic file as it is, damaged or not, before the command `before` overturns it.

    Raises ClinicFileError. The caller holds the lock.
    """
    path = real_path(path)
    kept = _copied(path, _unused(path, folder(path), f"{at:{_DATED}}-before-{before}"))
    for old in [file for file in backups(path) if "-before-" in file.name][KEPT:]:
        # One too many is only untidy: it must not stop the command.
        with suppress(OSError):
            old.unlink()
    return kept


def backups(path: Path) -> list[Path]:
    """The backups in the folder beside the clinic file, the newest first."""
    path = real_path(path)
    ours = re.compile(rf"{_pattern(path)}(-before-[a-z]+)?(-(?P<number>\d+))?{re.escape(path.suffix)}")
    try:
        names = [found for file in folder(path).iterdir() if (found := ours.fullmatch(file.name))]
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise _unseen(folder(path), problem) from problem
    names.sort(key=lambda found: (found["at"], int(found["number"] or 1)), reverse=True)
    return [folder(path) / found[0] for found in names]


def leftovers(path: Path) -> list[Path]:
    """The temporary files that killed commands left beside the clinic file and among its backups.

    They hold what was to be written, in plain text where the clinic wasn't encrypted then. Raises ClinicFileError.
    """
    path = real_path(path)
    names = rf"{re.escape(path.name)}|{_pattern(path)}.*"
    found: list[Path] = []
    for place in (path.parent, folder(path)):
        try:
            found += stale(place, names)
        except FileNotFoundError:
            continue  # no backup was made yet
        except OSError as problem:
            raise _unseen(place, problem) from problem
    return sorted(found)


def sweep(path: Path) -> None:
    """Remove what `leftovers` finds; what can't be removed stays, and is found again. The caller holds the lock."""
    for leftover in leftovers(path):
        with suppress(OSError):
            leftover.unlink()


def verified(file: Path) -> Tables:
    """The tables of a clinic file or a backup, every digest checked. Raises ClinicFileError."""
    data = read_content(file).data
    source = Source.of(file, data)
    tables = Tables(unpack(source, file), source, file)
    for problem in tables.distrusted():
        raise problem
    return tables


def newest_good(path: Path) -> Path | None:
    """The newest backup beside the clinic file that can be trusted; None when there is none to be seen."""
    with suppress(ClinicFileError):
        for file in backups(path):
            with suppress(ClinicFileError):
                verified(file)
                return file
    return None


def restoring(path: Path) -> str:
    """How to bring a damaged clinic file back: the newest good backup, and the very command."""
    newest = newest_good(path)
    if newest is None:
        return f"restore a backup you keep elsewhere with `migcli restore FROM`, as {folder(path)} holds no good one"
    elsewhere = [] if real_path(path) == Path(os.path.realpath(locate(None))) else ["--clinic", str(path)]
    return f"restore the newest good backup with `{shlex.join(['migcli', 'restore', str(newest), *elsewhere])}`"


def with_mend(fault: ClinicFileError) -> ClinicFileError:
    """The fault of a damaged clinic file with the command that mends it; any other fault as it is."""
    if not isinstance(fault, Damaged) or fault.mend != RESTORE:
        return fault
    return Damaged(fault.path, fault.what, restoring(fault.path))


def _unseen(place: Path, problem: OSError) -> ClinicFileError:
    return ClinicFileError(f"the folder {place} can't be looked at ({problem.strerror}); give yourself the right to.")


def _pattern(path: Path) -> str:
    return rf"{re.escape(path.stem)}-(?P<at>\d{{4}}-\d\d-\d\dT\d{{6}})"


def _unused(path: Path, place: Path, dated: str) -> Path:
    """A name for a backup that no other has; within one second they are numbered."""
    for number in count(1):
        target = place / f"{path.stem}-{dated}{f'-{number}' if number > 1 else ''}{path.suffix}"
        if not os.path.lexists(target):
            return target
    raise AssertionError


def _copied(path: Path, target: Path) -> Path:
    """Copy the file byte for byte, and read the copy back."""
    try:
        if target.parent == folder(path):
            make_folder(target.parent)
        clear_stale(target.parent, rf"{_pattern(path)}.*")
    except OSError as problem:
        raise cannot_write(target, problem) from problem
    with closing(Source.opened(path)) as source:
        replace_durably(target, source.pieces(), None)
        with closing(Source.opened(target)) as copy:
            if any(one != other for one, other in zip_longest(source.pieces(), copy.pieces())):
                raise ClinicFileError(
                    f"the backup {target} doesn't read back as it was written; check the disk, make another."
                )
    return target
