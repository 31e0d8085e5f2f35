"""Dates in figures, such as 3/10/2026, whose order a whole file proves or a person states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.words.dates.refusals import existing, no_date
from migraine_cli.words.text import quoted

ORDERS = ("dmy", "mdy", "ymd")
"""The orders that a person can state; d is the day, m the month and y the year."""

_FIGURES = re.compile(r"(?a)(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})\.?")


class TwoOrders(InvalidValue):
    """A file whose dates are in two orders, so that none of those that could be either can be read."""


class Proof(NamedTuple):
    """The order of a file's dates, None if nothing in it tells; and what decided it, as a person would say it."""

    order: str | None
    because: str


def in_figures(text: str) -> bool:
    """Whether `text` is a date in figures: 3/10/2026, 03.10.26, 2026/10/3."""
    return _FIGURES.fullmatch(text) is not None


def proof(texts: Iterable[tuple[int, str]]) -> Proof:
    """What the dates in figures among `texts`, each with its line, prove: a figure over 12 can't be a month.

    Raises TwoOrders when some prove that the day comes first, and others that the month does.
    """
    first: dict[str, tuple[int, str]] = {}
    for line, text in texts:
        found = _FIGURES.fullmatch(text)
        if found and len(found[1]) < 3:
            one, other = int(found[1]), int(found[3])
            if (one > 12) != (other > 12):
                first.setdefault("dmy" if one > 12 else "mdy", (line, text))
    if len(first) > 1:
        told = " and ".join(f"{text} in line {line}" for line, text in first.values())
        raise TwoOrders(f"the file writes dates in two orders ({told}); correct one of the two.")
    for order, (line, text) in first.items():
        return Proof(order, f"{order}, as {text} in line {line} shows")
    return Proof(None, "nothing in the file tells the order of its dates")


def read_figures(text: str, order: str | None, what: str = "date") -> date:
    """The day of a date in figures, in a known order. Raises InvalidValue, naming both readings without an order."""
    found = _FIGURES.fullmatch(text)
    if found is None:
        raise no_date(text, what)
    year_first = len(found[1]) == 4
    if order is None and not year_first:
        raise _undecided(text, what)
    figures = dict(zip("ymd" if year_first else order or "", (found[1], found[3], found[4]), strict=True))
    year = int(figures["y"])
    # As where readings are named: of two figures, 50 and up are the last century.
    year += 0 if len(figures["y"]) == 4 else 2000 if year < 50 else 1900
    if len(figures["y"]) == 3 or len(figures["d"]) > 2:
        raise InvalidValue(f"the {what} {quoted(text)} isn't in the order {order}; correct it or the order.")
    return existing(year, int(figures["m"]), int(figures["d"]), text, what)


def _undecided(text: str, what: str) -> InvalidValue:
    readings = no_date(text, what).sentence.partition(";")[0]
    return InvalidValue(f"{readings}; say which date order it is in, dmy or mdy.")
