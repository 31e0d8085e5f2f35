"""A whole clinic, wherever it lies, as the tables of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import structs
from msgspec.json import encode

from migraine_cli.records.kinds import EVERY_KIND
from migraine_cli.records.log import LogEntry
from migraine_cli.store.contract import Clinic
from migraine_cli.store.tinydb_file import kept_days
from migraine_cli.store.tinydb_file.documents import documents
from migraine_cli.store.tinydb_file.sealed import KEPT_DAYS
from migraine_cli.store.tinydb_file.sealed_table import SealedTable


def tables_of(clinic: Clinic) -> dict[str, SealedTable]:
    """All that was ever recorded, and the log, under the numbers that they have; and the days kept for the due list."""
    tables = {}
    for kind in EVERY_KIND:
        if numbered := dict(clinic.numbered(kind)):
            tables[kind.table] = _table(documents(kind, numbered), max(numbered))
    if log := {entry.entry: structs.replace(entry, account=None) for entry in reversed(list(clinic.log()))}:
        tables[LogEntry.table] = _table(log, max(log))
    if digests := {name: tables[name].digest for name in kept_days.SOURCES if name in tables}:
        days = kept_days.drawn_from(record for kind in kept_days.dated() for record in clinic.records(kind))
        tables[KEPT_DAYS] = SealedTable.of(encode(kept_days.document(days, digests)), 1)
    return tables


def _table(numbered: Mapping[int, Any], last: int) -> SealedTable:
    return SealedTable.of(encode(numbered), last)
