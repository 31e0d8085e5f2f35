"""The tables of a clinic file as TinyDB sees them: a dictionary, each table decoded when asked for."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Struct
from msgspec.json import decode, encode

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.durable import Buffer
from migraine_cli.store.tinydb_file.location import Source
from migraine_cli.store.tinydb_file.sealed import (
    HIDDEN,
    KEPT_DAYS,
    UNREADABLE,
    Damaged,
    DaysDamaged,
    Distrusted,
    distrust,
    found_by_size,
    pack,
)
from migraine_cli.store.tinydb_file.sealed_table import EMPTY, SCHEMA, SealedTable

# A quotation mark within a text comes after a backslash, so neither this nor the end of a key is ever part of one.
NEXT_DOCUMENT = re.compile(rb'},"\d+":{')

Part = Callable[[int, int], bytes]
"""Gives so many bytes of a table from a place in it on."""


def unpack(source: Source, path: Path) -> dict[str, SealedTable]:
    """The tables in the `source` of the clinic file at `path`; a table's own digest isn't checked yet.

    Raises NewerSchema, Damaged or ChangedElsewhere.
    """
    found = found_by_size(source)
    if found is not None:
        return found
    from migraine_cli.store.tinydb_file.other_layouts import found_by_reading

    return found_by_reading(source.whole(), path)


class Tables(MutableMapping[str, dict[str, Any]]):
    """One reading of the clinic file, to change and give back to `OpenedFile.write`.

    A table is decoded afresh each time, so that a failed update can't leak into the next read; to
    change one, assign it. A digest is checked when its table is used. Raises ClinicFileError where the
    bytes can't be trusted.
    """

    def __init__(self, sealed: Mapping[str, SealedTable], source: Source, path: Path) -> None:
        self.outdated = any(table.schema < SCHEMA for table in sealed.values())
        """The file has an earlier schema than the one that these tables will be written in."""
        self._sealed = _in_present_form(sealed) if self.outdated else dict(sealed)
        self._source = source
        self._path = path

    def __getitem__(self, name: str) -> dict[str, Any]:
        raw = self._trusted(name).raw
        try:
            return decode(raw, type=dict[str, Any])
        except UNREADABLE as problem:
            raise Damaged(self._path, f"the table {name} can't be read") from problem

    def __setitem__(self, name: str, table: Mapping[str, Any]) -> None:
        if name in HIDDEN:
            raise ClinicFileError(f"the table {name} is kept by migcli itself; use another name.")
        given = [int(number) for number in map(str, table) if number.isdecimal()]
        self._sealed[name] = SealedTable.of(encode(table), max([self.last(name), *given]))

    def __delitem__(self, name: str) -> None:
        del self._sealed[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._sealed if name not in HIDDEN)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self._sealed and name not in HIDDEN

    def has(self, name: str) -> bool:
        """Whether there is such a table, be it a hidden one."""
        return name in self._sealed

    def holds_any(self, name: str) -> bool:
        """Whether there is such a table with a document in it; the table isn't read for it."""
        return name in self and self._sealed[name].size > len(EMPTY)

    def size(self, name: str) -> int:
        """The bytes of a table's JSON, which needn't be read for it; raises KeyError when there is no such table."""
        return self._sealed[name].size

    def raw(self, name: str) -> bytes:
        """The JSON of a table, for typed decoding in bulk; raises KeyError when there is no such table."""
        return bytes(self._trusted(name).raw)

    def holding(self, name: str, text: bytes) -> Iterator[bytes]:
        """The JSON of each document of a table that holds `text`; the others aren't even decoded.

        Raises KeyError when there is no such table, DecodeError when it holds something else than documents.
        """
        raw = self.raw(name)
        if raw != EMPTY and not (raw.startswith(b'{"') and raw.endswith(b"}}")):
            raise DecodeError(f"the table {name} holds no documents")
        found = raw.find(text)
        while found >= 0:
            start, end = _document_around(raw, found)
            yield raw[start:end]
            found = raw.find(text, end)

    def texts(self, name: str, field: str) -> set[str]:
        """What a field says in a table, each text once. Raises KeyError when there is no such table."""
        # The name with its quotation marks is never part of a text, where they come after a backslash.
        said = re.findall(rb'%s:("(?:[^"\\]|\\.)*")' % encode(field), self.raw(name))
        return {decode(text, type=str) for text in set(said)}

    def in_pieces(self, name: str, size: int, take: Callable[[bytes, int], None]) -> Part:
        """Go through a table in pieces of about `size` bytes, with little more in memory, and check its digest.

        `take` gets the documents of each piece with their numbers, and where in the table they begin. Returns a way to
        read a part of it again. Raises KeyError when there is no such table, and what `take` raises.
        """
        sealed = self._sealed[name]
        if sealed.in_pieces is None:
            raw = self.raw(name)
            take(raw[1:-1], 1)
            return lambda start, size: raw[start : start + size]
        begin, length = sealed.in_pieces

        def part(start: int, size: int) -> bytes:
            return self._source.part(begin + start, size)

        try:
            crc = _gone_through(part, length, size, take)
        except UNREADABLE:
            self._trusted(name)
            raise
        if not sealed.is_digest(crc):
            self._trusted(name)
        return part

    def last(self, name: str) -> int:
        """The highest document id ever given in a table, 0 when none was."""
        return self._sealed[name].last if name in self._sealed else 0

    def digest(self, name: str) -> str:
        """The digest of a table, which need not be read for it."""
        return self._sealed[name].digest

    def keep(self, name: str, table: Mapping[str, Struct]) -> None:
        """Put a hidden table in the place of the one there was."""
        self._sealed[name] = SealedTable.of(encode(table), len(table))

    def append(self, name: str, documents: Iterable[Struct | Mapping[str, Any]]) -> None:
        """Add documents to a table under its next document ids, without decoding those that it has."""
        numbered = dict(enumerate(documents, self.last(name) + 1))
        self.splice(name, numbered, self.last(name) + len(numbered))

    def splice(self, name: str, numbered: Mapping[int, Struct | Mapping[str, Any]], last: int) -> None:
        """The same under numbers that weren't given yet, `last` being the highest that is given now."""
        if not numbered:
            return
        before = self._trusted(name) if name in self else SealedTable.of(EMPTY, 0)
        self._sealed[name] = before.and_documents(encode(numbered), last)

    def close(self) -> None:
        """Let go of the file that the tables are read from."""
        self._source.close()

    def packed(self) -> Iterator[Buffer]:
        """The bytes of the file with these tables, in parts; raises Distrusted behind those that can't be trusted."""
        return pack(self._sealed, self._parts)

    def distrusted(self) -> Iterator[Distrusted]:
        """What is wrong with the bytes of each table, the hidden ones too."""
        for name in self._sealed:
            try:
                self._trusted(name)
            except Distrusted as problem:
                yield problem

    def _trusted(self, name: str) -> SealedTable:
        sealed = self._sealed[name]
        if not sealed.intact:
            raise self._distrust(name)
        return sealed

    def _distrust(self, name: str) -> Distrusted:
        problem = distrust(self._source.whole(), self._path, f"the table {name} doesn't match its digest")
        if name == KEPT_DAYS and isinstance(problem, Damaged):
            return DaysDamaged(self._path, problem.what)
        return problem

    def _parts(self, name: str) -> Iterator[Buffer]:
        """The bytes of a table: of one that nothing has asked for, out of the file piece by piece."""
        sealed = self._sealed[name]
        if sealed.in_pieces is None or sealed.at_hand:
            yield from self._trusted(name).parts
            return
        begin, length = sealed.in_pieces
        crc = 0
        for piece in self._source.pieces(begin, begin + length):
            crc = zlib.crc32(piece, crc)
            yield piece
        if not sealed.is_digest(crc):
            raise self._distrust(name)


