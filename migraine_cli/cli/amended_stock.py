"""A record about the clinic's vials corrected, held against what else is recorded of them."""

from __future__ import annotations

from msgspec.structs import replace

from migraine_cli.cli import clock
from migraine_cli.cli.recalled import recalled
from migraine_cli.listings.lots import known_lot
from migraine_cli.listings.stock import CountRow, DiscardRow, RecallRow, ReceiptRow
from migraine_cli.practice.stock import same_lot
from migraine_cli.practice.stock_rules import in_use, may_be_thrown_away, shelf_with
from migraine_cli.recording.alone import alone
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, Recall, Receipt, StockCount
from migraine_cli.store.contract import Recording
from migraine_cli.store.stock import stock_of


def receipt(clinic: Recording, old: Receipt, new: Receipt) -> ReceiptRow:
    """Vials that were used stay; a correction that would leave fewer than are gone is refused."""
    if new.for_patient:
        clinic.patient(new.for_patient)
    in_use(old, stock_of(clinic), instead=alone(new, clock.today()))
    return ReceiptRow.of(clinic.amend(old, new), _otherwise(clinic, old, new))


def _otherwise(clinic: Recording, old: Receipt, new: Receipt) -> list[str]:
    """The sessions that say of its vials what it no longer says: their claims go by their own words."""
    if new.supply in (None, old.supply):
        return []
    told = [
        session.id
        for session in clinic.records(Session)
        for vial in session.each_vial
        if vial.lot and same_lot(new, vial.lot) and vial.units == new.units and vial.supply not in (None, new.supply)
    ]
    return [
        f"{each} says another supply of its vials; if it is wrong, `migcli amend {each} supply={new.supply}`"
        for each in dict.fromkeys(told)
    ]


def count(clinic: Recording, old: StockCount, new: StockCount) -> CountRow:
    """What is expected is what the other records say up to the day of the count."""
    before = shelf_with(new, stock_of(clinic).without(old).up_to(new.date))
    amended = clinic.amend(old, alone(new, clock.today()))
    return CountRow.of(amended, before, shelf_with(amended, stock_of(clinic)))


def discard(clinic: Recording, old: Discard, new: Discard) -> DiscardRow:
    """No more than are there without it can be thrown away."""
    may_be_thrown_away(new, shelf_with(new, stock_of(clinic).without(old)))
    amended = clinic.amend(old, alone(new, clock.today()))
    return DiscardRow.of(amended, shelf_with(amended, stock_of(clinic)))


def recall(clinic: Recording, old: Recall, new: Recall) -> RecallRow:
    """Only a lot that was seen can be recalled, in the spelling that it was seen in."""
    sessions, stock = list(clinic.records(Session)), stock_of(clinic)
    spelt = replace(alone(new, clock.today()), lot=known_lot(new.lot, sessions, stock.receipts))
    return recalled(clinic.amend(old, spelt), sessions, stock, clinic)
