"""The shelf that a command speaks of, and what is recorded of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from migraine_cli.cli import clock
from migraine_cli.cli.who_is_meant import whom_to_record
from migraine_cli.practice.stock import Shelf
from migraine_cli.practice.stock_rules import the_shelf
from migraine_cli.records.codes import SUPPLIES, Supply
from migraine_cli.store.contract import Recording
from migraine_cli.store.stock import stock_of
from migraine_cli.words.values import code
from migraine_cli.words.vials import vial_size


class ShelfAsked(NamedTuple):
    """The vials that were named: of a lot and size, and where several shelves hold such, of one supply, or whose."""

    lot: str
    units: int
    supply: Supply | None
    for_patient: str | None

    @staticmethod
    def typed(lot: str, units: str, supply: str | None, for_patient: str | None) -> ShelfAsked:
        """What the options say. Raises InvalidValue."""
        bought = None if supply is None else code(supply, SUPPLIES, "supply")
        return ShelfAsked(lot, vial_size(units), bought, for_patient)

    def shelf(self, clinic: Recording) -> Shelf:
        """The one shelf meant. Raises NotFound and InvalidValue as `the_shelf`."""
        whose = None if self.for_patient is None else whom_to_record(clinic, self.for_patient).id
        return the_shelf(stock_of(clinic), self.lot, self.units, self.supply, whose)


def of_today(shelf: Shelf) -> dict[str, Any]:
    """The fields of a record about the vials of a shelf, made today."""
    return {
        "lot": shelf.lot,
        "date": clock.today(),
        "units": shelf.units,
        "supply": shelf.supply,
        "for_patient": shelf.for_patient,
    }
