"""Check-ups, as listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from migraine_cli.listings.row import Row, called, shared
from migraine_cli.records.checkup import ANSWERS, CheckUp
from migraine_cli.records.patient import Patient


class CheckUpRow(Row, frozen=True, kw_only=True):
    """The answers of one visit, None where nothing was asked."""

    date: date
    pregnancy: str | None
    breastfeeding: str | None
    allergy: str | None
    skin: str | None
    swallowing: str | None
    weakness: str | None
    anticoagulant: str | None
    new_medicine: str | None
    other_toxin: str | None
    consent: str | None
    leaflet: str | None
    by: str | None

    @staticmethod
    def of(checkup: CheckUp, patient: Patient, warnings: Iterable[str] = ()) -> CheckUpRow:
        """The row of one check-up."""
        return CheckUpRow(**shared(CheckUpRow, checkup, patient), warnings=tuple(warnings))

    def sentence(self) -> str:
        """What was answered, in words."""
        by = "" if self.by is None else f", by {self.by}"
        return f"{self.id}: check-up of {called(self)} on {self.date}{by}: {self.answers()}"

    def answers(self) -> str:
        """The answers, in the order in which they are asked."""
        said = {field.replace("_", " "): getattr(self, field) for field in ANSWERS}
        return ", ".join(f"{question} {answer}" for question, answer in said.items() if answer is not None)
