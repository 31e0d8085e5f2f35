"""Making a clinic file where there is none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.durable import cannot_write, make_folder, replace_durably
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.sealed import pack
from migraine_cli.store.tinydb_file.sealed_table import SealedTable


def create(path: Path, tables: Mapping[str, SealedTable] | None = None) -> None:
    """Make a clinic file at `path`, empty or with these tables, and the folders it lacks, for their owner alone.

    Raises ClinicFileError when there is a file already, and when none can be made.
    """
    path = Path(os.path.realpath(path))
    make_folder(path.parent)
    _check_free(path)
    with hold(path, "`migcli init`"):
        _check_free(path)
        replace_durably(path, pack(tables or {}), None)


def _check_free(path: Path) -> None:
    try:
        is_folder = path.is_dir()
    except OSError as problem:
        raise cannot_write(path, problem) from problem
    if is_folder:
        raise ClinicFileError(f"{path} is a folder; name a file in it, such as {path / 'clinic.json'}.")
    if os.path.lexists(path):
        raise ClinicFileError(f"there is already a clinic at {path}; nothing was changed.")
