"""The clinic's stock, loaded: nothing but the receipts where there are none."""

from __future__ import annotations

from migraine_cli.practice.stock import Stock
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, Recall, Receipt, StockCount
from migraine_cli.store.contract import Clinic


def stock_of(clinic: Clinic, *, but: str = "") -> Stock:
    """What is recorded of the clinic's vials, without the session of the id `but`. Sessions aren't read where no stock
    is kept.
    """
    receipts, recalls = list(clinic.records(Receipt)), list(clinic.records(Recall))
    if not receipts:
        return Stock(recalls=recalls)
    return Stock(
        receipts=receipts,
        counts=list(clinic.records(StockCount)),
        discards=list(clinic.records(Discard)),
        recalls=recalls,
        sessions=[each for each in clinic.records(Session) if not but or each.id != but],
    )
