"""CSV: comma, semicolon or tab, whichever parts the header line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.layout import Cells, Fault, Layout, column_name

_FIRST_LINE = re.compile(r"\s*[^\r\n]*")
# After these a spreadsheet would see a formula, so that whoever wrote the file put an apostrophe before them.
_FORMULA_STARTS = tuple("=+-@＝＋－＠")


def read(text: str, layout: Layout, faults: list[Fault]) -> Iterator[tuple[int, Cells]]:
    """The rows of a CSV text, each with the line it starts on. Raises InvalidValue, and collects faults."""
    rows = _numbered(text)
    names = _header(next(rows)[1], layout)
    for line, row in rows:
        if len(row) > len(names) and any(map(str.strip, row[len(names) :])):
            why = f"{len(row)} cells under {len(names)} columns; quote a cell that holds the separator."
            faults.append((line, f"the row has {why}"))
            continue
        cells = {name: _unguarded(cell.strip()) for name, cell in zip(names, row, strict=False)}
        if any(cells.values()):
            yield line, cells


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that aren't blank lines, each with the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        why = "a cell is too long or a quotation mark isn't closed"
        raise InvalidValue(f"line {line} can't be read: {why} ({error}); mend it and import the file again.") from None


def _separator(text: str) -> str:
    header = _FIRST_LINE.match(text)
    return max(",;\t", key=header[0].count) if header else ","


def _header(row: list[str], layout: Layout) -> list[str]:
    names = [column_name(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    if not any(name in layout.columns for name in names):
        raise InvalidValue(f"the first line doesn't name the columns; {layout.in_words}.")
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise InvalidValue(
            f"the column {repeated or 'without a name'} stands twice in the header; keep one of the two."
        )
    layout.check(names)
    return names


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell
