"""TOML files that a practice writes: read into a type, and refused with the line and what is allowed there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from migraine_cli.errors import InvalidValue, NotFound
from migraine_cli.reference.files import read_ordinary
from migraine_cli.words.text import quoted

if TYPE_CHECKING:
    from migraine_cli.reference.toml_words import Place  # which a file without a fault doesn't need

_Typed = TypeVar("_Typed")

_STEP = r"\.([\w-]+)|\[(\d+)\]"
_TABLE = r"\s*\[(\[?)\s*([\w.-]+)\s*\]"
_KEY = r"""\s*(?:"([\w-]+)"|([\w.-]+))\s*="""
_AT_LINE = r" \(at line (\d+), column \d+\)| \(at end of document\)"


class TomlFile(Struct, frozen=True):
    """A file as it was read; `what` is its name in a sentence, such as "the policy file own.toml"."""

    what: str
    text: str

    @staticmethod
    def read(path: Path, what: str) -> TomlFile:
        """The file at `path`. Raises NotFound when it can't be read, InvalidValue when it isn't text."""
        try:
            return TomlFile(f"{what} {path}", read_ordinary(path).decode("utf-8-sig"))
        except OSError as fault:
            raise NotFound(f"{what} {path} can't be read ({fault.strerror}); correct its name.") from fault
        except UnicodeDecodeError as fault:
            raise InvalidValue(f"{what} {path} isn't UTF-8 text; save it as UTF-8 and try again.") from fault
        except ValueError as fault:
            raise NotFound(f"{what} {quoted(str(path))} can't be read ({fault}); correct its name.") from fault

    def as_type(self, type_: type[_Typed]) -> _Typed:
        """What it holds. Raises InvalidValue with the line of the first fault."""
        data = self._parsed()
        try:
            return msgspec.convert(data, type_)
        except msgspec.ValidationError as fault:
            from migraine_cli.reference.toml_words import mend

            _, _, path = str(fault).partition(" - at `$")
            place, allowed = mend(data, type_, tuple(name or int(index) for name, index in re.findall(_STEP, path)))
            raise self.faulty(place, allowed) from fault

    def faulty(self, place: Place, allowed: str) -> InvalidValue:
        """The fault at a place of the file."""
        return self._faulty(self._line(place), allowed)

    def _faulty(self, line: int, allowed: str) -> InvalidValue:
        return InvalidValue(f"{self.what}, line {line}: {allowed}; correct it and try again.")

    def _parsed(self) -> dict[str, Any]:
        import tomllib

        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as fault:
            said = str(fault)
            at = re.search(_AT_LINE, said)
            line = int(at[1]) if at and at[1] else len(self.text.splitlines())
            reason = re.sub(_AT_LINE, "", said)
            raise self._faulty(line, f"{reason[:1].lower()}{reason[1:]}") from fault
        except RecursionError as fault:
            raise self._faulty(self._longest(r"[\[{]"), "brackets lie too deep within each other") from fault
        except ValueError as fault:  # the one that Python raises for thousands of digits
            raise self._faulty(self._longest(r"\d"), "a number has too many digits") from fault

    def _longest(self, pattern: str) -> int:
        """The line, from 1, with most of what the pattern finds."""
        counts = [len(re.findall(pattern, text)) for text in self.text.splitlines()]
        return counts.index(max(counts)) + 1

    def _line(self, place: Place) -> int:
        """The line, from 1, on which `place` is written, or what it lies in."""
        lines = {here: line for line, here in self._places()}
        return next((lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines), 1)

    def _places(self) -> Iterator[tuple[int, Place]]:
        """Each line with a table or a key, and its place."""
        within: Place = ()
        seen: dict[str, int] = {}
        for line, text in enumerate(self.text.splitlines(), 1):
            table, key = re.match(_TABLE, text), re.match(_KEY, text)
            if table:
                name = table[2]
                seen[name] = seen.get(name, -1) + 1
                within = (*name.split("."), seen[name]) if table[1] else tuple(name.split("."))
                yield line, within
            elif key:
                yield line, (*within, *([key[1]] if key[1] else key[2].split(".")))
