"""What every row of a record begins with: every key always there, None when nothing is known.

`patient` is the patient's id and `id` the record's own, which `void` and `amend` take.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.record import Record


class Row(Struct, frozen=True, kw_only=True):
    """What every row of a record begins with. `warnings` are those of the command that recorded it."""

    id: str
    patient: str
    name: str | None
    warnings: tuple[str, ...] = ()


class Unowned(Struct, frozen=True, kw_only=True):
    """What every row begins with of a record that need not be about a patient."""

    id: str
    warnings: tuple[str, ...] = ()


def shared(row_type: type[Struct], record: Record, patient: PatientLabel, *but: str) -> dict[str, Any]:
    """What a row says under the same keys as its record, but for those named, and the patient's name."""
    keys = (key for key in row_type.__struct_fields__ if key not in but and hasattr(record, key))
    return {key: getattr(record, key) for key in keys} | {"name": patient.name}


NAMED = 8
"""Ids that a sentence names one by one; ours, so that it stays a sentence."""


def listed(ids: Sequence[str]) -> str:
    """Ids as a sentence names them; of many the first, and how many more there are."""
    if len(ids) > NAMED:
        return f"{', '.join(ids[:NAMED])} and {len(ids) - NAMED} more"
    return " and ".join(part for part in (", ".join(ids[:-1]), ids[-1]) if part)


def noted(note: str) -> str:
    """A note as a sentence repeats it: on one line."""
    return " ".join(note.split())


def called(row: Row) -> str:
    """The patient of a row, by id and name."""
    return row.patient if row.name is None else f"{row.patient} {row.name}"
