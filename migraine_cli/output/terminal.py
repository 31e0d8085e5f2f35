"""Blocks drawn with Rich, folded at the terminal's width and coloured where it shows colours.

The only module that imports Rich to draw; it is loaded when something is drawn at a terminal. Cells are Text, never
markup: `[red]` in a name stays `[red]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from migraine_cli.output import streams
from migraine_cli.output.blocks import Block, Column, Details, Paragraph, Table
from migraine_cli.output.cells import lines_of, shown

_NARROWEST = 12  # columns that a folded cell keeps
_LONGEST_WORD = 30  # two days and the dots between them are 22; a longer word is a path or a slip, and may break
_GAP = 2

_Filled = tuple[Column, list[str]]


def draw_at(width: int, blocks: Iterable[Block]) -> None:
    """Puts blocks on stdout, a terminal of `width` columns. A reader that has gone away is no fault."""
    if streams.coloured():
        _draw_on(_terminal(width), blocks)
        return
    page = StringIO()
    _draw_on(Console(file=page, width=width, color_system=None, markup=False, emoji=False), blocks)
    streams.write("".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines()))


def draw_markdown(width: int, text: str) -> None:
    """Puts a text in Markdown on stdout, a terminal of `width` columns. A reader that has gone away is no fault."""
    from rich.markdown import Markdown  # no listing needs it

    page = Markdown(text, code_theme="ansi_light", hyperlinks=False)
    if streams.coloured():
        _terminal(width).print(page)
        return
    drawn = StringIO()
    Console(file=drawn, width=width, color_system=None).print(page)
    streams.write("".join(f"{line.rstrip()}\n" for line in drawn.getvalue().splitlines()))


class _Terminal(Console):
    def on_broken_pipe(self) -> None:
        """Drops what is left to show, where Rich would end the process with 1."""
        streams.drop_stdout()


def _terminal(width: int) -> _Terminal:
    # Where colours are forced, what TERM says of a terminal that isn't there doesn't count.
    colours: Literal["standard", "auto"] = "standard" if streams.forced_colours() else "auto"
    return _Terminal(highlight=False, markup=False, emoji=False, width=width, force_terminal=True, color_system=colours)


def _draw_on(console: Console, blocks: Iterable[Block]) -> None:
    for block in blocks:
        for part in _renderables(block, console.width):
            console.print(part)


def _renderables(block: Block, width: int) -> list[RenderableType]:
    if isinstance(block, Paragraph):
        return [_paragraph(block)]
    if isinstance(block, Details):
        return [_details(block)]
    return _fitted(block, width)


def _paragraph(block: Paragraph) -> RenderableType:
    words = block.text.lstrip(" ·")
    margin = block.text[: len(block.text) - len(words)]
    if not margin:
        return Text(shown(words), block.style)
    hanging = _grid()
    hanging.add_row(Text(margin), Text(shown(words), block.style))
    return hanging


def _details(block: Details) -> RenderableType:
    grid = _grid(gap=_GAP)
    for label, value, *own in block.fields:
        grid.add_row(Text(label, "dim"), Text("\n".join(lines_of(value)), own[0] if own else block.style))
    return grid


def _grid(gap: int = 0) -> RichTable:
    grid = RichTable.grid(padding=(0, gap, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _fitted(block: Table, width: int) -> list[RenderableType]:
    """The table without the spare columns that don't fit, which are named under it; where the rest is still too wide,
    an item after another, a line for each of its values.
    """
    filled = block.filled()
    kept = list(filled)
    while _narrowest(kept) > width and any(column.spare for column, _ in kept):
        kept.remove(max(kept, key=lambda each: each[0].spare))
    if _narrowest(kept) > width:
        return _one_by_one(filled, block.items)
    left_out = [(column, cells) for column, cells in filled if (column, cells) not in kept]
    hidden = [column.header for column, _ in left_out if not column.below]
    told = [
        _paragraph(Paragraph(f"  · {line}")) for column, cells in left_out for line in _below(column, cells, filled)
    ]
    named = [Text(f"not shown at this width: {', '.join(hidden)}", "dim")] if hidden else []
    return [_table(kept, block, width), *told, *named]


def _below(column: Column, cells: Sequence[str], filled: Sequence[_Filled]) -> Iterator[str]:
    """The cells of a column that is left out, each with what names its item."""
    for names in (names for named, names in filled if named.header == column.below):
        yield from (f"{name}: {cell}" for name, cell in zip(names, cells, strict=True) if cell)


def _narrowest(filled: Sequence[_Filled]) -> int:
    return _total(_least(*each) for each in filled)


def _one_by_one(filled: Sequence[_Filled], items: Sequence[Any]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for number, item in enumerate(items):
        values = [(column, cells[number]) for column, cells in filled if cells[number]]
        fields = [(column.header, cell, column.style(item) if column.style else "") for column, cell in values]
        parts += [Text("")] * bool(parts) + [_details(Details(fields))]
    return parts


def _total(widths: Iterable[int]) -> int:
    """Columns that a table of columns with these widths takes."""
    each = list(widths)
    return sum(each) + _GAP * (len(each) - 1)


def _widest(column: Column, cells: Sequence[str]) -> int:
    return max(map(cell_len, (column.header, *cells)))


def _least(column: Column, cells: Sequence[str]) -> int:
    """Columns that the cells take when folded as far as it goes: between words."""
    widest = _widest(column, cells)
    if not column.folds:
        return widest
    longest = max((cell_len(word) for cell in cells for word in cell.split()), default=0)
    return min(widest, max(_NARROWEST, len(column.header), min(longest, _LONGEST_WORD)))


def _widths(filled: Sequence[_Filled], width: int) -> list[int]:
    """Columns that each column of the table takes: as many as it fills, the widest cut to one measure until all fit."""
    widest = [_widest(*each) for each in filled]
    least = [_least(*each) for each in filled]
    for measure in range(max(widest, default=0), 0, -1):
        cut = [max(low, min(high, measure)) for low, high in zip(least, widest, strict=True)]
        if _total(cut) <= width:
            short = [number for number, high in enumerate(widest) if cut[number] < high]
            for number in short[: width - _total(cut)]:
                cut[number] += 1
            return cut
    return least


def _table(filled: Sequence[_Filled], block: Table, width: int) -> RichTable:
    items = block.items
    table = RichTable(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        show_header=block.header,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )
    widths = _widths(filled, width)
    fits = widths == [_widest(*each) for each in filled]
    for (column, _), wide in zip(filled, widths, strict=True):
        table.add_column(
            column.header,
            justify="right" if column.right else "left",
            no_wrap=not column.folds,
            overflow="fold",
            width=wide,
        )
    drawn = [
        [Text(cell, column.style(item) if column.style else "") for cell, item in zip(cells, items, strict=True)]
        for column, cells in filled
    ]
    if fits and items:
        # Where nothing folds, a column can go in as one cell of many lines: a third of the time of cell by cell.
        table.add_row(*map(Text("\n").join, drawn))
    else:
        for row in zip(*drawn, strict=True):
            table.add_row(*row)
    return table
