"""Patients as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import field

from migraine_cli.listings.row import Row, noted, shared
from migraine_cli.records.patient import Patient
from migraine_cli.words.text import in_words


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
    not_on: tuple[str, ...] = field(default=(), name="not")

    @staticmethod
    def of(patient: Patient, warnings: Iterable[str] = ()) -> PatientRow:
        """The row of one patient."""
        return PatientRow(**shared(PatientRow, patient, patient), patient=patient.id, warnings=tuple(warnings))

    def sentence(self) -> str:
        """What is known of the patient, in words."""
        return ", ".join((self.id, self.name or "no name recorded", *self._facts()))

    def _facts(self) -> Iterator[str]:
        labelled = {
            "born": self.born,
            "sex": self.sex,
            "phone": self.phone,
            "e-mail": self.email,
            "chronic since": self.chronic_since,
            "overuse": self.overuse,
            "cautions": " and ".join(map(in_words, self.cautions)),
            "goals": " and ".join(self.goals),
            "can't come on": " and ".join(self.not_on),
            "note": self.note and noted(self.note),
        }
        return (f"{label} {known}" for label, known in labelled.items() if known)
