"""Nothing happens to a patient before they were born, whichever of the two days is the slip."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from migraine_cli.errors import InvalidValue
from migraine_cli.recording.beside import named
from migraine_cli.records.days_told import days_told
from migraine_cli.records.patient import Patient
from migraine_cli.records.record import AboutPatient


def after_birth(new: AboutPatient, person: Patient) -> None:
    """Raises InvalidValue for a record that speaks of a day before its patient's birth."""
    if person.born is None:
        return
    first = min(days_told(new), default=person.born)
    if first < person.born:
        raise InvalidValue(before_birth(first, person))


def before_birth(day: date, person: Patient) -> str:
    """Why a day before their birth can't be recorded of the patient."""
    return (
        f"{day} lies before the birth of {person.id}, {person.born}; correct the date, or the birth date with"
        f" `migcli amend {person.id} born=DATE`."
    )


def born_before(person: Patient, records: Iterable[AboutPatient]) -> None:
    """Raises InvalidValue for a birth date after a day that a record of the patient speaks of."""
    if person.born is None:
        return
    for record in records:
        first = min(days_told(record), default=person.born)
        if first < person.born:
            raise InvalidValue(
                f"{named(record)} speaks of {first}, before the birth of {person.id}, {person.born}; correct the birth"
                " date, or that record first."
            )
