"""From an open clinic file to an encrypted one and back, its backups with it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.store.tinydb_file.backups import backups, sweep, verified
from migraine_cli.store.tinydb_file.durable import FileState
from migraine_cli.store.tinydb_file.encryption import Key
from migraine_cli.store.tinydb_file.location import read_bytes, real_path
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.stored_bytes import is_encrypted, read_stored, write_content


def encrypt(path: Path, key: Key, *, dry_run: bool = False) -> list[Path]:
    """Encrypt the clinic file at `path` and the backups beside it that lie open; those files, the clinic file last.

    Raises InvalidValue when it is encrypted already, ClinicFileError when it can't be trusted or written.
    """
    path = real_path(path)
    with hold(path, "`migcli encrypt`"):
        if is_encrypted(read_bytes(path)):
            raise InvalidValue(f"{path} is encrypted already; for another key, `migcli decrypt` it first.")
        verified(path)
        lying_open = [file for file in (*backups(path), path) if not is_encrypted(read_bytes(file))]
        if not dry_run:
            for file in lying_open:
                data, was = read_stored(file)
                write_content(file, [data], key, was)
            sweep(path)
        return lying_open


def decrypt(path: Path, identity: str | None = None, *, dry_run: bool = False) -> list[Path]:
    """Let the clinic file at `path` and the backups beside it lie open; those files, the clinic file last.

    The key is that in the file `identity`, else the configured one; it is asked for once the clinic file is known to
    need it. A backup that it doesn't open stays as it is. Raises InvalidValue when the clinic file isn't encrypted,
    ClinicFileError when it can't be opened or written.
    """
    path = real_path(path)
    with hold(path, "`migcli decrypt`"):
        stored, was = read_stored(path)
        if not is_encrypted(stored):
            raise InvalidValue(f"{path} isn't encrypted; there is nothing to do.")
        key = Key.configured(identity)
        opened = {**_opened(backups(path), key), path: (key.decrypt(stored, path), was)}
        for file, (data, state) in () if dry_run else opened.items():
            write_content(file, [data], None, state)
        return list(opened)


def _opened(files: Iterable[Path], key: Key) -> dict[Path, tuple[bytes, FileState]]:
    opened = {}
    for file in files:
        stored, was = read_stored(file)
        if is_encrypted(stored):
            with suppress(ClinicFileError):
                opened[file] = key.decrypt(stored, file), was
    return opened
