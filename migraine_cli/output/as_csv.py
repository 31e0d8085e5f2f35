"""CSV for spreadsheets: one line per item, ending in a line feed, with the item's fields as header.

Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers. A list of
plain values is joined with `;`, anything deeper is compact JSON. A line break within a note becomes a blank,
so that a line is always a whole item.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum

from msgspec import Struct

from migraine_cli.output.as_json import compact
from migraine_cli.words.text import harmless

# Spreadsheets start a formula at any of these, some also at the full-width signs of East Asian keyboards.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def as_csv(item_type: type[Struct], items: Sequence[Struct]) -> str:
    """The items under the header of their type's fields; the header alone when there are none."""
    import csv
    import io

    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(item_type.__struct_encode_fields__)
    rows.writerows([_cell(getattr(item, field)) for field in item_type.__struct_fields__] for item in items)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple) and all(isinstance(part, str | int | float | Enum) for part in value):
        value = ";".join(str(part.value if isinstance(part, Enum) else part) for part in value)
    if isinstance(value, date):
        return value.isoformat()
    return _guarded(value) if isinstance(value, str) else compact(value)


def _guarded(text: str) -> str:
    return "'" + harmless(text) if text.startswith(_FORMULA_STARTS) else harmless(text)
