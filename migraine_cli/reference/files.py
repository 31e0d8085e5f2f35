"""Opening files that are named from outside: ordinary ones only.

A FIFO would let a program wait for ever, an endless device fill its memory.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)


def open_ordinary(path: Path) -> BinaryIO:
    """The file at `path`, to be read. Raises OSError, also for what is no ordinary file, and ValueError for a name
    that no file can have.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        check_ordinary(os.fstat(descriptor), path)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def check_ordinary(found: os.stat_result, path: Path) -> None:
    """Raises OSError when what was found at `path` is no ordinary file."""
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))


def read_ordinary(path: Path) -> bytes:
    """All that the file at `path` holds. Raises as `open_ordinary`."""
    with open_ordinary(path) as file:
        return file.read()
