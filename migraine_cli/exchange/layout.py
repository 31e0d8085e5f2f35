"""What a file of one kind may hold: its columns, and the shapes that rows take on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migraine_cli.errors import InvalidValue
from migraine_cli.words.text import did_you_mean, quoted

Cells = dict[str, str]
"""Column -> what stands in it, without surrounding blanks; a blank cell is "", and columns may be missing."""

Fault = tuple[int, str]
"""The line a row starts on (the item's number in JSON), and why the row can't be taken."""


@dataclass(frozen=True)
class Layout:
    """The columns a file may have, those it must have, and those that hold lists or yes and no in JSON.

    `rare` ones stand in an empty sheet never, and in one that is handed out where a row fills them. `beside` are those
    that the kind's listing has besides: what they say follows from the rest, so that they are passed over.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    lists: frozenset[str] = frozenset()
    truths: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()

    def check(self, names: Iterable[str]) -> None:
        """Raises InvalidValue for unknown columns, naming the nearest, and for missing ones."""
        names = tuple(names)
        unknown = [self._nearest(name) for name in names if name not in self.columns and name not in self.beside]
        if unknown:
            raise InvalidValue(f"{' and '.join(unknown)}; {self.in_words}.")
        missing = [name for name in self.required if name not in names]
        if missing:
            raise InvalidValue(f"{lacking(missing)}; {self.in_words}.")

    @property
    def empty_sheet(self) -> tuple[str, ...]:
        """The columns of a sheet to be filled in."""
        return tuple(column for column in self.columns if column not in self.rare)

    @property
    def in_words(self) -> str:
        """The columns, for a sentence."""
        return f"the columns are {', '.join(self.columns)}"

    def _nearest(self, name: str) -> str:
        from difflib import get_close_matches

        return f"{quoted(name)} is no column" + did_you_mean(get_close_matches(name, self.columns, n=1))


def lacking(missing: Sequence[str]) -> str:
    """What is said of a file without columns that it must have; `missing` holds one or more."""
    return f"the file lacks the column{'s' if len(missing) > 1 else ''} {' and '.join(missing)}"


def column_name(header: str) -> str:
    """A column as it is named here, from how a file's header writes it."""
    return header.strip().casefold()
