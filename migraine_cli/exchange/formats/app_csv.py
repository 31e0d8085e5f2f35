"""An app's CSV as rows by its own headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats import csv_text
from migraine_cli.exchange.formats.text import Source
from migraine_cli.exchange.layout import Fault
from migraine_cli.words.text import quoted


class AppRow(NamedTuple):
    """A row under the app's own header, whose names are in lower case."""

    line: int
    cells: dict[str, str]

    def cell(self, name: str) -> str:
        """What stands in a column; a missing one is blank."""
        return self.cells.get(name, "")


class AppFile(NamedTuple):
    """An app's file: the rows below its header, and those above it as plain cells."""

    rows: list[AppRow]
    above: list[tuple[int, list[str]]]


def app_file(source: Source, encoding: str | None, needed: Iterable[str], app: str, faults: list[Fault]) -> AppFile:
    """The file whose header has the `needed` columns.

    Raises InvalidValue when there is no such header, saying what was found.
    """
    names = frozenset(needed)
    delimiter = csv_text.separator(source, encoding, lambda row: len(names.intersection(_header(row))))
    found = csv_text.rows(source, encoding, delimiter)
    above: list[tuple[int, list[str]]] = []
    for line, row in found:
        if names.issubset(header := _header(row)):
            return AppFile(list(_below(header, found, faults)), above)
        above.append((line, row))
    raise InvalidValue(
        f"the file isn't {app}'s CSV: no line has the columns {', '.join(sorted(names))}; it begins with"
        f" {quoted(delimiter.join(above[0][1]))}. Export it again as CSV."
    )


def each_row(rows: Iterable[AppRow], read: Callable[[AppRow], None], faults: list[Fault]) -> None:
    """Calls `read` with every row; a row that it refuses goes into `faults`."""
    for row in rows:
        try:
            read(row)
        except InvalidValue as fault:
            faults.append((row.line, fault.sentence))


def _header(row: list[str]) -> list[str]:
    return [" ".join(cell.casefold().split()) for cell in row]


def _below(header: list[str], found: Iterator[tuple[int, list[str]]], faults: list[Fault]) -> Iterator[AppRow]:
    for line, row in found:
        if any(map(str.strip, row[len(header) :])):
            faults.append((line, f"the row has {len(row)} cells under {len(header)} columns; export the file again."))
        elif any(map(str.strip, row)):
            yield AppRow(line, dict(zip(header, map(str.strip, row), strict=False)))
