"""JSON: an array of objects, or an object that holds one as its "items", as migcli's own answers do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import DecodeError
from msgspec.json import decode

from migraine_cli.errors import InvalidValue
from migraine_cli.exchange.layout import Cells, Fault, Layout, column_name
from migraine_cli.output.flat import listed


def read(text: str, layout: Layout, faults: list[Fault]) -> Iterator[tuple[int, Cells]]:
    """The items of a JSON text, each with its number from 1. Raises InvalidValue, and collects faults."""
    items = _items(text)
    layout.check(dict.fromkeys(column_name(key) for item in items if isinstance(item, dict) for key in item))
    for number, item in enumerate(items, 1):
        try:
            cells = _cells(item, layout)
        except InvalidValue as fault:
            faults.append((number, fault.sentence))
            continue
        if any(cells.values()):
            yield number, cells


def _items(text: str) -> list[Any]:
    try:
        content = decode(text)
    except RecursionError:
        raise InvalidValue("the file nests too deeply to be a list of rows; give an array of objects.") from None
    except (DecodeError, UnicodeError) as error:
        raise InvalidValue(f"the file is no valid JSON ({error}); correct it and import it again.") from None
    items = content.get("items") if isinstance(content, dict) else content
    if not isinstance(items, list):
        raise InvalidValue('the file holds no rows; give an array of objects, or an object with one as its "items".')
    if not items:
        raise InvalidValue("the file is empty; give an array with at least one object.")
    return items


def _cells(item: Any, layout: Layout) -> Cells:
    if not isinstance(item, dict):
        raise InvalidValue('the item is no object; write it like {"patient": "P0001", …}.')
    cells: Cells = {}
    for key, value in item.items():
        name = column_name(key)
        if name in cells:
            raise InvalidValue(f"{name} stands twice in the item; keep one of the two.")
        cells[name] = "" if name in layout.beside else _cell(value, name, layout)
    return cells


def _cell(value: Any, name: str, layout: Layout) -> str:
    """The value as a CSV cell would hold it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        if name in layout.truths:
            return "yes" if value else "no"
        raise InvalidValue(f"{name} can't be true or false; correct it.")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and name in layout.lists:
        return ";".join(_part(part, name) for part in value)
    raise InvalidValue(f"{name} can't be a list or an object; write it as text.")


def _part(part: Any, name: str) -> str:
    """A part of a list as a list in one cell holds it; goals are sentences, which may hold semicolons."""
    if isinstance(part, bool) or not isinstance(part, str | int | float) or (";" in str(part) and name != "goals"):
        raise InvalidValue(f"{name} must be a list of texts or numbers without semicolons; correct it.")
    return listed(str(part))
