"""Blocks as a file or a pipe gets them: as `terminal` draws them on endlessly wide paper, without loading Rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from migraine_cli.output.blocks import Block, Column, Details, Paragraph, Table
from migraine_cli.output.cells import lines_of, shown

_GAP = "  "


def page(blocks: Iterable[Block]) -> str:
    """The blocks as lines, with no blanks at their ends."""
    return "".join(f"{line.rstrip()}\n" for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield shown(block.text)
    elif isinstance(block, Details):
        yield from _details(block)
    else:
        yield from _table(block)


def _details(block: Details) -> Iterator[str]:
    widest = max(_width(label) for label, *_ in block.fields)
    for label, value, *_ in block.fields:
        for number, line in enumerate(lines_of(value)):
            yield _padded("" if number else label, widest) + _GAP + line


def _table(block: Table) -> Iterator[str]:
    columns = [_aligned(column, cells) for column, cells in block.filled()]
    header, *rows = map(_GAP.join, zip(*columns, strict=True))
    yield header
    yield "─" * _width(header)
    yield from rows


def _aligned(column: Column, cells: Sequence[str]) -> list[str]:
    """The column's header and cells, all of one width."""
    widest = max(map(_width, (column.header, *cells)))
    return [_padded(each, widest, right=column.right) for each in (column.header, *cells)]


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Columns that a text takes; a Chinese character takes two, a combining accent none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
