"""The bytes of a clinic file, whether they lie open or encrypted on the disk; what is replaced lies as it lay."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from migraine_cli.store.tinydb_file.durable import Buffer, FileState, replace_durably
from migraine_cli.store.tinydb_file.location import Source

if TYPE_CHECKING:
    from migraine_cli.store.tinydb_file.encryption import Key

_MARK = b"age-encryption.org/v1\n"
"""How a file of age begins."""


class Content(Struct, frozen=True):
    """What a file says, the key that opened it (None: it lies open), and the file's state when it was read."""

    data: bytes
    key: Key | None
    state: FileState


def is_encrypted(data: bytes) -> bool:
    """Whether these are the bytes of an age file, or the first of them."""
    return data.startswith(_MARK)


def read_content(path: Path) -> Content:
    """What the file at `path` holds. Raises ClinicFileError."""
    stored, state = read_stored(path)
    if not is_encrypted(stored):
        return Content(stored, None, state)
    from migraine_cli.store.tinydb_file.encryption import Key

    key = Key.configured()
    return Content(key.decrypt(stored, path), key, state)


def read_stored(path: Path) -> tuple[bytes, FileState]:
    """The bytes of the file at `path` as they lie there, and the file's state. Raises ClinicFileError."""
    source = Source.opened(path)
    try:
        assert source.state is not None
        return source.whole(), source.state
    finally:
        source.close()


def open_source(path: Path) -> tuple[Source, Key | None]:
    """What the file at `path` holds, to be read part by part (all of it at once where it is encrypted), and the key.

    Raises ClinicFileError.
    """
    source = Source.opened(path)
    if not is_encrypted(source.part(0, len(_MARK))):
        return source, None
    source.close()
    content = read_content(path)
    return Source.of(path, content.data, content.state), content.key


def write_content(path: Path, parts: Iterable[Buffer], key: Key | None, was: FileState | None) -> FileState:
    """Give the file at `path` the bytes of these parts, encrypted if there is a key. As `replace_durably`."""
    return replace_durably(path, [key.encrypt(b"".join(parts))] if key else parts, was)
