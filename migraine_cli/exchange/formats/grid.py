"""A sheet as rows of cells, whatever file it came in; it can be read more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

FIRST_ROWS = 20
"""Rows among which the header stands."""

Rows = Iterator[tuple[int, list[str]]]
"""Rows of cells with the line each starts on."""


class Merged(NamedTuple):
    """Cells merged into one: first and last line, counted from 1, and first and last column, counted from 0."""

    first: int
    last: int
    left: int
    right: int


class Grid(NamedTuple):
    """A sheet. `decimal_comma` is whether 4,5 can be a number in it."""

    rows: Callable[[], Rows]
    decimal_comma: bool = True
    merged: tuple[Merged, ...] = ()


Known = Callable[[list[str]], int]
"""How many of a row's cells are names of columns."""
