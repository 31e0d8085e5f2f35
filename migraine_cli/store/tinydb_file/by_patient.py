"""A table's documents by the patient whom they are about: a small table's at hand, a large one's where they stand.

Either way the digest of the whole table is checked before the first of them is given. Raises Distrusted and what
decoding raises.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from array import array
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.json import decode, encode

from migraine_cli.records.patient import Patient
from migraine_cli.records.record import Record
from migraine_cli.store.tinydb_file.documents import documents_of, form_of, records_in
from migraine_cli.store.tinydb_file.tables import NEXT_DOCUMENT, Part, Tables, end_of_documents

PIECE = 1 << 20
"""Bytes of a large table that are gone through at a time."""

SMALL = 4 << 20
"""Bytes; a table up to that size is decoded at once. Ours: a clinic of 500 patients has no larger one."""


def for_everybody(tables: Tables, kind: type[Record]) -> ByPatient:
    """The documents of a kind's table, every patient's of which are to be read."""
    small = kind.table in tables and tables.size(kind.table) <= SMALL
    return AtHand(tables, kind) if small else WhereTheyStand(tables, kind)


class ByPatient(ABC):
    """The documents of a kind's table by patient."""

    def __init__(self, kind: type[Record]) -> None:
        self._kind = kind
        self._form = form_of(kind)
        self._decoded = documents_of(self._form)
        self._replacing: dict[str, list[tuple[str, Any]]] = {}

    @property
    def amended(self) -> AbstractSet[str]:
        """The ids of the records that a document took the place of."""
        return self._replacing.keys()

    @abstractmethod
    def __iter__(self) -> Iterator[str]:
        """Every patient whom a document is about."""

    @abstractmethod
    def documents(self, patient: str) -> list[Any]:
        """The documents about a patient, in the order in which they were recorded."""

    def about(self, patient: str) -> list[Any]:
        """All that was ever recorded about a patient."""
        return records_in(self._kind, self.documents(patient))

    def versions(self, patient: str) -> list[Any]:
        """All that was ever recorded about a patient, and of each such record what it says now of somebody else."""
        found = self.about(patient)
        if not self._replacing:
            return found
        ids = dict.fromkeys(version.id for version in found)
        elsewhere = [place for id_ in ids for owner, place in self._replacing.get(id_, ()) if owner != patient]
        moved = records_in(self._kind, self._read(elsewhere))
        return sorted(found + moved, key=lambda version: version.entry) if moved else found

    @abstractmethod
    def _read(self, places: list[Any]) -> list[Any]: ...

    def _note_replacing(self, document: Any, owner: str, place: Any) -> None:
        """Take down the document at that place, which replaces another."""
        id_ = document.id if self._form is self._kind else f"{self._kind.kind}:{document.ids}"
        self._replacing.setdefault(id_, []).append((owner, place))


class AtHand(ByPatient):
    """Those of a small table, decoded at once."""

    def __init__(self, tables: Tables, kind: type[Record]) -> None:
        super().__init__(kind)
        self._of: dict[str, list[Any]] = {}
        for document in self._decoded(tables.raw(kind.table)):
            owner = document.id if kind is Patient else document.patient
            self._of.setdefault(owner, []).append(document)
            if document.replaces is not None:
                self._note_replacing(document, owner, document)

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def documents(self, patient: str) -> list[Any]:
        return self._of.get(patient, [])

    def _read(self, places: list[Any]) -> list[Any]:
        return places


class _Owner(Struct, gc=False):
    """Whom a document is about, without the rest."""

    patient: str


class _Person(Struct, gc=False):
    """A patient's document, without the rest."""

    id: str


class _Version(Struct, gc=False):
    """Of which record, or months, a document is a version, and whether it took the place of another."""

    id: str = ""
    ids: str = ""
    replaces: int | None = None


class WhereTheyStand(ByPatient):
    """Where in a table those about each patient, or about those `of` some, stand, as runs of bytes; they are read when
    asked for.
    """

    def __init__(self, tables: Tables, kind: type[Record], of: Collection[str] | None = None) -> None:
        super().__init__(kind)
        self._of: dict[str, array[int]] = {}
        self._sought = None if of is None else {encode(patient): patient for patient in of}
        self._part: Part | None = (
            tables.in_pieces(kind.table, PIECE, self._note) if tables.holds_any(kind.table) else None
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def documents(self, patient: str) -> list[Any]:
        runs = self._of.get(patient, ())
        return self._read(list(zip(runs[::2], runs[1::2], strict=True)))

    def _read(self, places: list[tuple[int, int]]) -> list[Any]:
        if self._part is None or not places:
            return []
        return self._decoded(b"{%s}" % b",".join([self._part(start, size) for start, size in places]))

    def _note(self, piece: bytes, at: int) -> None:
        """Take down whose the documents of a piece are, which begins `at` bytes into the table."""
        if self._sought is None or b'"replaces":' in piece:
            self._note_all(piece, at)
        else:
            self._note_those(self._sought, piece, at)

    def _note_those(self, sought: Mapping[bytes, str], piece: bytes, at: int) -> None:
        """The same of the documents about these patients alone, by what is written there about them."""
        field = b"id" if self._kind is Patient else b"patient"
        for owner in re.finditer(rb'"%s":("[^"]*")' % field, piece):
            if (patient := sought.get(owner[1])) is not None:
                before = end_of_documents(piece, owner.start())
                start = before + 1 if before else 0
                following = NEXT_DOCUMENT.search(piece, owner.end())
                end = following.start() + 1 if following else len(piece)
                self._of.setdefault(patient, array("Q")).extend((at + start, end - start))

    def _note_all(self, piece: bytes, at: int) -> None:
        owners = self._owners(piece)
        ends = [found.start() + 1 for found in NEXT_DOCUMENT.finditer(piece)]
        ends.append(len(piece))
        start = 0
        for patient, run in groupby(zip(owners, ends, strict=True), key=itemgetter(0)):
            *_, (_, end) = run
            self._of.setdefault(patient, array("Q")).extend((at + start, end - start))
            start = end + 1
        if b'"replaces":' in piece:
            starts = [0, *(end + 1 for end in ends[:-1])]
            versions = decode(b"{%s}" % piece, type=dict[str, _Version]).values()
            for version, owner, start, end in zip(versions, owners, starts, ends, strict=True):
                if version.replaces is not None:
                    self._note_replacing(version, owner, (at + start, end - start))

    def _owners(self, piece: bytes) -> list[str]:
        """Whose each document of a piece is."""
        if self._kind is Patient:
            return [each.id for each in decode(b"{%s}" % piece, type=dict[str, _Person]).values()]
        return [each.patient for each in decode(b"{%s}" % piece, type=dict[str, _Owner]).values()]
