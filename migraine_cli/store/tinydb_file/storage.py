"""A TinyDB storage that can't lose what it has: `TinyDB(path, storage=ClinicStorage, writing=True)`."""

from __future__ import annotations

from tinydb.storages import Storage

from migraine_cli.store.tinydb_file.opened import OpenedFile


# TinyDB asks for a dict and uses it as a mutable mapping only.
class ClinicStorage(OpenedFile, Storage):  # type: ignore[misc]
    """The clinic file as TinyDB opens it. Takes and raises what OpenedFile does."""
