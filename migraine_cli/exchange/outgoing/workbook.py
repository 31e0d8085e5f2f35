"""Sheets as one XLSX workbook, written with XlsxWriter, the extra `xlsx`: days are days, texts stay texts."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.outgoing.sheets import Sheet
from migraine_cli.exchange.record_rows import Cell
from migraine_cli.output.as_csv import unguarded

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_DAY = date(1900, 3, 1)
"""Earlier days are texts: XLSX has none before 1900, and a 29 February 1900 that never was."""

_WIDTH = 14


def written(sheets: Iterable[Sheet]) -> bytes:
    """The workbook. Raises InvalidValue where XlsxWriter isn't installed."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise InvalidValue(
            "workbooks need the extra xlsx (pip install 'migraine-cli[xlsx]').", advice=("csv instead",)
        ) from None
    content = io.BytesIO()
    with Workbook(content, {"constant_memory": True}) as book:
        day, header = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.set_column(0, len(sheet.columns) - 1, _WIDTH)
            page.write_row(0, 0, sheet.columns, header)
            for line, row in enumerate(sheet.rows, 1):
                for place, cell in enumerate(row):
                    _put(page, line, place, cell, day)
    return content.getvalue()


def _put(page: Worksheet, line: int, place: int, cell: Cell, day: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, date) and cell >= _FIRST_DAY:
        page.write_datetime(line, place, cell, day)
    elif isinstance(cell, int | float):
        page.write_number(line, place, cell)
    else:
        text = str(cell)
        # `import` takes one apostrophe off, as a spreadsheet does.
        page.write_string(line, place, text if unguarded(text) == text else f"'{text}")
