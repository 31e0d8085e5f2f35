"""What else is recorded of a patient: what a rule about two records is held against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from msgspec import Struct

from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient, number_of

P = TypeVar("P", bound=AboutPatient)


class Beside(Protocol):
    """The records in force of one patient; a clinic that is being recorded in is one."""

    def patient(self, patient_id: str) -> Patient:
        """The patient whom they are about."""

    def of_patient(self, kind: type[P], patient_id: str) -> Sequence[P]:
        """Those of one kind, in the order in which they were first recorded."""


class Told(Struct, frozen=True):
    """What must be said about a record: sentences without their full stop, and the days it changed.

    `changed` are the days of which something known before is now otherwise; of a month its first day.
    """

    warnings: tuple[str, ...] = ()
    changed: tuple[date, ...] = ()


def others(new: P, beside: Beside) -> list[P]:
    """The records of the patient and of the kind of `new`, but for its own earlier version."""
    found = beside.of_patient(type(new), new.patient)
    return [other for other in found if not new.id or other.id != new.id]


def with_it(new: P, beside: Beside) -> list[P]:
    """The same with `new` in its place: an amendment where its record stands, a new record last."""
    if not new.id:
        return [*beside.of_patient(type(new), new.patient), new]
    return sorted([*others(new, beside), new], key=lambda record: (not record.id, record.id and number_of(record)))


def named(record: AboutPatient) -> str:
    """A record as a sentence names it; one that isn't recorded yet is a row of the same file."""
    return record.id or "an earlier row"
