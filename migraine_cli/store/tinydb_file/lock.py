"""One writer at a time: a lock on a sibling of the clinic file, never on the file that gets replaced."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from migraine_cli.errors import ClinicFileError
from migraine_cli.reference.files import check_ordinary
from migraine_cli.store.tinydb_file.durable import cannot_write

LONGEST_WAIT = 10.0
"""Seconds a command waits for another one to finish."""

_BETWEEN_ATTEMPTS = 0.02
"""Seconds after which a command that waits tries again."""

# Windows denies others the byte that is locked, the first one, so the holder's name starts after it.
_NAME_STARTS = 1


class _Holder(msgspec.Struct):
    """Who holds the lock. A command's name and a process number: nothing about a patient."""

    program: str
    process: int


class _InVain(Exception):
    """Another program held the lock for all of LONGEST_WAIT."""


@contextmanager
def hold(path: Path, program: str) -> Iterator[None]:
    """Hold the lock of the clinic file at `path`, waiting up to LONGEST_WAIT seconds for it.

    `program` is how others see who holds it, such as "`migcli import`". Raises ClinicFileError when the
    wait was in vain (naming the holder) and when the folder, which must exist, can't take a lock file.
    """
    file = path.with_name(f"{path.name}.lock")
    with ExitStack() as held:
        try:
            _check_own(file)
            held.enter_context(_locked(file, program))
        except _InVain as problem:
            raise ClinicFileError(
                f"the clinic file {path} is held by {_holder(file)}; try again when it has finished."
            ) from problem
        except OSError as problem:
            raise cannot_write(file, problem) from problem
        yield


if sys.platform == "win32":

    @contextmanager
    def _locked(file: Path, program: str) -> Iterator[None]:
        """Raises _InVain and OSError."""
        from filelock import FileLock, Timeout

        lock = FileLock(
            file,
            timeout=LONGEST_WAIT,
            mode=0o600,
            thread_local=False,
            fallback_to_soft=False,
            preserve_lock_file=True,
            on_acquired=lambda descriptor: _sign(descriptor, program),
        )
        try:
            lock.acquire()
        except Timeout as problem:
            raise _InVain from problem
        try:
            yield
        finally:
            # The lock ends with the process at the latest: that it can't be let go must not deny what was recorded.
            with suppress(OSError):
                lock.release()

else:
    import fcntl

    @contextmanager
    def _locked(file: Path, program: str) -> Iterator[None]:
        """Raises _InVain and OSError. As filelock does it, whose import takes a fifth of a short command's time."""
        descriptor = _descriptor_of(file)
        try:
            _sign(descriptor, program)
            yield
        finally:
            # The lock ends with the process at the latest: that it can't be let go must not deny what was recorded.
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_UN)
            with suppress(OSError):
                os.close(descriptor)

    def _descriptor_of(file: Path) -> int:
        """The locked lock file. One that was removed while it was waited for locks nothing, and is taken anew."""
        last_attempt = time.monotonic() + LONGEST_WAIT
        while True:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY, 0o600)
            try:
                _wait_for(descriptor, last_attempt)
                if _is_still(file, descriptor):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _is_still(file: Path, descriptor: int) -> bool:
        try:
            return os.path.samestat(file.lstat(), os.fstat(descriptor))
        except FileNotFoundError:
            return False

    def _wait_for(descriptor: int, last_attempt: float) -> None:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as problem:
                if time.monotonic() > last_attempt:
                    raise _InVain from problem
                time.sleep(_BETWEEN_ATTEMPTS)
            else:
                return


def _check_own(file: Path) -> None:
    """Raises OSError for a lock file that isn't one of migcli's own making: signing it would write to another file."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return
    check_ordinary(found, file)
    if found.st_nlink > 1:
        raise OSError(errno.EMLINK, "it is another file's name too; remove it", str(file))


def _sign(descriptor: int, program: str) -> None:
    # On a full disk the lock still holds; the write that follows says what is wrong.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, b" " * _NAME_STARTS + msgspec.json.encode(_Holder(program, os.getpid())))


def _holder(file: Path) -> str:
    """The holder in words. The time is the lock file's, which its holder signed on getting the lock."""
    try:
        with file.open("rb", buffering=0) as signed:
            signed.seek(_NAME_STARTS)
            holder = msgspec.json.decode(signed.read(), type=_Holder)
        since = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).astimezone()
    except (OSError, ValueError, msgspec.MsgspecError):
        return "another program"
    return f"{holder.program} (process {holder.process}) since {since:%H:%M}"
