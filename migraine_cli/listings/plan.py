"""The next clinic days as they are listed: who comes when, and who finds no place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type

from msgspec import Struct

from migraine_cli.practice.planning import FreePlace
from migraine_cli.treatment.schedule import Retreatment


class PlanRow(Struct, frozen=True, kw_only=True):
    """One patient's place; `date`, `at` and `days_after_due` None: no place was found. `id` is that of the appointment,
    None until it is booked.
    """

    id: str | None = None
    date: date | None
    at: str | None
    patient: str
    name: str | None
    phone: str | None
    due: _Date
    days_after_due: int | None

    @staticmethod
    def of(row: Retreatment, place: FreePlace | None, booked: Mapping[str, str]) -> PlanRow:
        """The row of one patient; `booked` are the ids of the appointments made, by patient."""
        return PlanRow(
            id=booked.get(row.patient),
            date=None if place is None else place.day,
            at=None if place is None else f"{datetime.combine(place.day, place.at):%Y-%m-%dT%H:%M}",
            patient=row.patient,
            name=row.name,
            phone=row.phone,
            due=row.due,
            days_after_due=None if place is None else (place.day - row.due).days,
        )
