"""All that was ever recorded in a clinic file, in its typed versions: of one record, about one patient, by one command,
the others staying undecoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from msgspec.json import encode

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.history import known_entries
from migraine_cli.records.log import LogEntry, Undo, Void
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, Record, kind_of, number_of
from migraine_cli.store.tinydb_file.documents import marks_of, read_document, read_table, read_table_numbered
from migraine_cli.store.tinydb_file.sealed import UNREADABLE
from migraine_cli.store.tinydb_file.tables import Tables

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=AboutPatient)
T = TypeVar("T", bound=Record | LogEntry)

_SOUGHT_ONE_BY_ONE = 50
"""Records that are sooner found one after the other than by decoding all of their kind; ours."""


class Versions:
    """What a clinic file has ever held or, with `as_known_on`, had by the end of that day.

    A table is read when one of its records is asked for. Every method may raise ClinicFileError.
    """

    def __init__(self, tables: Tables, path: Path, as_known_on: date | None = None) -> None:
        self._tables = tables
        self._path = path
        self._read_once: dict[type[Any], list[Any]] = {}
        self._amended_once: dict[type[Record], list[Any]] = {}
        self._known: frozenset[int] | None = None
        if as_known_on is not None:
            self._known = known_entries(self._read(LogEntry), as_known_on)

    def versions(self, kind: type[R], patient_id: str | None = None) -> list[R]:
        """Everything ever recorded of one kind, oldest first: amended, voided and undone ones too."""
        if patient_id is not None:
            return self._versions_where(kind, "id" if issubclass(kind, Patient) else "patient", patient_id)
        read = self._read(kind)
        return read if self._known is None else [version for version in read if self._knows(version.entry)]

    def numbered(self, kind: type[R]) -> Iterator[tuple[int, R]]:
        """Everything ever recorded of one kind, each version with its number within the kind."""
        if kind.table in self._tables:
            with self._readable(kind):
                yield from read_table_numbered(kind, self._tables.raw(kind.table)).items()

    def _versions_of(self, kind: type[R], record_id: str) -> list[R]:
        """The versions of one record, oldest first; the others stay undecoded, but for months that lie with it."""
        if kind.table not in self._tables:
            return []
        texts = marks_of(kind, record_id, self._tables.raw(kind.table))
        found = [version for text in texts for version in self._versions_holding(kind, text)]
        return sorted((version for version in found if version.id == record_id), key=lambda version: version.entry)

    def _ever_about(self, kind: type[P], patient_id: str) -> list[P]:
        """All versions of the records that were about one patient at any time, in the order of their entries."""
        versions = self._histories(kind, self.versions(kind, patient_id))
        return sorted(versions, key=lambda version: (version.entry, number_of(version)))

    def _ever_touched(self, kind: type[R], entries: Iterable[int], ids: Iterable[str]) -> list[R]:
        """All versions of the records that these entries recorded, and of those with these ids."""
        recorded = list(chain.from_iterable(self._recorded_by(kind, entry) for entry in entries))
        there = {version.id for version in recorded}
        others = (self._versions_of(kind, id_) for id_ in ids if kind_of(id_) == kind.kind and id_ not in there)
        return [*self._histories(kind, recorded), *chain.from_iterable(others)]

    def _histories(self, kind: type[R], some: Sequence[R]) -> list[R]:
        """Every version of the records of which these are some, record by record."""
        amended = {version.id for version in self._amended(kind)} if some else set()
        ids = dict.fromkeys(version.id for version in some)
        if len(amended & ids.keys()) > _SOUGHT_ONE_BY_ONE:
            return [version for version in self.versions(kind) if version.id in ids]
        alone = {version.id: [version] for version in some if version.id not in amended}
        return list(chain.from_iterable(alone.get(id_) or self._versions_of(kind, id_) for id_ in ids))

    def _recorded_by(self, kind: type[R], entry: int) -> list[R]:
        """The versions that one entry recorded; of the others few are decoded."""
        found = self._versions_holding(kind, b'"entry":%d' % entry)  # which 12 holds as well as 120
        return [version for version in found if version.entry == entry]

    def _says(self, kind: type[R], field: str) -> bool:
        """Whether a field says something in any version; none is decoded."""
        return re.search(b"%s:(?!null)" % encode(field), self._tables.raw(kind.table)) is not None

    def _texts(self, kind: type[R], field: str) -> set[str]:
        """What a field says in any version, as often as it may say it; no record is decoded."""
        return self._tables.texts(kind.table, field) if kind.table in self._tables else set()

    def _amended(self, kind: type[R]) -> list[R]:
        """The versions of one kind that took the place of another; the others stay undecoded."""
        if kind not in self._amended_once:
            self._amended_once[kind] = self._versions_holding(kind, b'"replaces":')
        return self._amended_once[kind]

    def _knows(self, entry: int) -> bool:
        return self._known is None or entry in self._known

    def _read(self, kind: type[T]) -> list[T]:
        if kind.table not in self._tables:
            return []
        if kind in self._read_once:
            return self._read_once[kind]
        with self._readable(kind):
            read = read_table(kind, self._tables.raw(kind.table))
        if kind in (Void, Undo):  # asked for with whatever else is
            self._read_once[kind] = read
        return read

    def _versions_where(self, kind: type[R], field: str, text: str) -> list[R]:
        """The versions whose `field` is `text`; the others stay undecoded."""
        return self._versions_holding(kind, encode({field: text})[1:-1])

    def _versions_holding(self, kind: type[R], text: bytes) -> list[R]:
        if kind.table not in self._tables:
            return []
        with self._readable(kind):
            found = self._tables.holding(kind.table, text)
            return [version for each in found for version in read_document(kind, each) if self._knows(version.entry)]

    @contextmanager
    def _readable(self, kind: type[T]) -> Iterator[None]:
        try:
            yield
        except UNREADABLE as problem:
            raise self._unreadable(f"the table {kind.table}") from problem

    def _unreadable(self, what: str) -> ClinicFileError:
        return ClinicFileError(
            f"{what} of the clinic file {self._path} holds a record that can't be read; run `migcli check`, which names"
            " it."
        )
