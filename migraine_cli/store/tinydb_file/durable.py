"""Replacing a file so that a kill, a full disk or an I/O error leaves either the old bytes or the new ones.

The caller holds the lock: nothing here guards against a second writer.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from migraine_cli.errors import ClinicFileError

_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FOLDERS_CANT_SYNC = {errno.EINVAL, getattr(errno, "ENOTSUP", errno.EINVAL)}
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts to replace a file that a reader on Windows has open."""


Buffer = bytes | memoryview


class FileState(Struct, frozen=True):
    """By what a file is known again: another one in its place, or other bytes in it, have another state."""

    device: int
    inode: int
    size: int
    changed: int

    @staticmethod
    def of(found: os.stat_result) -> FileState:
        """The state of a file that was looked at."""
        return FileState(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    @staticmethod
    def at(path: Path) -> FileState | None:
        """The state of what lies at `path`; None where nothing does."""
        try:
            return FileState.of(path.stat())
        except FileNotFoundError:
            return None


def replace_durably(path: Path, parts: Iterable[Buffer], was: FileState | None) -> FileState:
    """Give the file at `path` the bytes of `parts`, with mode 0600; it returns only when they are on the
    disk, with the state that the file has then.

    `was` is the file's state when it was read, None where there is to be none yet. Raises ClinicFileError, also when
    the file has another state by now, since a lock may fail to exclude another writer: its file was removed by hand, or
    a network folder knows no locks. The file is then as it was, except where the sentence says that the change may have
    been recorded.
    """
    try:
        clear_stale(path.parent, re.escape(path.name))
        temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
        try:
            state = _write(temporary, parts)
            if FileState.at(path) != was:
                raise _came_between(path)
            _replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise cannot_write(path, problem) from problem
    try:
        _sync_folder(path.parent)
    except OSError as problem:
        raise ClinicFileError(
            f"the change was written to {path}, but the disk didn't confirm it ({problem.strerror}), so it"
            " may have been recorded; look with `migcli show` or `migcli log` before you repeat the command."
        ) from problem
    return state


def _came_between(path: Path) -> ClinicFileError:
    return ClinicFileError(
        f"another writer came between: {path} was changed since this command read it; nothing was changed by this"
        " command, so run it again."
    )


def make_folder(folder: Path) -> None:
    """Make a folder, and those it lies in, where there are none; only their owner may open what is made.

    Raises ClinicFileError.
    """
    try:
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def stale(folder: Path, names: str) -> list[Path]:
    """The temporary files that killed writers of files with these names, a pattern, left in a folder.

    Raises OSError. Under the lock all of them are left over; without it one may be in the making.
    """
    ours = re.compile(rf"\.(?:{names})\.[0-9a-f]{{16}}\.tmp")
    with os.scandir(folder) as entries:
        return [folder / entry.name for entry in entries if ours.fullmatch(entry.name)]


def clear_stale(folder: Path, names: str) -> None:
    """Remove these temporary files. Raises OSError when the folder can't be looked at."""
    for leftover in stale(folder, names):
        # A leftover is only untidy: one that can't be removed must not stop a treatment from being recorded.
        with suppress(OSError):
            leftover.unlink()


def _write(temporary: Path, parts: Iterable[Buffer]) -> FileState:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        for part in parts:
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        return FileState.of(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def _replace(temporary: Path, path: Path) -> None:
    for wait in _WAITS:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable. Windows has no such step, and some network folders refuse it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in _FOLDERS_CANT_SYNC:
            raise
    finally:
        os.close(descriptor)


def cannot_write(path: Path, problem: OSError) -> ClinicFileError:
    """The error to raise when writing `path` failed before anything was changed."""
    if problem.errno in _NO_ROOM:
        mend = "every change needs room for a whole copy of the file, so free some space and repeat the command"
    elif problem.errno in _NOT_ALLOWED:
        mend = "give yourself the right to write in its folder and repeat the command"
    else:
        mend = "check the path and the disk and repeat the command"
    return ClinicFileError(f"{path} can't be written ({problem.strerror}); nothing was changed, {mend}.")
