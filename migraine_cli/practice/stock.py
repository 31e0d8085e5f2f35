"""Every unit of every lot accounted for: received = injected + discarded + on the shelf + unexplained.

Nothing is kept but what people recorded; all else follows from the records in force, so that a void or an undo changes
the shelf by itself. Stock is kept from the earliest receipt on; who recorded none keeps none.

Ours, where nothing is recorded: a session's units are taken from its vials in the order in which it names them, the
rest of each is discarded; of a session of unknown dose its vials are used, and their units unexplained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.records.codes import BOUGHT, ONABOTULINUM, Supply
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, OfLot, OfSize, Recall, Receipt, StockCount
from migraine_cli.records.vials import Vial
from migraine_cli.words.vials import lot_key


class Stock(Struct, frozen=True, kw_only=True):
    """All that is recorded of the clinic's vials, and the sessions that may have used them."""

    receipts: Sequence[Receipt] = ()
    counts: Sequence[StockCount] = ()
    discards: Sequence[Discard] = ()
    recalls: Sequence[Recall] = ()
    sessions: Sequence[Session] = ()

    @property
    def since(self) -> date | None:
        """The day of the earliest receipt; None where no stock is kept."""
        return min((each.date for each in self.receipts), default=None)

    def up_to(self, day: date) -> Stock:
        """The stock as it was at the end of a day."""
        return Stock(
            receipts=[each for each in self.receipts if each.date <= day],
            counts=[each for each in self.counts if each.date <= day],
            discards=[each for each in self.discards if each.date <= day],
            recalls=[each for each in self.recalls if each.date <= day],
            sessions=[each for each in self.sessions if each.date <= day],
        )

    def without(self, record: StockCount | Discard) -> Stock:
        """The stock as if that had not been recorded."""
        return replace(
            self,
            counts=[each for each in self.counts if each.id != record.id],
            discards=[each for each in self.discards if each.id != record.id],
        )

    def recall_of(self, lot: str, day: date) -> Recall | None:
        """The recall of a lot that was in force on a day."""
        return next((each for each in self.recalls if same_lot(each, lot) and each.date <= day), None)


class Used(Struct, frozen=True):
    """One vial that a session opened; `injected` None where the session's dose isn't known."""

    session: Session
    vial: Vial
    injected: float | None


class Shelf(Struct, kw_only=True):
    """The vials of one lot and size, of one supply, kept for one patient or for all. `units` are those of one vial;
    `received` and `on_shelf` are vials, `injected`, `discarded` and `unexplained` units.
    """

    lot: str
    units: int
    supply: Supply | None
    for_patient: str | None
    expiry: date | None = None
    product: str = ONABOTULINUM
    receipts: list[Receipt] = []
    counts: list[StockCount] = []
    discards: list[Discard] = []
    used: list[Used] = []

    @property
    def received(self) -> int:
        """Vials that came in."""
        return sum(each.count for each in self.receipts)

    @property
    def injected(self) -> float:
        """Units known to have been given."""
        return sum(each.injected or 0 for each in self.used)

    @property
    def discarded(self) -> float:
        """Units left over in opened vials, and those of vials that were thrown away full."""
        left_over = sum(self.units - each.injected for each in self.used if each.injected is not None)
        return left_over + self.units * sum(each.count for each in self.discards)

    @property
    def on_shelf(self) -> int:
        """Full vials: the last count less what was used or thrown away later; expired ones are among them."""
        last = max(self.counts, key=lambda count: (count.date, count.entry), default=None)
        came = sum(each.count for each in self.receipts if _later(each, last))
        gone = sum(1 for each in self.used if _later(each.session, last))
        gone += sum(each.count for each in self.discards if _later(each, last))
        return max(0, (last.count if last else 0) + came - gone)

    @property
    def unexplained(self) -> float:
        """Units that came in and of which nothing is recorded; negative where more is recorded than came in."""
        return self.units * (self.received - self.on_shelf) - self.injected - self.discarded

    @property
    def counted(self) -> date | None:
        """The day of the last count."""
        return max((each.date for each in self.counts), default=None)


