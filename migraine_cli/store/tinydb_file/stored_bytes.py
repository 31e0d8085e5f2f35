"""The bytes of a clinic file, whether they lie open or encrypted on the disk; what is replaced lies as it lay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from migraine_cli.store.tinydb_file.durable import Buffer, replace_durably
from migraine_cli.store.tinydb_file.location import Source, read_bytes

if TYPE_CHECKING:
    from migraine_cli.store.tinydb_file.encryption import Key

_MARK = b"age-encryption.org/v1\n"
"""How a file of age begins."""


class Content(NamedTuple):
    """What a file says, and the key that opened it (None: it lies open)."""

    data: bytes
    key: Key | None


def is_encrypted(data: bytes) -> bool:
    """Whether these are the bytes of an age file, or the first of them."""
    return data.startswith(_MARK)


def read_content(path: Path) -> Content:
    """What the file at `path` holds. Raises ClinicFileError."""
    stored = read_bytes(path)
    if not is_encrypted(stored):
        return Content(stored, None)
    from migraine_cli.store.tinydb_file.encryption import Key

    key = Key.configured()
    return Content(key.decrypt(stored, path), key)


def open_source(path: Path) -> tuple[Source, Key | None]:
    """What the file at `path` holds, to be read part by part (all of it at once where it is encrypted), and the key.

    Raises ClinicFileError.
    """
    source = Source.opened(path)
    if not is_encrypted(source.part(0, len(_MARK))):
        return source, None
    source.close()
    data, key = read_content(path)
    return Source.of(path, data), key


def write_content(path: Path, parts: Sequence[Buffer], key: Key | None) -> None:
    """Give the file at `path` the bytes of these parts, encrypted if there is a key. Raises as `replace_durably`."""
    replace_durably(path, [key.encrypt(b"".join(parts))] if key else parts)