def _in_present_form(sealed: Mapping[str, SealedTable]) -> dict[str, SealedTable]:
    from migraine_cli.store.tinydb_file.migration import present_form

    return {name: present_form(name, table) for name, table in sealed.items()}


def _gone_through(part: Part, length: int, size: int, take: Callable[[bytes, int], None]) -> int:
    """Hand out a table's documents in pieces; the CRC-32 of the whole table."""
    crc, kept, at = 0, b"", 1
    for start in range(0, length, size):
        piece = part(start, min(size, length - start))
        crc = zlib.crc32(piece, crc)
        kept += piece[start == 0 : len(piece) - (start + size >= length)]
        end = len(kept) if start + size >= length else end_of_documents(kept, len(kept))
        if end > 0:
            take(kept[:end], at)
            kept, at = kept[end + 1 :], at + end + 1
    return crc


def end_of_documents(documents: bytes, before: int) -> int:
    """Where the last document ends after which another begins `before` a place, 0 where none does."""
    found = documents.rfind(b'},"', 0, before)
    while found >= 0 and not NEXT_DOCUMENT.match(documents, found):
        found = documents.rfind(b'},"', 0, found)
    return found + 1


def _document_around(raw: bytes, place: int) -> tuple[int, int]:
    """Where the document of a table that holds `place` starts and ends."""
    start = place
    while (start := raw.rfind(b'":{', 0, start)) > 0:
        key = raw.rfind(b'"', 0, start)
        if raw[key + 1 : start].isdigit():
            break
    else:
        raise DecodeError("it stands in no document")
    following = NEXT_DOCUMENT.search(raw, place)
    return start + 2, following.start() + 1 if following else len(raw) - 1