def shelves(stock: Stock) -> list[Shelf]:
    """Each lot by size, supply and the patient it is kept for; the earliest expiry first.

    A lot that a session used and that never came in has a shelf too, of no vial received.
    """
    found: list[Shelf] = []
    for receipt in stock.receipts:
        place = shelf_of(receipt, found) or _placed(found, receipt)
        place.receipts.append(receipt)
        place.expiry = min(place.expiry or receipt.expiry, receipt.expiry)
    for count in stock.counts:
        (shelf_of(count, found) or _placed(found, count)).counts.append(count)
    for discard in stock.discards:
        (shelf_of(discard, found) or _placed(found, discard)).discards.append(discard)
    for use in uses(stock):
        shelf = _taken_from(use, found)
        if shelf is not None:
            shelf.used.append(use)
    return sorted(found, key=lambda each: (each.expiry or date.max, lot_key(each.lot), each.units, each.supply or ""))


def uses(stock: Stock) -> Iterator[Used]:
    """The vials with a lot that sessions opened since stock is kept, the earliest first."""
    since = stock.since
    if since is None:
        return
    for session in sorted(stock.sessions, key=lambda each: (each.date, each.entry)):
        if session.date >= since:
            yield from (use for use in opened(session) if use.vial.lot)


def opened(session: Session) -> Iterator[Used]:
    """A session's vials, with the units given from each."""
    left = session.units
    for vial in session.each_vial:
        given = None if left is None else min(left, vial.units)
        yield Used(session, vial, given)
        left = None if left is None or given is None else left - given


def held_against(vial: Vial) -> bool:
    """Whether a vial must have come in: one that the practice didn't buy may have come with the patient."""
    return vial.supply in (BOUGHT, None)


def same_lot(record: OfLot | Shelf, lot: str) -> bool:
    """Whether a record is about a lot, however it is spelt."""
    return lot_key(record.lot) == lot_key(lot)


def shelf_of(record: OfSize, found: Iterable[Shelf]) -> Shelf | None:
    """The shelf that a record is about."""
    return next((each for each in found if _key(each) == _key(record)), None)


def candidates(vial: Vial, found: Iterable[Shelf]) -> list[Shelf]:
    """The shelves that a vial can have come from: those of its supply, else those whose supply isn't recorded."""
    like = [each for each in found if vial.lot and same_lot(each, vial.lot) and each.units == vial.units]
    own = [each for each in like if each.supply == vial.supply]
    if vial.supply is None:
        return own + [each for each in like if each.supply is not None]
    return own or [each for each in like if each.supply is None and held_against(vial)]


def _taken_from(use: Used, found: list[Shelf]) -> Shelf | None:
    """The patient's own vials first, then those kept for all; one that never came in has a shelf of its own."""
    like = candidates(use.vial, found)
    if not like:
        if not held_against(use.vial):
            return None
        assert use.vial.lot is not None
        found.append(Shelf(lot=use.vial.lot, units=use.vial.units, supply=use.vial.supply, for_patient=None))
        return found[-1]
    order = {use.session.patient: 0, None: 1}
    like.sort(key=lambda each: order.get(each.for_patient, 2))
    return next((each for each in like if len(each.used) < each.received), like[0])


def _placed(found: list[Shelf], record: OfSize) -> Shelf:
    product = record.product if isinstance(record, Receipt) else ONABOTULINUM
    found.append(
        Shelf(
            lot=record.lot,
            units=record.units,
            supply=record.supply,
            for_patient=record.for_patient,
            product=product,
        )
    )
    return found[-1]


def _key(record: OfSize | Shelf) -> tuple[str, int, Supply | None, str | None]:
    return lot_key(record.lot), record.units, record.supply, record.for_patient


def _later(record: Receipt | Discard | Session, count: StockCount | None) -> bool:
    return count is None or (record.date, record.entry) > (count.date, count.entry)
