"""Blocks on stdout: folded and coloured by Rich at a terminal, whole and plain in a file or a pipe."""

from __future__ import annotations

from collections.abc import Iterable

from migraine_cli.output import streams
from migraine_cli.output.blocks import Block


def draw(blocks: Iterable[Block]) -> None:
    """Puts blocks on stdout. A reader that has gone away is no fault."""
    width = streams.terminal_width()
    if width is None:
        from migraine_cli.output.plain import page

        streams.write(page(blocks))
    else:
        from migraine_cli.output.terminal import draw_at

        draw_at(width, blocks)
