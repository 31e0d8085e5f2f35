"""The clinic's charts one after the other, with little more in memory at a time than one of them.

A table is gone through in pieces: its digest is checked, and where the documents of each patient stand is noted. Only
when every table has been gone through is the first patient read, from the very bytes that were opened.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.json import decode

from migraine_cli.chart.chart import Chart, kinds_read
from migraine_cli.records.diary import MonthCount
from migraine_cli.records.history import History
from migraine_cli.records.patient import Patient, cautions_since
from migraine_cli.records.record import AboutPatient, Record, number_of
from migraine_cli.store.tinydb_file.documents import documents_of, reader
from migraine_cli.store.tinydb_file.months import Counts, StoredMonths
from migraine_cli.store.tinydb_file.tables import NEXT_DOCUMENT, Part, Tables

PIECE = 1 << 20
"""Bytes that are gone through at a time."""


class _Owner(Struct):
    """Whom a document is about, without the rest."""

    patient: str = ""
    id: str = ""
    ids: str = ""
    replaces: int | None = None


class Places:
    """Where in a table the documents about each patient stand. Raises Distrusted and what decoding raises."""

    def __init__(self, tables: Tables, kind: type[Record]) -> None:
        self._kind = kind
        self._records = reader(kind)
        self._of: dict[str, array[int]] = {}
        self._amended: dict[str, list[tuple[str, int, int]]] = {}
        self._part: Part | None = tables.in_pieces(kind.table, PIECE, self._note) if kind.table in tables else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def about(self, patient: str) -> list[Any]:
        """All that was ever recorded about a patient."""
        return self._read(self._spans(patient))

    def versions(self, patient: str) -> list[Any]:
        """All that was ever recorded about a patient, and of each such record what it says now of somebody else."""
        if patient not in self._of:
            return []
        found = self.about(patient)
        if not self._amended:
            return found
        elsewhere = [
            (start, size)
            for id_ in dict.fromkeys(version.id for version in found)
            for owner, start, size in self._amended.get(id_, ())
            if owner != patient
        ]
        return sorted(found + self._read(elsewhere), key=lambda version: version.entry) if elsewhere else found

    def documents(self, patient: str) -> bytes | None:
        """The JSON of the documents about a patient; None where records were amended."""
        return None if self._amended else self._json(self._spans(patient))

    def _spans(self, patient: str) -> Iterable[tuple[int, int]]:
        spans = self._of.get(patient, ())
        return zip(spans[::2], spans[1::2], strict=True)

    def _read(self, spans: Iterable[tuple[int, int]]) -> list[Any]:
        return self._records(self._json(spans))

    def _json(self, spans: Iterable[tuple[int, int]]) -> bytes:
        if self._part is None:
            return b"{}"
        return b"{" + b",".join([self._part(start, size) for start, size in spans]) + b"}"

    def _note(self, piece: bytes, at: int) -> None:
        """Take down whose the documents of a piece are, which begins `at` bytes into the table."""
        owners = decode(b"{" + piece + b"}", type=dict[str, _Owner])
        ends = [found.start() + 1 for found in NEXT_DOCUMENT.finditer(piece)]
        start, before, run = 0, "", None
        for owner, end in zip(owners.values(), [*ends, len(piece)], strict=True):
            whose = owner.id if self._kind is Patient else owner.patient
            if whose == before and run is not None:
                run[-1] = at + end - run[-2]
            else:
                run = self._of.setdefault(whose, array("Q"))
                run.extend((at + start, end - start))
            if owner.replaces is not None:
                id_ = owner.id or f"{self._kind.kind}:{owner.ids}"
                self._amended.setdefault(id_, []).append((whose, at + start, end - start))
            start, before = end + 1, whose


class Streamed:
    """The charts of a clinic file, with what is in force by its history."""

    def __init__(self, tables: Tables, parts: Collection[str], history: History) -> None:
        self._kinds = kinds_read(parts)
        kinds: list[type[Record]] = [Patient, *self._kinds.values()]
        self._history = history
        self._voided = {void.target for void in history.voids if history.stands(void)}
        self._places = {kind: Places(tables, kind) for kind in kinds}
        self._months = documents_of(StoredMonths)

    def of(self, patients: Collection[str] | None) -> Iterator[Chart]:
        """The charts of these patients, of all without."""
        asked = None if patients is None else set(patients)
        for patient in sorted(self._places[Patient] if asked is None else asked.intersection(self._places[Patient])):
            versions = self._places[Patient].versions(patient)
            if person := self._history.in_force(versions).get(patient):
                chart = Chart(person, **{part: self._part(kind, patient) for part, kind in self._kinds.items()})
                if person.cautions:
                    chart.caution_entries = cautions_since(self._history.standing(versions))
                yield chart

    def _part(self, kind: type[AboutPatient], patient: str) -> Sequence[object]:
        if kind is MonthCount and (counts := self._counts(patient)) is not None:
            return counts
        versions = self._places[kind].versions(patient)
        if not versions:
            return ()
        in_force = self._history.in_force(versions).values()
        theirs = (record for record in in_force if isinstance(record, kind) and record.patient == patient)
        return sorted(theirs, key=number_of)

    def _counts(self, patient: str) -> list[Counts] | None:
        """The month counts as they lie in the file, without making a record of each; None where one of them was amended
        or taken back by itself.
        """
        told = self._places[MonthCount].documents(patient)
        if told is None:
            return None
        documents = self._months(told)
        if self._voided and any(map(self._has_void, documents)):
            return None
        return [counts for each in documents if self._history.stands(each) for counts in each.counts]

    def _has_void(self, document: StoredMonths) -> bool:
        return any(f"{MonthCount.kind}:{number}" in self._voided for number in document.numbers)
