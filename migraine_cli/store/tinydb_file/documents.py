"""Records as documents of the file's tables, and back: one for one, but for month counts, which lie together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import GenericAlias
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from msgspec.json import Decoder, decode, encode

from migraine_cli.records.record import Record

if TYPE_CHECKING:
    from migraine_cli.records.diary import MonthCount
    from migraine_cli.records.log import LogEntry

R = TypeVar("R", bound=Record)
T = TypeVar("T", bound="Record | LogEntry")

# What reads month counts is loaded where some are read or written: a due list does without.
_TOGETHER = "months"
"""The table whose documents hold several records."""


def documents(kind: type[R], records: Mapping[int, R]) -> Mapping[int, msgspec.Struct]:
    """The documents for records of a kind, by number."""
    if kind.table != _TOGETHER:
        return records
    from migraine_cli.store.tinydb_file.months import stored

    return stored(cast("Mapping[int, MonthCount]", records))


def marks_of(kind: type[R], record_id: str, raw: bytes) -> list[bytes]:
    """What is written in each document of a table that holds a version of this record, by which it is found."""
    if kind.table != _TOGETHER:
        return [encode({"id": record_id})[1:-1]]
    from migraine_cli.store.tinydb_file.months import marks_of_month

    number = record_id.partition(":")[2]
    return marks_of_month(int(number), raw) if number.isdecimal() else []


def read_table(kind: type[T], raw: bytes) -> list[T]:
    """The records in the JSON of a table. Raises what decoding raises."""
    return records_in(kind, documents_of(form_of(kind))(raw))


def form_of(kind: type[T]) -> type[msgspec.Struct]:
    """What a document of the kind's table holds: a record, or the month counts that lie together."""
    if kind.table != _TOGETHER:
        return kind
    from migraine_cli.store.tinydb_file.months import StoredMonths

    return StoredMonths


def documents_of(form: type[msgspec.Struct]) -> Callable[[bytes], list[Any]]:
    """Reads the documents in the JSON of a table, or of parts of one. Raises what decoding raises."""
    decoder: Decoder[dict[str, Any]] = Decoder(GenericAlias(dict, (str, form)))
    return lambda raw: list(decoder.decode(raw).values())


def records_in(kind: type[T], documents: list[Any]) -> list[T]:
    """The records that the documents of the kind's table hold. Raises ValidationError for one that can't be true."""
    return documents if kind.table != _TOGETHER else [record for each in documents for record in each.records()]


def read_table_numbered(kind: type[T], raw: bytes) -> dict[int, T]:
    """The records in the JSON of a table by the numbers that they took. Raises what decoding raises."""
    found: dict[int, T] = {}
    for number, document in decode(raw, type=dict[str, msgspec.Raw]).items():
        found |= read_numbered(kind, int(number), document)
    return dict(sorted(found.items()))


def read_document(kind: type[T], document: msgspec.Raw | bytes) -> list[T]:
    """The records in the JSON of one document. Raises what decoding raises."""
    if kind.table == _TOGETHER:
        from migraine_cli.store.tinydb_file.months import StoredMonths

        return cast("list[T]", list(decode(document, type=StoredMonths).records()))
    return [decode(document, type=kind)]


def read_numbered(kind: type[T], number: int, document: msgspec.Raw | bytes) -> dict[int, T]:
    """The records in the document of this number, by the numbers that they took. Raises what decoding raises."""
    records: list[Any] = read_document(kind, document)
    if kind.table != _TOGETHER or records[0].replaces is not None:
        return {number: records[0]}
    numbered = {int(record.id.partition(":")[2]): record for record in records}
    if max(numbered) != number or len(numbered) != len(records):
        raise ValueError(f"document {number} holds other numbers")
    return numbered
