"""The log of commands, and what takes a record or a whole command back."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.record import Record


class LogEntry(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One command that changed the clinic: its number, when, by whom, and which.

    `account` is that of the server under which it was given; a file knows none.
    """

    table: ClassVar[str] = "log"

    entry: int
    at: datetime
    by: str
    command: str
    reason: str | None = None
    account: str | None = None

    @property
    def seconds_from_utc(self) -> int:
        """How far its clock stood before UTC."""
        offset = self.at.utcoffset()
        assert offset is not None, "a time is recorded with its offset"
        return round(offset.total_seconds())


def entry_of(entries: Mapping[int, LogEntry], number: int, record_id: str) -> LogEntry:
    """The log entry of a number that a record names. Raises ClinicFileError for one that isn't there."""
    if number in entries:
        return entries[number]
    raise ClinicFileError(
        f"the clinic file is damaged: {record_id} names log entry {number}, which isn't there; run"
        " `migcli check`, which says what mends it."
    )


class Void(Record, frozen=True, kw_only=True):
    """Takes one record back, every version of it; `target` is its id.

    The id of a patient that was merged leads to another patient from then on, `into`.
    """

    table: ClassVar[str] = "voids"
    kind: ClassVar[str] = "void"

    target: str
    reason: str
    into: str | None = None


class Undo(Record, frozen=True, kw_only=True):
    """Takes back all that one command recorded; `undoes` is its log entry."""

    table: ClassVar[str] = "undos"
    kind: ClassVar[str] = "undo"

    undoes: int
