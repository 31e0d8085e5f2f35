"""Workbooks (xlsx, xlsb, xls, ods), read with python-calamine, the extra `xlsx`.

What calamine does, as tried: every number is a float; cells with an error, and formulas without a stored value, are
blank; of merged cells only the first holds the value; hidden sheets are listed; dates from 1904 on are right.
"""

from __future__ import annotations

import zipfile
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.grid import FIRST_ROWS, Grid, Known, Merged, Rows
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.formats.zips import refuse_bomb
from migraine_cli.words.text import quoted

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_AS_CSV = "save it as CSV UTF-8 and import that"


def is_workbook(source: Source) -> bool:
    """Whether the file begins as a workbook does: as a zip, or as an Office file of before 2007."""
    with source() as file:
        return file.read(4) in _STARTS


def grid(source: Source, asked: str | None, known: Known, kind: str) -> Grid:
    """The sheet that was asked for, else the one visible sheet with a header; of several the one called `kind`.

    Raises InvalidValue.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError:
        raise InvalidValue(f"workbooks need the extra xlsx (pip install 'migraine-cli[xlsx]'); or {_AS_CSV}.") from None
    try:
        _refuse_bomb(source)
        return _grid(_sheet(CalamineWorkbook.from_filelike(source()), asked, known, kind))
    except PasswordError as fault:
        raise InvalidValue(f"the workbook has a password; take it off, or {_AS_CSV}.") from fault
    except (CalamineError, zipfile.BadZipFile) as fault:
        raise InvalidValue(
            f"the file is no workbook that can be read, or is damaged; open it and {_AS_CSV}."
        ) from fault


def _refuse_bomb(source: Source) -> None:
    with source() as file:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as zipped:
                refuse_bomb(zipped.infolist(), "workbook")


def _grid(sheet: CalamineSheet) -> Grid:
    merged = tuple(
        Merged(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    rows = list(_rows(sheet))
    return Grid(lambda: iter(rows), merged=merged)


def _sheet(book: CalamineWorkbook, asked: str | None, known: Known, kind: str) -> CalamineSheet:
    if asked is not None:
        named = {name.casefold(): name for name in book.sheet_names}
        if asked.strip().casefold() not in named:
            raise InvalidValue(f"there is no sheet {quoted(asked)}; the sheets are {_list(book.sheet_names)}.")
        return book.get_sheet_by_name(named[asked.strip().casefold()])
    from python_calamine import SheetVisibleEnum

    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    found = {name: sheet for name in visible if _has_header(sheet := book.get_sheet_by_name(name), known)}
    if len(found) > 1 and kind not in found:
        raise InvalidValue(f"the sheets {_list(found)} all have such columns.", advice=("the sheet",))
    if not found:
        if len(visible) == 1:
            return book.get_sheet_by_name(visible[0])
        raise InvalidValue(f"none of the sheets {_list(visible)} has a header that is known.", advice=("the sheet",))
    return found[kind] if kind in found else next(iter(found.values()))


def _has_header(sheet: CalamineSheet, known: Known) -> bool:
    return any(known(row) > 1 for _, row in zip(range(FIRST_ROWS), (row for _, row in _rows(sheet)), strict=False))


def _rows(sheet: CalamineSheet) -> Rows:
    for line, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield line, cells


def _text(cell: Any) -> str:
    """A cell as CSV would hold it; a time or a length is its hours."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return f"{cell / timedelta(hours=1):.4f}".rstrip("0").rstrip(".")
    return "" if cell is None else str(cell)


def _list(names: Any) -> str:
    return ", ".join(quoted(name) for name in names)
