"""Versions of records as rows of the table, and back."""

from __future__ import annotations

from collections.abc import Iterable
from types import GenericAlias
from typing import TypeVar

from msgspec import DecodeError
from msgspec.json import decode, encode

from migraine_cli.errors import ClinicFileError, InvalidValue
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.record import AboutPatient, Record

R = TypeVar("R", bound=Record)

COLUMNS = "clinic, kind, number, patient, id, entry, replaces, said"
UNREADABLE = (DecodeError, InvalidValue)
"""What decoding a record raises that can't be true."""

Row = tuple[int, str, int, str | None, str, int, int | None, str]


def row(clinic: int, number: int, record: Record) -> Row:
    """The row of a version."""
    said = encode(record).decode()
    return (clinic, record.kind, number, owner(record), record.id, record.entry, record.replaces, said)


def owner(record: Record) -> str | None:
    """The patient whom a record is about; None for a void or an undo."""
    if isinstance(record, AboutPatient):
        return record.patient
    return record.id if isinstance(record, PatientLabel) else None


def records(kind: type[R], said: Iterable[bytes]) -> list[R]:
    """The records of a kind, as the server has them. Raises ClinicFileError."""
    try:
        found: list[R] = decode(b"[" + b",".join(said) + b"]", type=GenericAlias(list, (kind,)))
    except UNREADABLE as problem:
        raise ClinicFileError(
            f"the clinic on the server holds a {kind.kind} that can't be read; run `migcli check`, which names it."
        ) from problem
    return found
