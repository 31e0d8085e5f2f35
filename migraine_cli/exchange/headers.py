"""Which field each column of a sheet is: by its name, by a synonym of data/columns.toml, or by what was asked for.

What isn't known is refused, all of it at once: a column that was dropped in silence is a fact that nobody misses.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.grid import FIRST_ROWS, Grid
from migraine_cli.exchange.layout import Layout, lacking
from migraine_cli.reference.data import read_toml
from migraine_cli.words.text import did_you_mean, quoted

LEFT_OUT = ""
"""The field of a column that is left out."""


_NEAR = 0.75
"""How alike a header and a name are when one may be meant for the other, from 0 to 1."""


class Column(NamedTuple):
    """A column of a sheet: where it stands, counted from 0, its header as written, and its field.

    `part` is what * stood for in the header of a wide sheet, such as 2 in "Botox 2".
    """

    place: int
    header: str
    field: str
    part: str | None = None


@dataclass(frozen=True)
class Names:
    """The names by which the columns of a kind are known, and what was asked for (header -> field)."""

    kind: str
    layout: Layout
    asked: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def known(self, row: Sequence[str]) -> int:
        """How many cells of a row are names of columns."""
        return sum(self._column(place, cell) is not None for place, cell in enumerate(row))

    def columns(self, row: Sequence[str]) -> tuple[Column, ...]:
        """The columns under a header; one without a header is none.

        Raises InvalidValue for columns that aren't known, fields that stand twice, and those that are missing.
        """
        found = [self._column(place, cell) for place, cell in enumerate(row)]
        unknown = [cell for cell, column in zip(row, found, strict=True) if cell.strip() and column is None]
        self._refuse_unknown(unknown)
        columns = self._listed(column for column in found if column is not None)
        self._refuse_twice(columns)
        missing = [name for name in self.layout.required if name not in {column.field for column in columns}]
        if missing:
            raise InvalidValue(f"{lacking(missing)}.", advice=("the column", missing[0]))
        return columns

    def _column(self, place: int, header: str) -> Column | None:
        plain = plain_header(header)
        if not plain:
            return None
        for pattern, name in self.asked.items():
            if plain == plain_header(pattern):
                return Column(place, header.strip(), name)
        for pattern, name in self.asked.items():
            if "*" in pattern and (part := _star(plain, pattern)) is not None:
                return Column(place, header.strip(), name, part)
        field = known_names(self.kind, self.layout).get(plain, LEFT_OUT if self._beside(plain) else None)
        return None if field is None else Column(place, header.strip(), field)

    def _beside(self, plain: str) -> bool:
        return any(plain == plain_header(name) for name in self.layout.beside)

    def _listed(self, found: Iterable[Column]) -> tuple[Column, ...]:
        """The columns; of a listing, `id` beside `patient` is the record's own and is left out."""
        columns = tuple(found)
        named = {column.field for column in columns if plain_header(column.header) == plain_header(column.field)}
        return tuple(
            column._replace(field=LEFT_OUT)
            if column.field in named - {plain_header(column.header)} and self._beside(plain_header(column.header))
            else column
            for column in columns
        )

    def _refuse_unknown(self, headers: Iterable[str]) -> None:
        named = [self._nearest(header) for header in headers]
        if named:
            are = "is no column" if len(named) == 1 else "are no columns"
            raise InvalidValue(f"{', '.join(named)} {are}; {self.layout.in_words}.", advice=("each column",))

    def _nearest(self, header: str) -> str:
        from difflib import get_close_matches

        names = known_names(self.kind, self.layout)
        near = get_close_matches(plain_header(header), names, n=1, cutoff=_NEAR)
        return quoted(header.strip()) + did_you_mean([names[each] for each in near])

    def _refuse_twice(self, columns: Iterable[Column]) -> None:
        first: dict[tuple[str, str | None], Column] = {}
        for column in columns:
            if column.field == LEFT_OUT:
                continue
            other = first.setdefault((column.field, column.part), column)
            if other is not column:
                raise _twice(other, column)


def _twice(first: Column, second: Column) -> InvalidValue:
    if plain_header(first.header) == plain_header(second.header):
        return InvalidValue(f"the column {quoted(first.header)} stands twice in the header; keep one of the two.")
    leave = first if plain_header(second.header) == plain_header(second.field) else second
    both = f"{quoted(first.header)} and {quoted(second.header)} are both {first.field}"
    return InvalidValue(f"{both}.", advice=("one column", leave.header))


class Header(NamedTuple):
    """Where the header of a sheet stands, and its columns."""

    line: int
    columns: tuple[Column, ...]
    width: int


def header_of(grid: Grid, names: Names) -> Header:
    """The header: the first of 20 rows with two known names, else a first row with one. Raises InvalidValue."""
    first = list(islice(grid.rows(), FIRST_ROWS))
    line, row = next(
        (each for each in first if names.known(each[1]) > 1),
        next((each for each in first if names.known(each[1])), (0, [])),
    )
    if not row:
        raise InvalidValue(
            f"no line among the first {FIRST_ROWS} names the columns; {names.layout.in_words}.", advice=("header",)
        )
    return Header(line, names.columns(row), len(row))


def known_names(kind: str, layout: Layout) -> dict[str, str]:
    """Every name by which a column of a kind is known, and its field; a field's own name wins."""
    return _known_names(kind, layout.columns)


@lru_cache
def _known_names(kind: str, fields: tuple[str, ...]) -> dict[str, str]:
    listed = read_toml("columns.toml")
    names = {
        plain_header(name): field
        for section in ("about-patients", kind)
        for field, others in listed.get(section, {}).items()
        if field in fields
        for name in others
    }
    return names | {plain_header(field): field for field in fields}


def _star(plain: str, pattern: str) -> str | None:
    """What * stands for in a header; None when the pattern isn't the header's."""
    before, _, after = pattern.partition("*")
    start, end = plain_header(before), plain_header(after)
    if not (plain.startswith(start) and plain.endswith(end) and len(plain) >= len(start) + len(end)):
        return None
    return plain[len(start) : len(plain) - len(end)].strip()


def plain_header(name: str) -> str:
    """A header as it is compared: without case, punctuation and runs of blanks."""
    return " ".join(re.sub(r"[\W_]+", " ", name).casefold().split())
