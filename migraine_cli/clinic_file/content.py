"""The bytes of a clinic file, whether they lie open or encrypted on the disk; what is replaced lies as it lay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from migraine_cli.clinic_file.durable import replace_durably
from migraine_cli.clinic_file.location import Source, read_bytes

if TYPE_CHECKING:
    from migraine_cli.clinic_file.encryption import Key

_MARK = b"age-encryption.org/v1\n"
"""How a file of age begins."""


class Content(NamedTuple):
    """A file's bytes as they lie on the disk, what they say, and the key that opened them (None: they lie open)."""

    stored: bytes
    data: bytes
    key: Key | None


def is_encrypted(data: bytes) -> bool:
    """Whether these are the bytes of an age file, or the first of them."""
    return data.startswith(_MARK)


def read_content(path: Path) -> Content:
    """What the file at `path` holds. Raises ClinicFileError."""
    stored = read_bytes(path)
    if not is_encrypted(stored):
        return Content(stored, stored, None)
    from migraine_cli.clinic_file.encryption import Key

    key = Key.configured()
    return Content(stored, key.decrypt(stored, path), key)


def open_source(path: Path) -> Source:
    """What the file at `path` holds, to be read part by part; all of it at once where it is encrypted.

    Raises ClinicFileError.
    """
    source = Source.opened(path)
    return Source.of(path, read_content(path).data) if is_encrypted(source.part(0, len(_MARK))) else source


def write_content(path: Path, data: bytes, key: Key | None) -> None:
    """Give the file at `path` these bytes, encrypted if there is a key. Raises as `replace_durably` does."""
    replace_durably(path, key.encrypt(data) if key else data)
