"""How each column of a sheet was read, for `import --dry-run`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import starmap

from msgspec import Struct

from migraine_cli.exchange.headers import Column

EXAMPLES = 3
"""Examples shown of a column."""


class Example(Struct, frozen=True):
    """A cell as it stands in the file, and as it was read."""

    cell: str
    reading: str


class ColumnRead(Struct, frozen=True):
    """A column of the file, the column of `import` it was read as (None: left out), and what stood in it."""

    header: str
    column: str | None
    filled: int
    blank: int
    examples: tuple[Example, ...]


class Preview:
    """What is seen of a sheet's columns while it is read; `dates` says what decided the order of its dates."""

    def __init__(self) -> None:
        self.dates: str | None = None
        self._seen: dict[Column, tuple[list[int], dict[str, str]]] = {}

    def see(self, columns: Iterable[Column], row: list[str], read: Callable[[Column, str], str]) -> None:
        """Counts the cells of a row that could be read."""
        for column in columns:
            cell = row[column.place].strip() if column.place < len(row) else ""
            counts, examples = self._seen.setdefault(column, ([0, 0], {}))
            counts[not cell] += 1
            if cell and len(examples) < EXAMPLES and cell not in examples:
                examples[cell] = read(column, cell)

    def columns(self) -> tuple[ColumnRead, ...]:
        """Each column, in the file's order."""
        return tuple(
            ColumnRead(column.header, column.field or None, filled, blank, tuple(starmap(Example, examples.items())))
            for column, ((filled, blank), examples) in self._seen.items()
        )
