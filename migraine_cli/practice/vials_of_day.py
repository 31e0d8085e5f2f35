"""How many vials a clinic day takes, and how many of them are fit for use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil

from msgspec import Struct

from migraine_cli.practice.from_shelf import why_not
from migraine_cli.practice.stock import Stock, shelves
from migraine_cli.records.codes import ONABOTULINUM
from migraine_cli.words.vials import VIALS


class VialsNeeded(Struct, frozen=True):
    """How many vials of so many units are needed, and how many are fit for use; None where no stock is kept."""

    units: int
    count: int
    fit: int | None


def vials_for(units: float) -> tuple[int, ...]:
    """The sizes for a dose where no shelf says what there is: fewest units wasted, then fewest vials."""
    least = min(VIALS)
    left, sizes = least * ceil(units / least), []
    while left:
        sizes.append(max(size for size in VIALS if size <= left))
        left -= sizes[-1]
    return tuple(sizes)


def vials_needed(planned: Iterable[tuple[str, Sequence[int]]], stock: Stock, day: date) -> tuple[VialsNeeded, ...]:
    """The vials of a day by size, the largest first, from the patients and the sizes that each needs.

    Fit for use is what may be given that day to any of those patients, and isn't used yet.
    """
    needed: Counter[int] = Counter()
    patients = []
    for patient, sizes in planned:
        needed.update(sizes)
        patients += [patient] if sizes else []
    return tuple(
        VialsNeeded(size, needed[size], _fit(size, patients, stock, day)) for size in sorted(needed, reverse=True)
    )


def _fit(size: int, patients: Sequence[str], stock: Stock, day: date) -> int | None:
    if stock.since is None or day < stock.since:
        return None
    return sum(
        shelf.on_shelf
        for shelf in shelves(stock.up_to(day))
        if shelf.units == size and any(why_not(shelf, stock, each, day, ONABOTULINUM) is None for each in patients)
    )
