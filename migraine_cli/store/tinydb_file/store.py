"""A clinic that lies in a TinyDB file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from migraine_cli.store.contract import Clinic, Fault, Store
from migraine_cli.store.tinydb_file.clinic import FileClinic

if TYPE_CHECKING:
    from uuid import UUID

    from migraine_cli.store.tinydb_file.recording import FileRecording


class FileStore(Store):
    """The clinic in the file at `path`. Whatever is done with it may raise ClinicFileError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self, as_known_on: date | None = None) -> Iterator[FileClinic]:
        """The clinic as it is now, or was known by the end of a day; the file stays free to be replaced meanwhile."""
        with closing(FileClinic.open(self.path, as_known_on)) as clinic:
            yield clinic

    @contextmanager
    def recording(
        self,
        command: str,
        *,
        at: datetime,
        by: str,
        reason: str | None = None,
        dry_run: bool = False,
        back_up: bool = False,
        request: UUID | None = None,  # noqa: ARG002 a file always tells whether it was written
    ) -> Iterator[FileRecording]:
        """The clinic to record in: written as one when the block ends, not at all when it fails.

        The lock is held from before the first read until after the write. A dry run takes no lock and writes nothing.
        """
        name = command.partition(" ")[0]
        # What writes and what adds, which those who only read can do without.
        from migraine_cli.records.log import LogEntry
        from migraine_cli.store.tinydb_file.opened import OpenedFile
        from migraine_cli.store.tinydb_file.recording import FileRecording

        with closing(OpenedFile(self.path, writing=not dry_run, program=f"`migcli {name}`")) as file:
            clinic = FileRecording(file.read(), self.path)
            yield clinic
            if not dry_run and clinic.changed:
                if back_up:
                    from migraine_cli.store.tinydb_file.backups import keep

                    keep(self.path, at, name)
                entry = LogEntry(entry=clinic.entry, at=at, by=by, command=command, reason=reason)
                clinic.commit(file, entry)

    def take_over(self, clinic: Clinic) -> None:
        """Make a file of all that another clinic holds. Raises ClinicFileError where there is a file already."""
        from migraine_cli.store.tinydb_file.creating import create
        from migraine_cli.store.tinydb_file.whole import tables_of

        create(self.path, tables_of(clinic))

    def check(self) -> list[Fault]:
        """All that is wrong with the file, its backups and the records in it."""
        from migraine_cli.store.tinydb_file.check import faults

        return faults(self.path)
