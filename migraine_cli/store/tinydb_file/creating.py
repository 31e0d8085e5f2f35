"""Making a clinic file where there is none."""

from __future__ import annotations

import os
from pathlib import Path

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.durable import make_folder, replace_durably
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.sealed import pack


def create(path: Path) -> None:
    """Make an empty clinic file at `path`, and the folders it lacks; only their owner may open them.

    Raises ClinicFileError when there is a file already, and when none can be made.
    """
    path = Path(os.path.realpath(path))
    make_folder(path.parent)
    with hold(path, "`migcli init`"):
        if os.path.lexists(path):
            raise ClinicFileError(f"there is already a clinic at {path}; nothing was changed.")
        replace_durably(path, pack({}))
