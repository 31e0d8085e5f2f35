"""The clinic's vials: received, counted, thrown away and recalled, lot by lot."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import ONABOTULINUM, Product, Supply
from migraine_cli.records.record import Record, check_texts
from migraine_cli.words.vials import VIALS

Few = Annotated[int, Meta(ge=1, le=10000)]
"""A number of vials."""


class OfLot(Record, frozen=True, kw_only=True):
    """A record about vials of one lot; it is about the clinic, not about one patient."""

    lot: str
    date: date

    def __post_init__(self) -> None:
        if not self.lot:
            raise InvalidValue("the lot is missing; it is printed on the vial.")
        check_texts(lot=self.lot)


class OfSize(OfLot, frozen=True, kw_only=True):
    """A record about vials of one lot and size: those of one supply, kept for one patient or for all."""

    units: int
    supply: Supply | None = None
    for_patient: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.units not in VIALS:
            raise InvalidValue(f"vials hold 50, 100 or 200 U, not {self.units}; correct the units.")


class Receipt(OfSize, frozen=True, kw_only=True):
    """Vials that came in: `units` in each, `supply` says who bought them, `for_patient` whose they are alone."""

    table: ClassVar[str] = "receipts"
    kind: ClassVar[str] = "receipt"

    count: Few
    expiry: date
    product: Product = ONABOTULINUM
    supplier: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_texts(supplier=self.supplier, note=self.note)


class StockCount(OfSize, frozen=True, kw_only=True):
    """How many full vials lay on the shelf when someone looked."""

    table: ClassVar[str] = "counts"
    kind: ClassVar[str] = "count"

    count: Annotated[int, Meta(ge=0, le=10000)]


class Discard(OfSize, frozen=True, kw_only=True):
    """Full vials thrown away, and why; what is left over in a vial after a session isn't one."""

    table: ClassVar[str] = "discards"
    kind: ClassVar[str] = "discard"

    count: Few
    reason: str

    def __post_init__(self) -> None:
        super().__post_init__()
        check_texts(reason=self.reason)


class Recall(OfLot, frozen=True, kw_only=True):
    """A lot that may no longer be used from this day on, and why."""

    table: ClassVar[str] = "recalls"
    kind: ClassVar[str] = "recall"

    reason: str

    def __post_init__(self) -> None:
        super().__post_init__()
        check_texts(reason=self.reason)
