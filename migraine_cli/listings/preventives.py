"""Preventives as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from migraine_cli.listings.row import Row, called, shared
from migraine_cli.records.patient import Patient
from migraine_cli.records.preventive import Preventive
from migraine_cli.words.text import in_words


class PreventiveRow(Row, frozen=True, kw_only=True):
    """One preventive tried; `medicine` None states that none was."""

    medicine: str | None
    drug_class: str | None
    started: date | None
    stopped: date | None
    outcome: str | None

    @staticmethod
    def of(preventive: Preventive, patient: Patient, warnings: Iterable[str] = ()) -> PreventiveRow:
        """The row of one preventive."""
        return PreventiveRow(**shared(PreventiveRow, preventive, patient), warnings=tuple(warnings))

    def sentence(self) -> str:
        """What was tried, in words."""
        return f"{self.id}: {self._tried()}, for {called(self)}"

    def _tried(self) -> str:
        if self.medicine is None:
            return "no preventive was ever tried"
        since = None if self.started is None else f"from {self.started}"
        until = None if self.stopped is None else f"to {self.stopped}"
        told = (f"{self.medicine} ({self.drug_class})", since, until, in_words(self.outcome or "outcome not known"))
        return ", ".join(part for part in told if part)
