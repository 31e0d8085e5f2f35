"""Where the clinic file lies, and what is said when it can't be opened there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from migraine_cli.errors import ClinicFileError
from migraine_cli.reference.files import check_ordinary, open_ordinary, read_ordinary
from migraine_cli.store.tinydb_file.durable import FileState

_PIECE = 1 << 20
"""Bytes."""


def real_path(path: str | Path) -> Path:
    """The file that is meant, behind any symbolic links, so that a link stays one when its target is
    replaced. Raises ClinicFileError for what is no ordinary file.
    """
    with _explained(path):
        real = Path(os.path.realpath(path, strict=True))
        check_ordinary(real.stat(), real)
        return real


class Source:
    """The bytes of a clinic file as they were when it was opened, read part by part.

    The file is only ever replaced whole, so what was opened stays as it was. Raises ClinicFileError when the file
    can't be opened or read.
    """

    def __init__(self, path: Path, file: BinaryIO, state: FileState | None = None) -> None:
        self._path = path
        self._file = file
        self.state = state
        """That of the file when it was opened; None where the bytes were at hand."""

    @staticmethod
    def opened(path: Path) -> Source:
        """What the file at `path` holds now; nothing is made or locked."""
        with _explained(path):
            file = open_ordinary(path)
            return Source(path, file, FileState.of(os.fstat(file.fileno())))

    @staticmethod
    def of(path: Path, data: bytes, state: FileState | None = None) -> Source:
        """Bytes that are at hand, of the file at `path`."""
        return Source(path, BytesIO(data), state)

    def part(self, start: int, size: int) -> bytes:
        """`size` bytes from `start` on, fewer at the end."""
        try:  # in place of `_explained`, since a large clinic is read in ten thousands of parts
            self._file.seek(start)
            return self._file.read(size)
        except (OSError, ValueError) as problem:
            raise _unreadable(self._path, problem) from problem

    def pieces(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `end`, else to the end of the file, with no more than a piece in memory."""
        while piece := self.part(start, _PIECE if end is None else min(_PIECE, end - start)):
            yield piece
            start += len(piece)

    def whole(self) -> bytes:
        """All of it."""
        return self.part(0, -1)

    def close(self) -> None:
        """Let go of the file, which can't be replaced on Windows while it is open."""
        with suppress(OSError):  # it was only read: nothing is lost
            self._file.close()


def read_bytes(path: Path) -> bytes:
    """The whole file as it is now; nothing is made or locked."""
    with _explained(path):
        return read_ordinary(path)


@contextmanager
def _explained(path: str | Path) -> Iterator[None]:
    """Turn the errors of opening the clinic file into ClinicFileError."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise ClinicFileError(
            f"there is no clinic file at {path}; make one with `migcli init`.", advice=("another place",)
        ) from problem
    except (OSError, ValueError) as problem:
        raise _unreadable(path, problem) from problem


def _unreadable(path: str | Path, problem: OSError | ValueError) -> ClinicFileError:
    reason = problem.strerror if isinstance(problem, OSError) else problem
    return ClinicFileError(f"the clinic file {path} can't be opened ({reason}).", advice=("which place",))
