"""Blocks as a file or a pipe gets them: as `terminal` draws them on endlessly wide paper, without loading Rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import add

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
    labels = _aligned([label for label, *_ in block.fields])
    for label, (_, value, *_rest) in zip(labels, block.fields, strict=True):
        first, *more = lines_of(value)
        yield label + _GAP + first
        for line in more:
            yield " " * _width(label) + _GAP + line


def _table(block: Table) -> Iterator[str]:
    columns = [_aligned(_texts(block, column, cells), right=column.right) for column, cells in block.filled()]
    lines = list(map(_GAP.join, zip(*columns, strict=True)))
    if block.header:
        header = lines.pop(0)
        yield header
        yield "─" * _width(header)
    yield from lines


def _texts(block: Table, column: Column, cells: Sequence[str]) -> Sequence[str]:
    return [column.header, *cells] if block.header else cells


def _aligned(texts: Sequence[str], *, right: bool = False) -> list[str]:
    """The texts, all of one width."""
    widths = list(map(_width, texts))
    widest = max(widths)
    blanks = [" " * (widest - width) for width in widths]
    return list(map(add, blanks, texts) if right else map(add, texts, blanks))


def _width(text: str) -> int:
    """Columns that a text takes; a Chinese character takes two, a combining accent none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
