"""The log of commands, and what takes a record or a whole command back."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from migraine_cli.records.record import Record


class LogEntry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One command that changed the clinic file: its number, when, by whom, and which."""

    table: ClassVar[str] = "log"

    entry: int
    at: datetime
    by: str
    command: str
    reason: str | None = None


class Void(Record, frozen=True, kw_only=True):
    """Takes one record back, every version of it; `target` is its id."""

    table: ClassVar[str] = "voids"
    kind: ClassVar[str] = "void"

    target: str
    reason: str


class Undo(Record, frozen=True, kw_only=True):
    """Takes back all that one command recorded; `undoes` is its log entry."""

    table: ClassVar[str] = "undos"
    kind: ClassVar[str] = "undo"

    undoes: int
