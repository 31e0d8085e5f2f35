"""The clinic's vials as they are listed and confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from datetime import date as _Date  # noqa: N812 a field named `date` hides the type
from typing import Any, TypeVar

from msgspec import Struct, field

from migraine_cli.listings.row import Unowned
from migraine_cli.practice.stock import Shelf, Stock
from migraine_cli.records.patient import PatientLabel
from migraine_cli.records.session import Session
from migraine_cli.records.stock import Discard, OfLot, Receipt, StockCount

T = TypeVar("T", bound=Struct)


class VialsRow(Struct, frozen=True, kw_only=True):
    """The vials of one lot, size and supply, kept `for` one patient or for all: `units` are those of one vial,
    `received` and `on_shelf` count vials, `injected`, `discarded` and `unexplained` units.

    received x units = injected + discarded + on_shelf x units + unexplained. `date` is the day of the first receipt.
    """

    lot: str
    units: int
    supply: str | None
    for_patient: str | None = field(name="for")
    received: int
    injected: float
    discarded: float
    on_shelf: int
    unexplained: float
    expiry: _Date | None
    note: str | None
    date: _Date | None
    product: str
    supplier: str | None

    @staticmethod
    def of(shelf: Shelf, stock: Stock, day: _Date, *, first: bool) -> VialsRow:
        """The row of one shelf; `first`: its vials are to be used before the others of their size."""
        suppliers = dict.fromkeys(each.supplier for each in shelf.receipts if each.supplier)
        return VialsRow(
            lot=shelf.lot,
            units=shelf.units,
            supply=shelf.supply,
            for_patient=shelf.for_patient,
            received=shelf.received,
            injected=shelf.injected,
            discarded=shelf.discarded,
            on_shelf=shelf.on_shelf,
            unexplained=shelf.unexplained,
            expiry=shelf.expiry,
            note="; ".join(_notes(shelf, stock, day, first=first)) or None,
            date=min((each.date for each in shelf.receipts), default=None),
            product=shelf.product,
            supplier=", ".join(suppliers) or None,
        )


class _LotRow(Unowned, frozen=True, kw_only=True):
    lot: str
    date: date


class ReceiptRow(_LotRow, frozen=True, kw_only=True):
    """Vials that came in."""

    units: int
    count: int
    expiry: _Date
    product: str
    supplier: str | None
    supply: str | None
    for_patient: str | None = field(name="for")
    note: str | None

    @staticmethod
    def of(receipt: Receipt, warnings: Iterable[str] = ()) -> ReceiptRow:
        """The row of one receipt."""
        return ReceiptRow(**_said(ReceiptRow, receipt), warnings=tuple(warnings))

    def sentence(self) -> str:
        """What came in, in words."""
        whose = f" for {self.for_patient}" if self.for_patient else ""
        return f"{self.id}: {_vials(self.count, self.units)} of lot {self.lot}{whose}, use by {self.expiry}"


class CountRow(_LotRow, frozen=True, kw_only=True):
    """Vials counted on the shelf; `expected` is what the records say, `unexplained` the units that are missing now."""

    units: int
    supply: str | None
    for_patient: str | None = field(name="for")
    count: int
    expected: int
    unexplained: float

    @staticmethod
    def of(count: StockCount, before: Shelf, now: Shelf) -> CountRow:
        """The row of one count, of the shelf as it was recorded before it and as it is now."""
        return CountRow(**_said(CountRow, count), expected=before.on_shelf, unexplained=now.unexplained)

    def sentence(self) -> str:
        """What was counted, in words."""
        told = f"{self.id}: {_vials(self.count, self.units)} of lot {self.lot} on the shelf"
        if self.count == self.expected:
            return f"{told}, as recorded"
        return f"{told}, where {self.expected} should be; unexplained {self.unexplained:g} U"


class DiscardRow(_LotRow, frozen=True, kw_only=True):
    """Full vials thrown away; `on_shelf` are those left."""

    units: int
    supply: str | None
    for_patient: str | None = field(name="for")
    count: int
    reason: str
    on_shelf: int

    @staticmethod
    def of(discard: Discard, now: Shelf) -> DiscardRow:
        """The row of one discard."""
        return DiscardRow(**_said(DiscardRow, discard), on_shelf=now.on_shelf)

    def sentence(self) -> str:
        """What was thrown away, in words."""
        left = f"{self.on_shelf} left on the shelf"
        return f"{self.id}: {_vials(self.count, self.units)} of lot {self.lot} thrown away ({self.reason}); {left}"


class Recipient(Struct, frozen=True, kw_only=True):
    """Someone who had a vial of a lot, to be told."""

    patient: str
    name: str | None
    phone: str | None
    email: str | None
    id: str
    date: date

    @staticmethod
    def of(session: Session, person: PatientLabel | None) -> Recipient:
        """Who had it at a session."""
        name, phone, email = (None, None, None) if person is None else (person.name, person.phone, person.email)
        return Recipient(patient=session.patient, name=name, phone=phone, email=email, id=session.id, date=session.date)


class RecallRow(_LotRow, frozen=True, kw_only=True):
    """A lot recalled: who had it, and the vials left on the shelf."""

    reason: str
    on_shelf: int
    recipients: tuple[Recipient, ...]

    def sentence(self) -> str:
        """What is recalled, in words."""
        had = {each.patient for each in self.recipients}
        who = "nobody had it" if not had else f"{len(had)} patient{'s' if len(had) > 1 else ''} had it"
        vials = f"{self.on_shelf} vial{'' if self.on_shelf == 1 else 's'} on the shelf to be set aside"
        return f"{self.id}: lot {self.lot} is recalled ({self.reason}); {who}, {vials}"


def _vials(count: int, units: int) -> str:
    return f"{count} vial{'' if count == 1 else 's'} of {units} U"


def _notes(shelf: Shelf, stock: Stock, day: date, *, first: bool) -> Iterator[str]:
    recall = stock.recall_of(shelf.lot, day)
    if recall:
        yield f"recalled on {recall.date}: {recall.reason}"
    if not shelf.receipts:
        yield "never came in"
    if shelf.on_shelf and shelf.expiry and shelf.expiry < day:
        yield "expired, to be thrown away"
    elif first and not recall:
        yield "use first"
    unknown = sum(1 for each in shelf.used if each.injected is None)
    if unknown:
        yield f"{unknown} used at an unknown dose"
    if shelf.unexplained:
        yield _unexplained(shelf)
    yield from dict.fromkeys(each.note for each in shelf.receipts if each.note)


def _unexplained(shelf: Shelf) -> str:
    vials = shelf.unexplained / shelf.units
    counted = f" (counted {shelf.counted})" if shelf.counted else ""
    if vials % 1:
        return f"{abs(shelf.unexplained):g} U {'missing' if vials > 0 else 'more than came in'}{counted}"
    number = f"{abs(vials):g} vial{'' if abs(vials) == 1 else 's'}"
    return f"{number} {'missing' if vials > 0 else 'more than came in'}{counted}"


def _said(row_type: type[Struct], record: OfLot) -> dict[str, Any]:
    names = (name for name in row_type.__struct_fields__ if name != "warnings" and hasattr(record, name))
    return {name: getattr(record, name) for name in names}
