"""The bytes of a CSV or JSON file as rows of named cells, each with where it stands in the file.

What makes the whole file unreadable raises InvalidValue; what makes one row unreadable is collected.
"""

from __future__ import annotations

from collections.abc import Iterator

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange import csv_rows, json_rows
from migraine_cli.exchange.layout import Cells, Fault, Layout

_UTF8_PLEASE = "save it as CSV UTF-8 and import that"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_cells(content: bytes, layout: Layout, name: str, faults: list[Fault]) -> Iterator[tuple[int, Cells]]:
    """The rows of a file, blank ones left out; what is wrong with single rows goes into `faults`.

    It is JSON when its `name` ends in .json or it begins with [ or {, and CSV otherwise.
    """
    text = _text(content)
    as_json = name.casefold().endswith(".json") or text.lstrip()[:1] in ("[", "{")
    return json_rows.read(text, layout, faults) if as_json else csv_rows.read(text, layout, faults)


def _text(content: bytes) -> str:
    if content.startswith(_UTF16_MARKS) or _looks_utf16(content):
        raise InvalidValue(f"the file is in UTF-16; {_UTF8_PLEASE}.")
    if content.startswith(b"PK\x03\x04"):
        raise InvalidValue(f"the file is a workbook or an archive, no text; {_UTF8_PLEASE}.")
    if b"\0" in content:
        raise InvalidValue(f"the file holds NUL bytes, so it is no text or is damaged; {_UTF8_PLEASE}.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidValue(f"the file isn't in UTF-8 (line {line}); {_UTF8_PLEASE}.") from None
    if not text.strip():
        raise InvalidValue("the file is empty; give one with a header line and rows.")
    return text


def _looks_utf16(content: bytes) -> bool:
    """Whether every other one of the first bytes is 0, as in Western text in UTF-16 without a mark."""
    start = content[:64]
    return len(start) > 3 and (not any(start[1::2]) or not any(start[::2]))
