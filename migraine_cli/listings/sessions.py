"""Sessions as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import ClassVar

from msgspec import Struct

from migraine_cli.listings.row import Row, called, shared
from migraine_cli.records.allowance import Allowance
from migraine_cli.records.codes import CHRONIC_MIGRAINE, ONABOTULINUM
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.session import Session
from migraine_cli.records.vials import Vial
from migraine_cli.treatment.schedule import next_due
from migraine_cli.words.vials import vial_cell


class SitePlan(Struct, frozen=True):
    """Injections at one muscle-side: `units` at each of `sites` sites."""

    muscle_side: str
    units: float
    sites: int


class SessionRow(Row, frozen=True, kw_only=True):
    """One session. `vials` are sizes, `vial_lots` the vials with all that is known of each, `lot` every lot in one text
    and `expiry` the earliest; `discarded` are the units left over in the vials, None when that isn't known; `next_due`
    is 84 days after a chronic-migraine session, None after any other.
    """

    in_cells: ClassVar[Mapping[str, Callable[[SessionRow], str]]] = {
        "vials": lambda row: ";".join(vial_cell(vial.named) for vial in row.vial_lots)
    }

    date: date
    product: str
    indication: str
    protocol: str | None
    units: float | None
    sites: int | None
    site_map: tuple[SitePlan, ...] | None
    lot: str | None
    expiry: _Date | None  # the field `date` hides the type of that name
    vials: tuple[int, ...]
    supply: str | None
    vial_lots: tuple[Vial, ...]
    discarded: float | None
    by: str | None
    note: str | None
    allowed: tuple[Allowance, ...]
    next_due: _Date | None

    @staticmethod
    def of(session: Session, patient: PatientLabel, warnings: Iterable[str] = ()) -> SessionRow:
        """The row of one session."""
        places = session.site_map
        return SessionRow(
            **shared(SessionRow, session, patient, "site_map", "vial_lots"),
            vial_lots=session.each_vial,
            site_map=None if places is None else tuple(SitePlan(side, p.units, p.sites) for side, p in places.items()),
            next_due=next_due(session.date) if session.indication == CHRONIC_MIGRAINE else None,
            warnings=tuple(warnings),
        )

    def sentence(self) -> str:
        """What was given, in words."""
        again = "" if self.next_due is None else f"; next due {self.next_due}"
        return f"{self.id}: {self.given()} for {called(self)}{again}"

    def given(self) -> str:
        """The dose and its day, in words."""
        dose = "an unknown dose" if self.units is None else f"{self.units:g} U"
        where = "" if self.sites is None else f" at {self.sites} sites"
        only = "" if self.product == ONABOTULINUM else " (units of this product only)"
        return f"{dose} of {self.product}{only}{where} on {self.date}"
