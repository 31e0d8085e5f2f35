"""CSV for spreadsheets and TSV for other programs: one line per item, ending in a line feed, under the items' keys.

In CSV a text that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers. In TSV
nothing is quoted or guarded. A line break or a tab within a text becomes a blank in both, so that a line is always a
whole item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct

from migraine_cli.output.flat import flat

# Spreadsheets start a formula at any of these, some also at the full-width signs of East Asian keyboards.
_FORMULA_STARTS = "=+-@＝＋－＠"

# Letters and marks by their kind, yet drawn as nothing: the fillers of Hangul, a joiner, the empty Braille cell.
_DRAWN_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"

_AT_A_TIME = 200
"""Lines that are written together."""

Cell = str | int | float | None


def as_csv(item_type: type[Struct], items: Sequence[Struct], keys: Sequence[str] = (), *, header: bool = True) -> str:
    """The items under their type's keys, or under those named; the header alone when there are none."""
    return "".join(csv_in_pieces(item_type, items, keys, header=header))


def as_tsv(item_type: type[Struct], items: Sequence[Struct], keys: Sequence[str] = (), *, header: bool = True) -> str:
    """The same with a tab between cells."""
    return "".join(tsv_in_pieces(item_type, items, keys, header=header))


def csv_in_pieces(
    item_type: type[Struct], items: Iterable[Struct], keys: Sequence[str] = (), *, header: bool = True
) -> Iterator[str]:
    """`as_csv` piece by piece, so that a long listing is never in memory as a whole."""
    import csv
    import io

    for rows in _together(_rows(item_type, items, keys, header=header)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
        )
        yield text.getvalue()


def tsv_in_pieces(
    item_type: type[Struct], items: Iterable[Struct], keys: Sequence[str] = (), *, header: bool = True
) -> Iterator[str]:
    """`as_tsv` piece by piece."""
    for rows in _together(_rows(item_type, items, keys, header=header)):
        yield "".join("\t".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def _together(rows: Iterator[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    """The rows that are written at a time."""
    while some := list(islice(rows, _AT_A_TIME)):
        yield some


def _rows(
    item_type: type[Struct], items: Iterable[Struct], keys: Sequence[str], *, header: bool
) -> Iterator[Sequence[Cell]]:
    fields = dict(zip(item_type.__struct_encode_fields__, item_type.__struct_fields__, strict=True))
    named = keys or tuple(fields)
    # A row whose cell says more than its JSON has a way of its own to write it.
    own = getattr(item_type, "in_cells", {})
    if header:
        yield named
    for item in items:
        yield [flat(own[key](item) if key in own else getattr(item, fields[key])) for key in named]


def guarded(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet would take it for a formula, or it looks guarded already."""
    return f"'{text}" if _first_seen(text.lstrip("'")) in _FORMULA_STARTS else text


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that `guarded`, or a person, put before it."""
    return cell[1:] if cell[:1] == "'" and _first_seen(cell.lstrip("'")) in _FORMULA_STARTS else cell


def _first_seen(text: str) -> str:
    """The first character of `text` that can be seen; a letter when there is none."""
    if text[:1].isalnum() and text[:1].isascii():
        return "a"
    from unicodedata import category

    seen = (char for char in text if category(char)[0] not in "CZM" and char not in _DRAWN_EMPTY)
    return next(seen, "a")
