"""Files that are handed out: new ones, for their owner alone, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import quoted


def new_file(path: Path, content: bytes, *, in_place_of: bytes | None = None) -> None:
    """Writes a file with mode 0600. One that is there stays, unless it begins as `in_place_of` says.

    Raises InvalidValue for a file that is there, and for a place that can't be written to.
    """
    with _writable(path):
        if path.exists() and not (in_place_of and path.is_file() and _begins(path, in_place_of)):
            raise InvalidValue(f"there is already a file {quoted(str(path))}; give another name, or move it away.")
        partial = path.with_name(f".{path.name}.part")
        try:
            _write(partial, content)
            partial.replace(path)
        finally:
            with suppress(FileNotFoundError):
                partial.unlink()


def new_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Writes files, each given by its name, into a folder; their names. One that is made has mode 0700.

    Raises InvalidValue for a folder that holds anything, and for a place that can't be written to.
    """
    with _writable(folder):
        made = not folder.exists()
        if made:
            folder.mkdir(mode=0o700)
        elif not folder.is_dir() or any(folder.iterdir()):
            raise InvalidValue(f"{quoted(str(folder))} isn't an empty folder; give a new one.")
        names: list[str] = []
        try:
            for name, content in files:
                names.append(name)
                _write(folder / name, content)
        except BaseException:
            _take_back(folder, names, made)
            raise
        return names


def _take_back(folder: Path, names: Iterable[str], made: bool) -> None:
    with suppress(OSError):
        for name in names:
            (folder / name).unlink(missing_ok=True)
        if made:
            folder.rmdir()


def _begins(path: Path, start: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(start)) == start


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as fault:
        if isinstance(fault, InvalidValue):
            raise
        why = getattr(fault, "strerror", None) or "its name can't be used"
        raise InvalidValue(f"{quoted(str(path))} can't be written ({why}); give another place.") from fault
