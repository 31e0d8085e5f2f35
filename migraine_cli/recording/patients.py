"""One person, one record: a second patient of the same name and birth date."""

from __future__ import annotations

from collections.abc import Iterable

from migraine_cli.records.patient import Patient
from migraine_cli.words.names import same_name

SAME_PERSON = "same-person"
"""The rule that refuses a second patient of the same name and birth date, unless it is overridden."""


def same_person(patient: Patient, others: Iterable[Patient]) -> list[str]:
    """The ids of other patients of the same name, however it is written, and the same birth date.

    A birth date that isn't recorded is never the same.
    """
    return [
        other.id
        for other in others
        if other.id != patient.id
        and patient.born is not None
        and other.born == patient.born
        and same_name(other.name, patient.name)
    ]
