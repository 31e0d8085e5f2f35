"""Patients as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from migraine_cli.listings.row import Row, shared
from migraine_cli.records.patient import Patient


class PatientRow(Row, frozen=True, kw_only=True):
    """One patient."""

    born: date | None
    sex: str | None
    phone: str | None
    email: str | None
    chronic_since: date | None
    overuse: str | None
    cautions: tuple[str, ...]
    goals: tuple[str, ...]
    note: str | None

    @staticmethod
    def of(patient: Patient, warnings: Iterable[str] = ()) -> PatientRow:
        """The row of one patient."""
        return PatientRow(**shared(PatientRow, patient, patient), patient=patient.id, warnings=tuple(warnings))
