"""A sheet's rows as named cells: its header known, its columns mapped, its cells in the words that `import` takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.cell_words import CellWords, Reader
from migraine_cli.exchange.formats.grid import Grid
from migraine_cli.exchange.headers import LEFT_OUT, Column, Header, Names, header_of
from migraine_cli.exchange.layout import Cells, Fault, Layout
from migraine_cli.exchange.preview import Preview
from migraine_cli.output.as_csv import unguarded
from migraine_cli.words.dates.orders import Proof, TwoOrders

_FILLED_DOWN = ("patient", "id")
_REMEMBERED = 8192


@dataclass(frozen=True)
class SheetAsked:
    """How a sheet is to be read, where that was said; `columns` is header -> field, `dates` the order of dates and who
    says so.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: Proof | None = None
    encoding: str | None = None
    sheet: str | None = None


AS_IT_IS = SheetAsked()
"""Nothing was said."""


class _Cells(dict[str, str]):
    """What was made of the cells of a column; a sheet says the same in most of its rows, so each is read once."""

    def __init__(self, reader: Reader | None) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, cell: str) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        text = unguarded(cell.strip())
        self[cell] = text = self._reader(text) if self._reader and text else text
        return text


_Read = tuple[int, str, _Cells]
"""A column that is read: where it stands, its field, and what its cells are made. Every cell takes it apart, and a bare
tuple sooner than one with names.
"""


def sheet_cells(
    grid: Grid, kind: str, layout: Layout, asked: SheetAsked, faults: list[Fault], preview: Preview | None
) -> Iterator[tuple[int, Cells]]:
    """The rows below the header, blank ones left out; a wide sheet's row gives one for each of its parts.

    Raises InvalidValue when the header can't be read, and collects what is wrong with single rows.
    """
    header = header_of(grid, Names(kind, layout, asked.columns))
    words = CellWords(grid, header, layout, asked.dates)
    sheet = _Sheet(grid, header, words)
    last_of_header = header.line
    for line, row in grid.rows():
        if line <= last_of_header or not any(row):
            continue
        try:
            cells = sheet.cells(line, row)
        except TwoOrders:
            raise
        except InvalidValue as fault:
            faults.append((line, fault.sentence))
            continue
        if preview is not None:
            preview.see(header.columns, row, sheet.as_read)
        for each in cells:
            yield line, each
    if preview is not None:
        preview.dates = words.dates.because if words.dates else None


class _Sheet:
    """The columns of a sheet, with what reads their cells; and what is merged."""

    def __init__(self, grid: Grid, header: Header, words: CellWords) -> None:
        self._width = header.width
        self._read = {
            column: (column.place, column.field, _Cells(words.reader(column.field)))
            for column in header.columns
            if column.field != LEFT_OUT
        }
        self._plain = [read for column, read in self._read.items() if column.part is None]
        self._parts = _by_part(self._read)
        named = {column.place for column in header.columns}
        self._nameless = [place for place in range(header.width) if place not in named]
        self._filled, self._merged = _merged_lines(grid, header)

    def cells(self, line: int, row: list[str]) -> list[Cells]:
        """What a row says. Raises InvalidValue for a cell without a column, and for one that can't be read."""
        if len(row) != self._width:
            self._fit(row)
        for place in self._nameless:
            if row[place].strip():
                raise InvalidValue(f"the cell in column {place + 1} stands under no header; give the column a name.")
        if line in self._merged:
            raise InvalidValue("cells are merged over this row; take the merging off and fill in each row.")
        if self._filled:
            self._fill_down(line, row)
        cells = _cells(self._plain, row)
        if not self._parts:
            return [cells] if any(cells.values()) else []
        wide = (_cells(part, row) for part in self._parts)
        return [cells | part for part in wide if any(part.values())]

    def as_read(self, column: Column, cell: str) -> str:
        """A cell in the words that `import` takes."""
        if column not in self._read:
            return cell
        _, _, cells = self._read[column]
        return cells[cell]

    def _fit(self, row: list[str]) -> None:
        """Makes a short row as wide as the header. Raises InvalidValue for a cell beyond it."""
        width = self._width
        if any(map(str.strip, row[width:])):
            why = f"{len(row)} cells under {width} columns; quote a cell that holds the separator."
            raise InvalidValue(f"the row has {why}")
        row += [""] * (width - len(row))

    def _fill_down(self, line: int, row: list[str]) -> None:
        for place, first, values in self._filled.get(line, ()):
            if line == first:
                values.append(row[place])
            row[place] = values[0] if values else ""


def _cells(read: Iterable[_Read], row: list[str]) -> Cells:
    named = {}
    for place, name, cells in read:
        named[name] = cells[row[place]]
    return named


def _by_part(read: Mapping[Column, _Read]) -> list[list[_Read]]:
    """The columns of a wide sheet that belong together: Botox 1 and Dose 1, Botox 2 and Dose 2."""
    parts: dict[str, list[_Read]] = {}
    for column, each in read.items():
        if column.part is not None:
            parts.setdefault(column.part, []).append(each)
    return list(parts.values())


Filled = dict[int, list[tuple[int, int, list[str]]]]


def _merged_lines(grid: Grid, header: Header) -> tuple[Filled, frozenset[int]]:
    """The lines in which a merged patient is filled down, and those that another merging makes unreadable."""
    filled: Filled = {}
    faulty: set[int] = set()
    fields = {column.place: column.field for column in header.columns if column.field != LEFT_OUT}
    for merged in grid.merged:
        touched = {place: fields[place] for place in range(merged.left, merged.right + 1) if place in fields}
        lines = range(max(merged.first, header.line + 1), merged.last + 1)
        if merged.left == merged.right and touched.get(merged.left) in _FILLED_DOWN:
            values: list[str] = []
            for line in lines:
                filled.setdefault(line, []).append((merged.left, merged.first, values))
        elif touched:
            faulty.update(lines)
    return filled, frozenset(faulty)
