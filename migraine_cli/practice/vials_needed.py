"""What so many visits need: units, vials of each size, and those that the shelf lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from migraine_cli.practice.forecast import Range
from migraine_cli.practice.stock import Stock, shelves
from migraine_cli.records.codes import ONABOTULINUM
from migraine_cli.records.session import Session

BROUGHT = "patient"
"""The supply of vials that patients bring themselves, which nobody has to order."""


class UsePerVisit(NamedTuple):
    """What past visits used on average: units injected, None where no dose is known, and vials by their size, of those
    visits that name their vials.
    """

    units: float | None
    vials: Mapping[int, float]

    @staticmethod
    def of(sessions: Sequence[Session]) -> UsePerVisit:
        """The average of these sessions."""
        doses = [each.units for each in sessions if each.units is not None]
        telling = [each for each in sessions if each.vials or each.supply == BROUGHT]
        opened = Counter(vial.units for each in telling for vial in each.each_vial if vial.supply != BROUGHT)
        return UsePerVisit(
            sum(doses) / len(doses) if doses else None,
            {size: number / len(telling) for size, number in sorted(opened.items(), reverse=True)},
        )


class Kept(NamedTuple):
    """Full vials of one size that may be used up to and including a day."""

    until: date
    vials: int


def fit_for_use(stock: Stock, size: int, day: date) -> list[Kept]:
    """The vials of one size on the shelf on a day: in date, not recalled; the earliest expiry first."""
    return [
        Kept(each.expiry, each.on_shelf)
        for each in shelves(stock.up_to(day))
        if each.units == size
        and each.product == ONABOTULINUM
        and each.on_shelf
        and each.expiry is not None
        and each.expiry >= day
        and stock.recall_of(each.lot, day) is None
    ]


def in_date(kept: Iterable[Kept], day: date) -> int:
    """How many of the vials may still be used on a day."""
    return sum(each.vials for each in kept if each.until >= day)


def lacking(kept: Sequence[Kept], needed: Iterable[tuple[date, int]]) -> list[int]:
    """How many vials the shelf lacks in each of several times, from the first day of each and what it needs.

    Those that expire first are used first; what has expired by the first day of a time isn't used in it.
    """
    left, short = list(kept), []
    for first_day, number in needed:
        left = [each for each in left if each.until >= first_day]
        taken = min(number, sum(each.vials for each in left))
        short.append(number - taken)
        left = _without(left, taken)
    return short


def lacking_range(kept: Sequence[Kept], needed: Sequence[tuple[date, Range]]) -> list[Range]:
    """The same for the least and the most that each time needs."""
    low, high = (lacking(kept, [(day, getattr(each, end)) for day, each in needed]) for end in ("low", "high"))
    return [Range(*both) for both in zip(low, high, strict=True)]


def _without(kept: Sequence[Kept], taken: int) -> list[Kept]:
    left = []
    for each in kept:
        gone = min(taken, each.vials)
        taken -= gone
        left.append(Kept(each.until, each.vials - gone))
    return left
