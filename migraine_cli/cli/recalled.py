"""A recall with whom to tell of it."""

from __future__ import annotations

from collections.abc import Sequence

from migraine_cli.listings.stock import RecallRow, Recipient
from migraine_cli.practice.stock import Stock, same_lot, shelves
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Recall
from migraine_cli.records.vials import has_lot
from migraine_cli.store.contract import Clinic


def recalled(recall: Recall, sessions: Sequence[Session], stock: Stock, clinic: Clinic) -> RecallRow:
    """The row of a recall: who had the lot, the earliest first, and the vials of it that are left."""
    had = sorted((each for each in sessions if has_lot(each.lot, recall.lot)), key=lambda each: each.date)
    people = clinic.labels({each.patient for each in had})
    return RecallRow(
        id=recall.id,
        lot=recall.lot,
        date=recall.date,
        reason=recall.reason,
        on_shelf=sum(each.on_shelf for each in shelves(stock) if same_lot(each, recall.lot)),
        recipients=tuple(Recipient.of(each, people.get(each.patient)) for each in had),
    )
