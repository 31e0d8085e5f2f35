"""The record that one row about the clinic's vials makes: what came in, was counted, thrown away or recalled."""

from __future__ import annotations

from typing import Any, NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.cell_values import cell, given, text
from migraine_cli.exchange.layout import Cells
from migraine_cli.exchange.row_records import Lookups
from migraine_cli.recording.alone import alone
from migraine_cli.records.codes import ONABOTULINUM, PRODUCTS, SUPPLIES
from migraine_cli.records.stock import Discard, OfLot, Recall, Receipt, StockCount
from migraine_cli.words import values
from migraine_cli.words.dates import absolute_date
from migraine_cli.words.text import plain
from migraine_cli.words.vials import expiry, vial_size


class StockRow(NamedTuple):
    """A row of what can happen several times a day: of those that say no more, it is the `nth`, counted from 1."""

    said: OfLot
    nth: int


def receipt(cells: Cells, lookups: Lookups) -> StockRow:
    """A row of vials that came in. What became of them since the sessions, counts and discards tell by themselves."""
    product = given(cells, "product", lambda text: values.code(text, PRODUCTS, "product"))
    said = Receipt(
        **_of_size(cells),
        count=values.whole_number(cell(cells, "received"), "received", 1, 10000),
        expiry=expiry(cell(cells, "expiry")),
        product=product or ONABOTULINUM,
        supplier=text(cells, "supplier"),
        note=text(cells, "note"),
    )
    return _nth(said, cells, lookups)


def count(cells: Cells, lookups: Lookups) -> StockRow:
    """A row of counts of the shelf."""
    number = values.whole_number(cell(cells, "count"), "count", 0, 10000)
    return _nth(StockCount(**_of_size(cells), count=number), cells, lookups)


def discard(cells: Cells, lookups: Lookups) -> StockRow:
    """A row of full vials thrown away."""
    number = values.whole_number(cell(cells, "count"), "count", 1, 10000)
    return _nth(Discard(**_of_size(cells), count=number, reason=_reason(cells)), cells, lookups)


def recall(cells: Cells, lookups: Lookups) -> StockRow:
    """A row of lots recalled."""
    return _nth(Recall(**_of_lot(cells), reason=_reason(cells)), cells, lookups)


def _of_lot(cells: Cells) -> dict[str, Any]:
    return {"lot": plain(cell(cells, "lot"), "lot"), "date": absolute_date(cell(cells, "date"))}


def _of_size(cells: Cells) -> dict[str, Any]:
    return {
        **_of_lot(cells),
        "units": vial_size(cell(cells, "units")),
        "supply": given(cells, "supply", lambda text: values.code(text, SUPPLIES, "supply")),
        "for_patient": given(cells, "for", values.patient_id),
    }


def _reason(cells: Cells) -> str:
    reason = text(cells, "reason")
    if reason is None:
        raise InvalidValue("the row doesn't say why; write the reason.")
    return reason


def _nth(said: OfLot, cells: Cells, lookups: Lookups) -> StockRow:
    nth = given(cells, "nth", lambda text: values.whole_number(text, "nth", 1, 99))
    return StockRow(alone(said, lookups.today), nth or 1)
