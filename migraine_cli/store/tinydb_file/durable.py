"""Replacing a file so that a kill, a full disk or an I/O error leaves either the old bytes or the new ones.

The caller holds the lock: nothing here guards against a second writer.
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from migraine_cli.errors import ClinicFileError

_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FOLDERS_CANT_SYNC = {errno.EINVAL, getattr(errno, "ENOTSUP", errno.EINVAL)}
_WAITS = (0.02, 0.05, 0.1, 0.2)
"""Seconds between attempts to replace a file that a reader on Windows has open."""


Buffer = bytes | memoryview


def replace_durably(path: Path, parts: Sequence[Buffer]) -> None:
    """Give the file at `path` the bytes of `parts`, with mode 0600; it returns only when they are on the
    disk.

    Raises ClinicFileError. The file is then as it was, except where the sentence says that the change
    may have been recorded.
    """
    try:
        clear_stale(path.parent, re.escape(path.name))
        temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
        try:
            _write(temporary, parts)
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


def make_folder(folder: Path) -> None:
    """Make a folder, and those it lies in, where there are none; only their owner may open what is made.

    Raises ClinicFileError.
    """
    try:
        for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise cannot_write(folder, problem) from problem


def clear_stale(folder: Path, names: str) -> None:
    """Remove the temporary files that killed writers of files with these names, a pattern, left behind."""
    ours = re.compile(rf"\.{names}\.[0-9a-f]{{16}}\.tmp")
    with os.scandir(folder) as entries:
        stale = [entry.path for entry in entries if ours.fullmatch(entry.name)]
    for leftover in stale:
        # A leftover is only untidy: one that can't be removed must not stop a treatment from being recorded.
        with suppress(OSError):
            Path(leftover).unlink()


def _write(temporary: Path, parts: Sequence[Buffer]) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o600)
    try:
        for part in parts:
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
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
