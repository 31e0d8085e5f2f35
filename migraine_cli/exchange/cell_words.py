"""Cells as other people's sheets write them, in the words that the columns of `import` take.

Dates in figures go by an order that the whole file proves or a person states; yes and no are said in several languages;
4,5 is 4.5 where the comma parts no cells. A blank stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.formats.grid import Grid
from migraine_cli.exchange.headers import Header
from migraine_cli.exchange.layout import Layout
from migraine_cli.reference.data import read_toml
from migraine_cli.words.dates.orders import Proof, in_figures, proof, read_figures

DATES = frozenset({"date", "born", "chronic_since", "started", "stopped", "until", "expiry"})
"""The columns that hold a day."""

NUMBERS = frozenset(
    {"hours", "severity", "units", "total", "headache_days", "migraine_days", "long_days", "recorded_days"}
)
"""The columns that hold a number."""

_TIME_OF_DAY = re.compile(r"(?a)[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$")
_SERIAL = re.compile(r"(?a)\d{5}(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"(?a)-?\d{1,9},\d{1,9}")

Reader = Callable[[str], str]


class CellWords:
    """How the cells of one sheet are read; `dates` is what decided the order of its dates, None if none needed it."""

    def __init__(self, grid: Grid, header: Header, layout: Layout, dates: Proof | None) -> None:
        self._grid = grid
        self._header = header
        self._stated = dates
        self.dates: Proof | None = None
        self._readers: dict[str, Reader] = dict.fromkeys(DATES, self._day)
        self._readers.update(dict.fromkeys(layout.truths, _Words("yes", "no")))
        self._readers["sex"] = _Words("female", "male")
        if grid.decimal_comma:
            self._readers.update(dict.fromkeys(NUMBERS, _number))

    def reader(self, field: str) -> Reader | None:
        """What reads the cells of a field; None where they are read as they are."""
        return self._readers.get(field)

    def _day(self, text: str) -> str:
        if text[4:5] == "-" and len(text) == 10:
            return text
        day = _TIME_OF_DAY.sub("", text)
        if in_figures(day):
            return str(read_figures(day, self._order()))
        if _SERIAL.fullmatch(day):
            raise InvalidValue(f"the date {day} is a bare number of a spreadsheet; give the column the form of a date.")
        return day

    def _order(self) -> str | None:
        """The order of the file's dates; all of them are looked at when the first one needs it."""
        if self.dates is None:
            self.dates = self._stated or proof(self._days())
        return self.dates.order

    def _days(self) -> list[tuple[int, str]]:
        places = [column.place for column in self._header.columns if column.field in DATES]
        return [
            (line, _TIME_OF_DAY.sub("", row[place].strip()))
            for line, row in self._grid.rows()
            if line > self._header.line
            for place in places
            if place < len(row)
        ]


class _Words:
    """Reads the words in which sheets say the ones given here; another word stays as it is."""

    def __init__(self, *meant: str) -> None:
        listed = read_toml("columns.toml")["words"]
        self._meant = {word.casefold(): each for each in meant for word in listed[each]}

    def __call__(self, text: str) -> str:
        return self._meant.get(text.casefold(), text)


def _number(text: str) -> str:
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text
