"""Which store `--clinic` means."""

from __future__ import annotations

from migraine_cli.store.contract import Store
from migraine_cli.store.places import locate
from migraine_cli.store.tinydb_file.store import FileStore


def chosen_store(option: str | None) -> Store:
    """The store in which the clinic lies that was given as --clinic, else in MIGCLI_CLINIC, else in the usual place.

    Raises ClinicFileError for a kind of store that isn't there.
    """
    return FileStore(locate(option))
