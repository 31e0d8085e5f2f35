"""The rows of a file as named cells, each with where it stands: out of CSV, a workbook or JSON.

What makes the whole file unreadable raises InvalidValue; what makes one row unreadable is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats import csv_text, json_items, workbook
from migraine_cli.exchange.formats.grid import Grid
from migraine_cli.exchange.formats.text import Source, opened, undecodable
from migraine_cli.exchange.headers import Names
from migraine_cli.exchange.layout import Cells, Fault, Layout
from migraine_cli.exchange.preview import Preview
from migraine_cli.exchange.sheets import SheetAsked, sheet_cells

_BEFORE_JSON = b"\xef\xbb\xbf \t\r\n"


def read_cells(
    source: Source,
    kind: str,
    layout: Layout,
    asked: SheetAsked,
    faults: list[Fault],
    *,
    name: str = "",
    preview: Preview | None = None,
) -> Iterator[tuple[int, Cells]]:
    """The rows of a file of a kind, blank ones left out; what is wrong with single rows goes into `faults`.

    It is JSON when its `name` ends in .json or it begins with [ or {. Its columns have their own names then.
    """
    if workbook.is_workbook(source):
        _refuse(asked.encoding, "a workbook says itself how its text is written", "no encoding")
        grid = workbook.grid(source, asked.sheet, Names(kind, layout, asked.columns).known, kind)
    elif _is_json(source, name):
        _refuse(asked.columns or asked.dates, "the keys and dates of JSON have one form", "no map")
        _refuse(asked.sheet, "JSON has no sheets", "no sheet")
        return json_items.read(_text(source, asked.encoding), layout, faults)
    else:
        _refuse(asked.sheet, "only a workbook has sheets", "no sheet")
        grid = _csv_grid(source, asked.encoding, Names(kind, layout, asked.columns))
    return sheet_cells(grid, kind, layout, asked, faults, preview)


def _refuse(asked: object, why: str, advice: str) -> None:
    """Raises InvalidValue for what was asked for and can't be."""
    if asked:
        raise InvalidValue(f"{why}.", advice=(advice,))


def _csv_grid(source: Source, encoding: str | None, names: Names) -> Grid:
    delimiter = csv_text.separator(source, encoding, names.known)
    return Grid(lambda: csv_text.rows(source, encoding, delimiter), decimal_comma=delimiter != ",")


def _is_json(source: Source, name: str) -> bool:
    with closing(source()) as file:
        start = file.read(64).lstrip(_BEFORE_JSON)
    return name.casefold().endswith(".json") or start.startswith((b"[", b"{"))


def _text(source: Source, encoding: str | None) -> str:
    try:
        with closing(opened(source, encoding)) as text:
            content = text.read()
    except UnicodeDecodeError:
        raise undecodable(source, encoding) from None
    if not content.strip():
        raise InvalidValue("the file is empty; give one with a header line and rows.")
    return content
