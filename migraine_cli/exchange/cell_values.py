"""What stands in one cell of a row, and what it means where it is blank."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from migraine_cli.exchange.layout import Cells
from migraine_cli.words.text import plain

T = TypeVar("T")


def cell(cells: Cells, column: str) -> str:
    """What stands in a cell; blank where the column is missing."""
    return cells.get(column, "")


def given(cells: Cells, column: str, read: Callable[[str], T]) -> T | None:
    """What `read` makes of a cell; None when it is blank or missing."""
    held = cells.get(column)
    return read(held) if held else None


def text(cells: Cells, column: str) -> str | None:
    """A text that is safe to store; None when it is blank or missing. Raises InvalidValue."""
    return given(cells, column, lambda text: plain(text, column, lines=column == "note"))
