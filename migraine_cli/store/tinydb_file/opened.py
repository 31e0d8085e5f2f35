"""The clinic file, held open to change it: what is written can't lose what there was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.location import Source, real_path
from migraine_cli.store.tinydb_file.lock import hold
from migraine_cli.store.tinydb_file.stored_bytes import open_source, write_content
from migraine_cli.store.tinydb_file.tables import Tables, unpack

if TYPE_CHECKING:
    from migraine_cli.store.tinydb_file.durable import Buffer, FileState
    from migraine_cli.store.tinydb_file.encryption import Key


class OpenedFile:
    """The clinic file at `path`, each of its bytes read at most once.

    Opened for writing it holds the lock until `close`, so that nothing changes between a read and the
    write that follows it. Opened to read it takes no lock, as the file is only ever replaced whole, and
    it makes nothing. `program` is how another program that waits sees who holds the lock. JSON has no
    nan or inf: they are stored as null.

    Raises ClinicFileError when the file is missing, locked or can't be trusted.
    """

    def __init__(self, path: str | Path, *, writing: bool = False, program: str = "a program using TinyDB") -> None:
        super().__init__()
        self._path = real_path(path)
        self._writing = writing
        self._held = ExitStack()
        if writing:
            self._held.enter_context(hold(self._path, program))
        self._source: Source | None = None
        self._state: FileState | None = None
        self._key: Key | None = None
        try:
            self.read()
        except BaseException:
            self.close()
            raise

    def read(self) -> Tables:
        """The tables as they are now, each decoded when it is asked for."""
        if self._source is None:
            self._source, self._key = open_source(self._path)
            self._state = self._source.state
        return Tables(unpack(self._source, self._path), self._source, self._path)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace all tables by `data`; those of `Tables` that weren't touched keep their very bytes.

        Raises ClinicFileError, the file then being as it was unless the sentence says otherwise.
        """
        if not self._writing:
            raise ClinicFileError(f"the clinic file {self._path} was opened to be read; open it with writing=True.")
        tables = data if isinstance(data, Tables) else self._replaced_by(data)
        if tables.outdated:
            for problem in tables.distrusted():
                raise problem
            self._keep_a_copy()
        self._state = write_content(self._path, self._packed(tables), self._key, self._state)

    def close(self) -> None:
        """Let go of the lock; nothing can be written any more."""
        self._writing = False
        self._forget()
        self._held.close()

    def _keep_a_copy(self) -> None:
        """Of the file in its earlier schema, dated by its last change, for whoever goes back to an earlier version."""
        from datetime import UTC, datetime

        from migraine_cli.store.tinydb_file.backups import keep

        changed = datetime.fromtimestamp(self._path.stat().st_mtime, tz=UTC).astimezone()
        keep(self._path, changed, "migration")

    def _packed(self, tables: Tables) -> Iterator[Buffer]:
        """The bytes to write, some of them out of the file; behind them it is closed, since Windows replaces no open
        one.
        """
        yield from tables.packed()
        self._forget()

    def _forget(self) -> None:
        """From here on, what counts is what is on the disk."""
        if self._source is not None:
            self._source.close()
        self._source = None

    def _replaced_by(self, data: Mapping[str, Mapping[str, Any]]) -> Tables:
        tables = self.read()
        for name in tables.keys() - data.keys():
            del tables[name]
        for name, table in data.items():
            tables[name] = dict(table)
        return tables
