"""Which vials to take from the shelf for a dose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from migraine_cli.chart.answers import Answer
from migraine_cli.errors import InvalidValue, Refused
from migraine_cli.practice.stock import Shelf, Stock, shelves
from migraine_cli.practice.stock_rules import supplied
from migraine_cli.records.session import Session
from migraine_cli.records.vials import Vial, vial_fields

if TYPE_CHECKING:
    from migraine_cli.practice.readiness import Check


class Offered(Struct, frozen=True):
    """One full vial that may be used."""

    shelf: Shelf
    expiry: date
    own: bool


def with_vials(planned: Session, stock: Stock, *, from_stock: bool) -> Session:
    """The session with vials taken `from_stock`, or with what the stock knows of those that it names.

    Raises Refused when the shelf doesn't hold what is needed.
    """
    if not from_stock:
        return supplied(planned, stock)
    if planned.units is None:
        raise InvalidValue("how much is given isn't known, so no vial can be chosen; state the dose.")
    each = taken_from_shelf(stock, planned.patient, planned.date, planned.units, planned.product)
    supplies = {vial.supply for vial in each}
    return replace(planned, supply=each[0].supply if len(supplies) == 1 else None, **vial_fields(each))


def vial_check(planned: Session, stock: Stock) -> tuple[Check | None, Session]:
    """Whether the shelf holds vials for a planned session, which is given back with them, so that those after it find
    what is left. None where no stock is kept.
    """
    if stock.since is None or planned.date < stock.since:
        return None, planned
    from migraine_cli.practice.readiness import Check  # recording a session does without

    try:
        taken = with_vials(planned, stock, from_stock=True)
    except Refused as fault:
        told = fault.sentence.partition("not-in-stock: ")[2].partition("; record what")[0]
        return Check("vial", "records", Answer.NO, told), planned
    named = ", ".join(f"{vial.units} U of lot {vial.lot}, use by {vial.expiry}" for vial in taken.each_vial)
    return Check("vial", "records", Answer.YES, named), taken


def taken_from_shelf(stock: Stock, patient: str, day: date, units: float, product: str) -> tuple[Vial, ...]:
    """The vials for so many units, in this order: the patient's own, then fewest units wasted, then the earliest expiry
    that isn't before the day, then fewest vials.

    Raises Refused when what is fit for use doesn't hold them, saying what isn't offered and why.
    """
    now = shelves(stock.up_to(day))
    offered = [
        vial for shelf in now if why_not(shelf, stock, patient, day, product) is None for vial in _full(shelf, patient)
    ]
    best = min(_choices(offered, units), key=lambda chosen: _order(chosen, units), default=None)
    if best is None:
        raise Refused(_too_little(now, stock, patient, day, units, product))
    return tuple(
        Vial(units=each.shelf.units, lot=each.shelf.lot, expiry=each.expiry, supply=each.shelf.supply) for each in best
    )


def why_not(shelf: Shelf, stock: Stock, patient: str, day: date, product: str) -> str | None:
    """Why a shelf's vials aren't offered; None when they are."""
    if not shelf.on_shelf:
        return "none is left"
    if shelf.expiry is None:
        return "never came in"
    if stock.recall_of(shelf.lot, day):
        return "recalled"
    if shelf.for_patient not in (None, patient):
        return f"kept for {shelf.for_patient}"
    if shelf.expiry < day:
        return f"expired on {shelf.expiry}"
    return None if shelf.product == product else f"{shelf.product}"


def _full(shelf: Shelf, patient: str) -> list[Offered]:
    assert shelf.expiry is not None
    return [Offered(shelf, shelf.expiry, shelf.for_patient == patient)] * shelf.on_shelf


def _choices(offered: Sequence[Offered], units: float) -> Iterator[tuple[Offered, ...]]:
    """Every number of vials of each size, own and others; of each those that expire first. None is superfluous."""
    kinds = sorted({(not each.own, -each.shelf.units) for each in offered})
    alike = [
        sorted((each for each in offered if (not each.own, -each.shelf.units) == kind), key=lambda each: each.expiry)
        for kind in kinds
    ]
    return _from(alike, units, ())


def _from(
    alike: Sequence[Sequence[Offered]], units: float, chosen: tuple[Offered, ...]
) -> Iterator[tuple[Offered, ...]]:
    left = units - sum(each.shelf.units for each in chosen)
    if left <= 0:
        yield chosen
        return
    if not alike:
        return
    first, *others = alike
    for number in range(min(len(first), ceil(left / first[0].shelf.units)), -1, -1):
        yield from _from(others, units, (*chosen, *first[:number]))


def _order(chosen: Sequence[Offered], units: float) -> tuple[float, float, list[date], int]:
    others = sum(each.shelf.units for each in chosen if not each.own)
    wasted = sum(each.shelf.units for each in chosen) - units
    return others, wasted, sorted(each.expiry for each in chosen), len(chosen)


def _too_little(now: Sequence[Shelf], stock: Stock, patient: str, day: date, units: float, product: str) -> str:
    fit = [each for each in now if why_not(each, stock, patient, day, product) is None]
    held = sum(each.units * each.on_shelf for each in fit)
    others = [
        f"{each.on_shelf} x {each.units} U of {each.lot} ({why_not(each, stock, patient, day, product)})"
        for each in now
        if each not in fit and each.on_shelf
    ]
    beside = f"; not offered: {', '.join(others)}" if others else ""
    return (
        f"not recorded, not-in-stock: the shelf holds {held} U fit for use on {day} and {units:g} U are needed{beside};"
        " record what came in with `migcli add-vials`, or name the vials."
    )
