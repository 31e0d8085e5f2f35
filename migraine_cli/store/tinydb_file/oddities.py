"""What is odd in a clinic's records and no fault of the file: people who may be one, a clock that went back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

from migraine_cli.errors import ClinicFileError
from migraine_cli.records.patient import Patient
from migraine_cli.store.tinydb_file.backups import verified
from migraine_cli.store.tinydb_file.clinic import FileClinic
from migraine_cli.words.names import same_name


def oddities(path: Path, now: datetime) -> Iterator[str]:
    """What wants to be looked at in records that can be read at all."""
    try:
        clinic = FileClinic(verified(path), path)
        patients = sorted(clinic.records(Patient), key=lambda each: each.id)
        latest = max((entry.at for entry in clinic.log()), default=None)
    except ClinicFileError:
        return  # `faults` tells why
    if latest is not None and latest > now:
        yield f"the last change is of {latest:%Y-%m-%d %H:%M}, later than this computer's clock; correct its date."
    yield from _alike_ids(patients)
    yield from _same_people(patients)


def _alike_ids(patients: Sequence[Patient]) -> Iterator[str]:
    spelt: dict[str, str] = {}
    for patient in patients:
        other = spelt.setdefault(patient.id.casefold(), patient.id)
        if other != patient.id:
            yield f"the ids {other} and {patient.id} differ by capital letters only; they may be one person."


def _same_people(patients: Sequence[Patient]) -> Iterator[str]:
    by_birth: dict[date, list[Patient]] = {}
    for patient in patients:
        if patient.born is not None:
            by_birth.setdefault(patient.born, []).append(patient)
    for born_together in by_birth.values():
        for one, other in combinations(born_together, 2):
            if same_name(one.name, other.name):
                yield f"{one.id} and {other.id} have the same name and birth date; they may be one person."
