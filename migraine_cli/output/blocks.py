"""What a screen is made of, as plain values: a command says what to show without loading Rich, `drawing` shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from migraine_cli.output.cells import shown


class Paragraph(Struct, frozen=True):
    """A text. What is folded hangs under its first word, as in "  · one" and "    two"."""

    text: str
    style: str = ""


class Details(Struct, frozen=True):
    """A line per field: its label, its value, and the value's own style if it has one; a text keeps its line breaks."""

    fields: Sequence[tuple[str, object] | tuple[str, object, str]]
    style: str = ""


class Column(Struct, frozen=True):
    """A column of a table: `value` is an item's field or a function of the item; `style` names a Rich style for an
    item's cell.

    `folds`: long cells go over several lines where the terminal is narrow. `optional`: left out when every cell is
    empty. `spare`: left out where the terminal is too narrow even so, the highest number first; 0 is never left out.
    `shows`: the key of JSON that a function's cell shows. `below`: the header of the column that names an item; where
    the column itself is left out, its cells are told under the table, a line each.
    """

    header: str
    value: str | Callable[[Any], object]
    style: Callable[[Any], str] | None = None
    right: bool = False
    folds: bool = False
    optional: bool = False
    spare: int = 0
    shows: str = ""
    below: str = ""

    @property
    def key(self) -> str:
        """The key of JSON that the column shows; empty when it is made of several."""
        return self.shows or (self.value if isinstance(self.value, str) else "")

    def cell(self, item: Any) -> str:
        """The item's cell as one harmless line."""
        return shown(getattr(item, self.value) if isinstance(self.value, str) else self.value(item))


class Table(Struct, frozen=True):
    """Items under a header and a thin rule, a row for each; without a `header` the rows alone."""

    columns: Sequence[Column]
    items: Sequence[Any]
    header: bool = True

    def filled(self) -> list[tuple[Column, list[str]]]:
        """The columns with their cells, without optional ones that are empty."""
        every = [(column, [column.cell(item) for item in self.items]) for column in self.columns]
        return [(column, cells) for column, cells in every if any(cells) or not column.optional]


Block = Paragraph | Details | Table

BLANK = Paragraph("")
"""An empty line between blocks."""
