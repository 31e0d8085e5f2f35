"""CSV: rows of cells with the line each starts on; the separator is the one under which the header is known."""

from __future__ import annotations

import csv
import io
import re
from contextlib import closing
from typing import TextIO

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.grid import FIRST_ROWS, Known, Rows
from migraine_cli.exchange.formats.text import Source, opened, undecodable

SEPARATORS = ",;\t"

_HEAD = 1 << 16
_SEP_LINE = re.compile(r"\s*\"?sep=(.)\"?[\r\n]+")


def separator(source: Source, encoding: str | None, known: Known) -> str:
    """The separator of a file: what `sep=` says, else the one under which most of a first row is `known`.

    Raises InvalidValue for an empty file and one that is no text.
    """
    try:
        with closing(opened(source, encoding)) as text:
            head = text.read(_HEAD)
    except UnicodeDecodeError:
        raise undecodable(source, encoding) from None
    if not head.strip():
        raise InvalidValue("the file is empty; give one with a header line and rows.")
    if stated := _SEP_LINE.match(head):
        return stated[1]
    first_line = head.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=lambda each: (_most_known(head, each, known), first_line.count(each)))


def rows(source: Source, encoding: str | None, delimiter: str) -> Rows:
    """The rows that aren't blank lines, each with the line it starts on. Raises InvalidValue."""
    with closing(opened(source, encoding)) as text:
        try:
            yield from _numbered(text, delimiter)
        except UnicodeDecodeError:
            raise undecodable(source, encoding) from None


def _numbered(text: TextIO, delimiter: str) -> Rows:
    line = 1
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row and not (line == 1 and _states_separator(row, delimiter)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        why = "a cell is too long or a quotation mark isn't closed"
        raise InvalidValue(f"line {line} can't be read: {why} ({error}); correct it and import again.") from None


def _states_separator(row: list[str], delimiter: str) -> bool:
    return row == ["sep=", ""] or row == [f"sep={delimiter}"]


def _most_known(head: str, delimiter: str, known: Known) -> int:
    return max((known(row) for row in _first_rows(head, delimiter)), default=0)


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    found: list[list[str]] = []
    try:
        for row in reader:
            if row:
                found.append(row)
            if len(found) == FIRST_ROWS:
                break
    except csv.Error:
        return found
    return found
