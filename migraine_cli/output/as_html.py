"""Blocks as HTML, for pages that are read in a browser and printed: the same tables and details as at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from msgspec import Struct

from migraine_cli.output.blocks import Block, Details, Paragraph, Table
from migraine_cli.output.cells import lines_of, shown
from migraine_cli.output.paper import name, told


class Drawing(Struct, frozen=True):
    """A picture for a page alone: SVG that says by itself what it shows, in its title and description."""

    svg: str


class Heading(Struct, frozen=True):
    """A heading of a part of the page."""

    text: str


PageBlock = Block | Drawing | Heading


def as_html(blocks: Iterable[PageBlock]) -> str:
    """The blocks as HTML; a section begins at each heading."""
    sections: list[list[PageBlock]] = [[]]
    for block in blocks:
        if isinstance(block, Heading):
            sections.append([])
        sections[-1].append(block)
    return "".join(
        f'<section class="long">\n{"".join(_elements(section))}</section>\n' for section in sections if section
    )


def _elements(section: Iterable[PageBlock]) -> Iterator[str]:
    for listed, group in groupby(section, _is_listed):
        if listed:
            points = (told("li", shown(_text(block).strip().removeprefix("· "))) for block in group)
            yield f"<ul>\n{''.join(points)}</ul>\n"
        else:
            yield from map(_one, group)


def _is_listed(block: PageBlock) -> bool:
    return isinstance(block, Paragraph) and block.text.startswith("  · ")


def _text(block: PageBlock) -> str:
    return block.text if isinstance(block, Paragraph | Heading) else ""


def _one(block: PageBlock) -> str:
    if isinstance(block, Drawing):
        return f'<div class="wide">\n{block.svg}</div>\n'
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Details):
        return f"<dl>\n{''.join(_detail(*field[:2]) for field in block.fields)}</dl>\n"
    if isinstance(block, Heading):
        return told("h2", shown(block.text))
    if not block.text:
        return ""
    return told("h3" if "bold" in block.style else "p", shown(block.text))


def _detail(label: str, value: object) -> str:
    return f"<dt>{escape(label)}</dt><dd>{'<br>'.join(name(line) for line in lines_of(value))}</dd>\n"


def _table(table: Table) -> str:
    """A table that scrolls on a narrow screen by itself, so that the page doesn't."""
    filled = table.filled()
    aligned = [' style="text-align: right"' if column.right else "" for column, _ in filled]
    head = _row("th", [column.header for column, _ in filled], [f' scope="col"{each}' for each in aligned])
    rows = zip(*(cells for _, cells in filled), strict=True)
    body = "".join(_row("td", row, aligned) for row in rows)
    return f'<div class="wide">\n<table>\n<thead>{head}</thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n'


def _row(tag: str, cells: Iterable[str], attributes: Iterable[str]) -> str:
    made = (f"<{tag}{more}>{_kept_together(cell)}</{tag}>" for cell, more in zip(cells, attributes, strict=True))
    return f"<tr>{''.join(made)}</tr>\n"


def _kept_together(cell: str) -> str:
    """A date or a number never breaks over two lines."""
    return f'<span class="short">{escape(cell)}</span>' if len(cell) <= _SHORT else escape(cell)


_SHORT = 12
