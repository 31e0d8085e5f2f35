"""Sheets as CSV in UTF-8: a file for each, its texts guarded against spreadsheet formulas, line breaks kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from migraine_cli.exchange.outgoing.sheets import Sheet
from migraine_cli.output.as_csv import guarded


def written(sheets: Iterable[Sheet]) -> Iterator[tuple[str, bytes]]:
    """The files by name."""
    for sheet in sheets:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(sheet.columns)
        writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows)
        yield f"{sheet.name}.csv", text.getvalue().encode()
