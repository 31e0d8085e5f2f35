"""Where the clinic file lies, and what is said when it can't be opened there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from migraine_cli.errors import ClinicFileError


def locate(option: str | None) -> Path:
    """The path given as --clinic, else that in MIGCLI_CLINIC, else clinic.json in the platform's data
    folder.
    """
    chosen = option or os.environ.get("MIGCLI_CLINIC")
    if not chosen:
        from platformdirs import user_data_path

        return user_data_path("migcli", appauthor=False) / "clinic.json"
    try:
        return Path(chosen).expanduser()
    except RuntimeError as problem:
        raise ClinicFileError(
            f"the home folder in {chosen} isn't known; give the whole path with --clinic."
        ) from problem


def real_path(path: str | Path) -> Path:
    """The file that is meant, behind any symbolic links, so that a link stays one when its target is
    replaced.
    """
    with _explained(path):
        return Path(os.path.realpath(path, strict=True))


class Content:
    """The bytes of a clinic file as they were when it was opened, read part by part.

    The file is only ever replaced whole, so what was opened stays as it was. Raises ClinicFileError when the file
    can't be opened or read.
    """

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file

    @staticmethod
    def opened(path: Path) -> Content:
        """What the file at `path` holds now; nothing is made or locked."""
        with _explained(path):
            return Content(path, path.open("rb"))

    @staticmethod
    def of(path: Path, data: bytes) -> Content:
        """Bytes that are at hand, of the file at `path`."""
        return Content(path, BytesIO(data))

    def part(self, start: int, size: int) -> bytes:
        """`size` bytes from `start` on, fewer at the end."""
        with _explained(self._path):
            self._file.seek(start)
            return self._file.read(size)

    def whole(self) -> bytes:
        """All of it."""
        return self.part(0, -1)


def read_bytes(path: Path) -> bytes:
    """The whole file as it is now; nothing is made or locked."""
    with _explained(path):
        return path.read_bytes()


@contextmanager
def _explained(path: str | Path) -> Iterator[None]:
    """Turn the errors of opening the clinic file into ClinicFileError."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise ClinicFileError(
            f"there is no clinic file at {path}; make one with `migcli init`, or correct --clinic."
        ) from problem
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise ClinicFileError(
            f"the clinic file {path} can't be opened ({reason}); correct --clinic, or the file's permissions."
        ) from problem
