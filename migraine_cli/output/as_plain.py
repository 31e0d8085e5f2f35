"""Plain text for screen readers and narrow windows: a line for each value, `label: value`, the same at every width.

No rules, blocks, arrows or runs of blanks: what is read aloud is only what is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from zlib import compress, decompress

from msgspec import Struct, to_builtins
from msgspec.json import decode, encode

from migraine_cli.output.cells import shown

NOT_RECORDED = "not recorded"
"""What is said of a value that this item lacks and another has; unknown is never silent."""

_AT_A_TIME = 200
"""Items that are packed together."""

_DRAWN = ("ARROW", "BOX DRAWINGS", "BLOCK", "SHADE", "BLACK", "WHITE", "HARPOON")
"""Words in the Unicode names of the signs that a line is drawn with."""

Words = Mapping[str, Mapping[str, str] | Callable[[str], str]]
"""What a code or a number is called, by the label it stands under, without the numbers of a list."""


def as_plain(items: Sequence[Struct], words: Words) -> str:
    """The items, with a blank line between them. What no item has a value for is left out."""
    return "".join(plain_in_pieces(items, words))


def plain_in_pieces(items: Iterable[Struct], words: Words) -> Iterator[str]:
    """The same piece by piece. What is left out is known behind the last item only; until then all are kept packed."""
    rest, told, packed = iter(items), set[str](), list[bytes]()
    while some := list(islice(rest, _AT_A_TIME)):
        flattened = [dict(_called(words, _values("", to_builtins(item)))) for item in some]
        told.update(label for each in flattened for label, value in each.items() if value)
        packed.append(compress(encode(flattened), 1))
    between = ""
    for piece in packed:
        values = decode(decompress(piece), type=list[dict[str, str]])
        yield between + "\n".join("".join(_lines(each, told)) for each in values)
        between = "\n"


def _lines(values: Mapping[str, str], told: set[str]) -> Iterator[str]:
    for label, value in values.items():
        if label in told:
            yield f"{label}: {value or NOT_RECORDED}\n"


def _called(words: Words, values: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for label, value in values:
        unnumbered = " ".join(part for part in label.split() if not part.isdigit()) if words else ""
        called = words.get(unnumbered, {})
        yield label, called.get(value, value) if isinstance(called, Mapping) else called(value) if value else value


def _values(label: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every value within `value` under a label of its own: `found low`, `criteria 2 answer`."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _values(f"{label} {key.replace('_', ' ')}".lstrip(), part)
    elif isinstance(value, list | tuple) and any(isinstance(part, dict) for part in value):
        for number, part in enumerate(value, 1):
            yield from _values(f"{label} {number}", part)
    elif isinstance(value, list | tuple):
        yield label, "; ".join(map(spoken, value))
    else:
        yield label, spoken(value)


def spoken(value: object) -> str:
    """A value as it can be read aloud, on one line with single blanks; empty for None."""
    text = shown(value)
    spelt = text if text.isascii() else "".join(_spelt(char) for char in text)
    return " ".join(spelt.split())


def _spelt(char: str) -> str:
    """A sign that a line is drawn with as its name; any other character as it is."""
    if char.isascii() or char.isalpha():
        return char
    from unicodedata import category, name

    if char == "→":
        return " to "
    words = name(char, "")
    drawn = category(char)[0] == "S" and any(word in words for word in _DRAWN)
    return f" {words.lower()} " if drawn else char
