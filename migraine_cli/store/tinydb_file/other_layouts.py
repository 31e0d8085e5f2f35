"""A clinic file in another layout than migcli's own: read as a whole, since another program may have written it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec.json import decode, encode

from migraine_cli.errors import ClinicFileError
from migraine_cli.store.tinydb_file.sealed import (
    KEPT_DAYS,
    META,
    UNREADABLE,
    Damaged,
    Meta,
    distrust,
    seal_of,
)
from migraine_cli.store.tinydb_file.sealed_table import SCHEMA, SealedTable


class NewerSchema(ClinicFileError):
    """The file was written by a later version of the program."""


def found_by_reading(data: bytes, path: Path) -> dict[str, SealedTable]:
    """The tables in `data`, wherever they stand. Raises NewerSchema, Damaged or ChangedElsewhere."""
    raws = _tables_in(data, path)
    document = _meta_document(raws.pop(META), path)
    if document.pop("seal", None) != seal_of(document):
        raise distrust(data, path, f"the table {META} doesn't match its seal")
    meta = _understood(document, path)
    if unexpected := raws.keys() ^ meta.tables.keys():
        name = min(unexpected)
        why = "is missing" if name in meta.tables else "isn't one that migcli made"
        raise distrust(data, path, f"the table {name} {why}")
    return {
        name: SealedTable(partial(raws.__getitem__, name), of.last, of.digest, meta.schema)
        for name, of in meta.tables.items()
    }


def reseal(data: bytes, path: Path) -> dict[str, SealedTable]:
    """The tables in `data` as another program left them, in the form in which migcli writes.

    Raises NewerSchema, and Damaged where there is no telling what the data were.
    """
    raws = _tables_in(data, path)
    document = _meta_document(raws.pop(META), path)
    document.pop("seal", None)
    raws.pop(KEPT_DAYS, None)  # drawn anew from the records when one is next added
    meta = _understood(document, path)
    listed = meta.tables
    try:
        tables = {name: decode(raw, type=dict[int, dict[str, Any]]) for name, raw in raws.items()}
    except UNREADABLE as problem:
        raise Damaged(path, "a table can't be read") from problem
    last = {name: max([listed[name].last if name in listed else 0, *table]) for name, table in tables.items()}
    return {name: SealedTable(partial(encode, table), last[name], schema=meta.schema) for name, table in tables.items()}


def _tables_in(data: bytes, path: Path) -> dict[str, msgspec.Raw]:
    if not data:
        raise Damaged(path, "it is empty")
    try:
        raws = decode(data, type=dict[str, msgspec.Raw])
    except UNREADABLE as problem:
        raise Damaged(path, "it isn't whole JSON") from problem
    if META not in raws:
        raise Damaged(path, f"it has no table {META}, or is no clinic file of migcli at all")
    return raws


def _meta_document(raw: msgspec.Raw, path: Path) -> dict[str, Any]:
    try:
        documents = decode(raw, type=dict[str, dict[str, Any]])
    except UNREADABLE as problem:
        raise Damaged(path, f"the table {META} can't be read") from problem
    if documents.keys() != {"1"}:
        raise Damaged(path, f"the table {META} holds something else than one document")
    return documents["1"]


def _understood(document: dict[str, Any], path: Path) -> Meta:
    """The sealed document typed, after its schema was found to be one that this program knows."""
    # First: a later version may list more, which is no damage.
    if isinstance(version := document.get("schema"), int) and version > SCHEMA:
        raise NewerSchema(
            f"the clinic file {path} has schema {version}, newer than this migcli, which reads up to"
            f" {SCHEMA}; update migcli."
        )
    try:
        return msgspec.convert(document, Meta)
    except UNREADABLE as problem:
        raise Damaged(path, f"the table {META} can't be read") from problem
