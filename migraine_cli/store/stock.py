"""The clinic's stock, loaded: nothing but the receipts where there are none."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from migraine_cli.practice.stock import Stock
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, OfLot, Recall, Receipt, StockCount
from migraine_cli.store.contract import Clinic

R = TypeVar("R", Receipt, StockCount, Discard, Session)


def stock_of(clinic: Clinic, *, but: str = "") -> Stock:
    """What is recorded of the clinic's vials, without the session of the id `but`. Sessions aren't read where no stock
    is kept.
    """
    receipts, recalls = list(clinic.records(Receipt)), list(clinic.records(Recall))
    if not receipts:
        return Stock(recalls=recalls)
    counts = list(clinic.records(StockCount))
    days = {each.date for each in counts}
    return Stock(
        receipts=_in_turn(clinic, Receipt, receipts, days),
        counts=_in_turn(clinic, StockCount, counts, days),
        discards=_in_turn(clinic, Discard, clinic.records(Discard), days),
        recalls=recalls,
        sessions=_in_turn(
            clinic, Session, (each for each in clinic.records(Session) if not but or each.id != but), days
        ),
    )


def _in_turn(clinic: Clinic, kind: type[R], records: Iterable[R], days: Collection[date]) -> list[R]:
    """The records, each with the log entry of its first version where it was amended on the day of a count: whether
    it came before the count doesn't change with what it says.
    """
    found = list(records)
    if not any(_amended(each, days) for each in found):
        return found
    first: dict[str, int] = {}
    for version in clinic.versions(kind):
        first.setdefault(version.id, version.entry)
    return [replace(each, entry=first[each.id]) if _amended(each, days) else each for each in found]


def _amended(record: OfLot | Session, days: Collection[date]) -> bool:
    return record.replaces is not None and record.date in days
