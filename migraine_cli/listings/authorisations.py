"""Payers' authorisations as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import field

from migraine_cli.listings.row import Row, called
from migraine_cli.practice.authorisations import Left
from migraine_cli.records.patient import PatientLabel


class AuthorisationRow(Row, frozen=True, kw_only=True):
    """One authorisation: `visits` and `units` are what the payer set, `visits_left` and `units_left` what is left, None
    where there is no limit. `ask_by` is the day to ask for the next one, None where another is asked for or none runs
    out; `missing` is what the payer's policy would still want to know.
    """

    payer: str
    policy: str
    supply: str
    status: str
    reference: str | None
    starts: date | None = field(name="from")
    until: date | None
    visits_left: int | None
    units_left: float | None
    ask_by: date | None
    missing: tuple[str, ...]
    visits: int | None
    units: float | None

    @staticmethod
    def of(
        left: Left,
        patient: PatientLabel,
        ask_by: date | None = None,
        missing: Iterable[str] = (),
        warnings: Iterable[str] = (),
    ) -> AuthorisationRow:
        """The row of one authorisation."""
        granted = left.granted
        untold = (f"the dose of {session}, which isn't subtracted" for session in left.untold)
        return AuthorisationRow(
            id=granted.id,
            patient=patient.id,
            name=patient.name,
            payer=granted.payer,
            policy=granted.policy,
            supply=granted.supply,
            status=granted.status,
            reference=granted.reference,
            starts=granted.starts,
            until=granted.until,
            visits_left=left.visits,
            units_left=left.units,
            ask_by=ask_by,
            missing=(*missing, *untold),
            visits=granted.visits,
            units=granted.units,
            warnings=tuple(warnings),
        )

    def sentence(self) -> str:
        """What was asked or granted, in words."""
        spans = [f"from {self.starts}" if self.starts else "", f"until {self.until}" if self.until else ""]
        visits = f"{self.visits} visit{'' if self.visits == 1 else 's'}" if self.visits else ""
        limits = [visits, f"{self.units:g} U" if self.units else ""]
        told = ", ".join(filter(None, (f"{self.payer} {self.status}", " ".join(filter(None, spans)), *limits)))
        return f"{self.id}: {told}, for {called(self)}"
